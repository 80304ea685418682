//! Training on a device: one plan a step, the state stays there, a few numbers come back.

use std::rc::Rc;

use gpu::{Bound, Buffer, GpuError};
use kernels::compose;
use nets::training::{Checkpoint, Course, Feed, Record};
use ops::OpError;
use tensor::{Tensor, show_shape};

use crate::{
    device::{Device, Failure},
    model::MOST_BOUND,
    node::Node,
    train::Set,
};

/// A run whose state lies on a device.
///
/// The state is there twice, and a step reads one and writes the other, so that nothing is
/// allocated or bound anew, and a step that fails has changed nothing.
pub(crate) struct OnDevice {
    pub(crate) course: Course<Set>,
    /// The how-many-eth device has it.
    generation: u32,
    /// The batch and its labels, what dropout multiplies with, and the rates.
    feed: Feed<Buffer>,
    /// Weights, then what the optimizer keeps.
    states: [Vec<Buffer>; 2],
    /// Which of them is the state.
    now: usize,
    told: Vec<Buffer>,
    /// The step from either state to the other.
    steps: [Bound; 2],
}

impl OnDevice {
    /// A run from these weights.
    ///
    /// # Errors
    /// Where they do not fit the net, or the device.
    pub(crate) fn new(
        course: Course<Set>,
        weights: Vec<Tensor>,
        device: &Device,
    ) -> Result<Self, OpError> {
        let (training, gpu) = (course.training(), device.gpu());
        let shapes = &training.shapes;
        if let Some(shape) = shapes.iter().find(|s| size(s) > MOST_BOUND) {
            let shape = show_shape(shape);
            let words = format!("{shape} is more than a device binds at once; the CPU trains it");
            return Err(OpError::new("train", words));
        }
        let given: Vec<Option<&[usize]>> = shapes.iter().map(|s| Some(s.as_slice())).collect();
        let plan = compose(&training.graph, "train", &given)?;
        let first = training.first_state(weights)?;
        let states = [0, 1].map(|_| first.iter().map(|t| gpu.upload(t.data())).collect());
        let constants: Vec<Buffer> =
            training.constants.iter().map(|t| gpu.upload(t.data())).collect();
        let feed = training.room().map(|shape| gpu.room(size(shape)));
        let scratch: Vec<Buffer> = plan.scratch.iter().map(|&len| gpu.room(len)).collect();
        let results: Vec<Buffer> = plan.outputs.iter().map(|s| gpu.room(size(s))).collect();
        let steps = [0, 1].map(|from| {
            let states: &[Vec<Buffer>; 2] = &states;
            let inputs = training.arguments(feed.clone(), &states[from], &constants);
            let mut outputs = results.clone();
            for (value, next) in states[1 - from].iter().zip(&training.next) {
                if let Some(next) = *next {
                    outputs[next] = value.clone();
                }
            }
            gpu.bind(&plan, &inputs, &outputs, &scratch)
        });
        let told = training.told().into_iter().map(|i| results[i].clone()).collect();
        let generation = device.generation();
        Ok(Self { course, generation, feed, states, now: 0, told, steps })
    }

    /// Takes a step.
    ///
    /// # Errors
    /// Where the device is lost, an example is impossible or the training diverges; the state
    /// stays that of the step before.
    pub(crate) async fn step(&mut self, device: &Device) -> Result<Record, Failure> {
        let (feed, gpu) = (self.course.feed()?, device.gpu());
        for (buffer, values) in self.feed.all().zip(feed.all()) {
            gpu.write(buffer, values.data());
        }
        gpu.run_bound(&self.steps[self.now]);
        let told = gpu.read(&self.told.iter().collect::<Vec<_>>()).await?;
        let told: Vec<Tensor> = self.course.training().told_tensors(told)?;
        let labels = feed.batch.last().ok_or_else(|| OpError::new("train", "there is no label"))?;
        let record = self.course.taken(labels, &told.iter().collect::<Vec<_>>())?;
        self.now = 1 - self.now;
        Ok(record)
    }

    /// All that it takes to go on from here.
    ///
    /// # Errors
    /// Where the device is lost.
    pub(crate) async fn checkpoint(&self, device: &Device) -> Result<Checkpoint, Failure> {
        let state = device.gpu().read(&self.states[self.now].iter().collect::<Vec<_>>()).await?;
        let tensors = self.course.training().state_tensors(state)?;
        Ok(self.course.checkpoint(&tensors.into_iter().map(Rc::new).collect::<Vec<_>>()))
    }

    /// Goes on from a checkpoint.
    ///
    /// # Errors
    /// Says what the checkpoint does not fit.
    pub(crate) fn restore(
        &mut self,
        checkpoint: &Checkpoint,
        device: &Device,
    ) -> Result<(), OpError> {
        let state = self.course.restore(checkpoint)?;
        for buffers in &self.states {
            for (buffer, values) in buffers.iter().zip(&state) {
                device.gpu().write(buffer, values.data());
            }
        }
        Ok(())
    }

    /// The weights as they are now; what is learned later changes nothing.
    pub(crate) fn weights(&self, device: &Device) -> Vec<Rc<Node>> {
        let own = self.course.training().net.weights();
        let copies = device.gpu().copies(&self.states[self.now][..own.len()]);
        own.iter().zip(copies).map(|(w, copy)| device.node(&w.shape, copy)).collect()
    }

    /// How many numbers the state has.
    pub(crate) fn numbers(&self) -> usize {
        self.states[self.now].iter().map(Buffer::len).sum()
    }

    /// Whether the state is still to be had.
    pub(crate) fn is_on(&self, device: &Device) -> bool {
        !device.gpu().is_lost() && self.generation == device.generation()
    }
}

/// What a device that has been lost is to a run.
pub(crate) fn lost() -> Failure {
    Failure::Gpu(GpuError::Lost)
}

fn size(shape: &[usize]) -> usize {
    shape.iter().product()
}
