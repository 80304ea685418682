//! Training on a device: one plan a step, the state stays there, a few numbers come back.

use std::rc::Rc;

use gpu::{Buffer, GpuError};
use nets::training::{Checkpoint, Course, Record};
use ops::OpError;
use tensor::{Tensor, show_shape};

use crate::{
    device::{Device, Failure},
    model::MOST_BOUND,
    node::{Call, Node},
    train::Set,
    work::{Program, Work},
};

/// A run whose state lies on a device.
pub(crate) struct OnDevice {
    pub(crate) course: Course<Set>,
    program: Rc<Program>,
    constants: Vec<Rc<Node>>,
    /// Weights, then what the optimizer keeps.
    pub(crate) state: Vec<Rc<Node>>,
}

impl OnDevice {
    /// A run from these weights.
    ///
    /// # Errors
    /// Where they do not fit the net, or the device.
    pub(crate) fn new(course: Course<Set>, weights: Vec<Tensor>) -> Result<Self, OpError> {
        let training = course.training();
        if let Some(shape) =
            training.shapes.iter().find(|s| s.iter().product::<usize>() > MOST_BOUND)
        {
            let shape = show_shape(shape);
            let words = format!("{shape} is more than a device binds at once; the CPU trains it");
            return Err(OpError::new("train", words));
        }
        let state = training.first_state(weights)?.into_iter().map(Node::source).collect();
        let constants = training.constants.iter().cloned().map(Node::source).collect();
        let program = Rc::new(Program::new("train", training.graph.clone()));
        Ok(Self { course, program, constants, state })
    }

    /// Takes a step.
    ///
    /// # Errors
    /// Where the device is lost, an example is impossible or the training diverges; the state
    /// stays that of the step before.
    pub(crate) async fn step(&mut self, device: &Device) -> Result<Record, Failure> {
        let feed = self.course.feed()?.shared().map(Node::shared);
        let labels = feed.batch.last().and_then(|labels| labels.held());
        let labels = labels.ok_or_else(|| OpError::new("train", "a batch has no labels"))?;
        let training = self.course.training();
        let inputs = training.arguments(feed, &self.state, &self.constants);
        let inputs = inputs.into_iter().map(Some).collect();
        let made = device.run(&Call { work: Work::Program(Rc::clone(&self.program)), inputs })?;
        let shapes = self.program.result_shapes();
        let result = |i: usize| -> Result<Rc<Node>, OpError> {
            let part = shapes.get(i).zip(made.get(i));
            let (shape, buffer) =
                part.ok_or_else(|| OpError::new("train", "the step has no such result"))?;
            Ok(device.node(shape, Buffer::clone(buffer)))
        };
        let told: Vec<Rc<Node>> =
            training.told().into_iter().map(result).collect::<Result<_, _>>()?;
        let told = device.read(&told).await?;
        let told: Vec<&Tensor> = told.iter().map(|t| &**t).collect();
        let mut state = self.state.clone();
        for (value, next) in state.iter_mut().zip(&training.next) {
            if let Some(next) = *next {
                *value = result(next)?;
            }
        }
        let record = self.course.taken(&labels, &told)?;
        self.state = state;
        Ok(record)
    }

    /// All that it takes to go on from here.
    ///
    /// # Errors
    /// Where the device is lost.
    pub(crate) async fn checkpoint(&self, device: &Device) -> Result<Checkpoint, Failure> {
        let state = device.read(&self.state).await?;
        Ok(self.course.checkpoint(&state))
    }

    /// Goes on from a checkpoint.
    ///
    /// # Errors
    /// Says what the checkpoint does not fit.
    pub(crate) fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), OpError> {
        self.state = self.course.restore(checkpoint)?.into_iter().map(Node::source).collect();
        Ok(())
    }

    /// Whether the state is still to be had: it has come from nowhere yet, or from this device.
    pub(crate) fn is_on(&self, device: &Device) -> bool {
        !device.gpu().is_lost() && self.state.iter().all(|n| n.held().is_some() || device.has(n))
    }
}

/// What a device that has been lost is to a run.
pub(crate) fn lost() -> Failure {
    Failure::Gpu(GpuError::Lost)
}
