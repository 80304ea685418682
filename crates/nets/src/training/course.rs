//! A run of training but for its state: which step is next, what it is fed, what is told of it.

use std::rc::Rc;

use ops::OpError;
use tensor::{Tensor, random::SplitMix64};

use crate::net::Net;
use crate::training::TrainOptions;
use crate::training::checkpoint::Checkpoint;
use crate::training::examples::Examples;
use crate::training::order::Order;
use crate::training::record::Record;
use crate::training::step::{Feed, Training};

/// A run of training but for its state, which lies where the backend has it.
#[derive(Debug)]
pub struct Course<E> {
    training: Training,
    examples: E,
    order: Order,
    done: u64,
}

impl<E: Examples> Course<E> {
    /// Before the first step.
    ///
    /// # Errors
    /// As [`Training::new`].
    pub fn new(net: &Net, options: TrainOptions, examples: E) -> Result<Self, OpError> {
        let training = Training::new(net, options, &examples)?;
        let order = Order::new(training.options.seed, examples.count(), training.options.batch);
        Ok(Self { training, examples, order, done: 0 })
    }

    /// The step as data.
    #[must_use]
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// How many steps have been taken.
    #[must_use]
    pub fn steps_done(&self) -> u64 {
        self.done
    }

    /// Whether all steps have been taken.
    #[must_use]
    pub fn done(&self) -> bool {
        self.done >= self.training.options.steps
    }

    /// What the next step is fed; its batch ends with the labels.
    ///
    /// # Errors
    /// Where an example is impossible.
    pub fn feed(&mut self) -> Result<Feed<Tensor>, OpError> {
        let (seed, step) = (self.training.options.seed, self.done + 1);
        let mut chance = SplitMix64::named(seed, &format!("augment {step}"));
        let batch = self.examples.batch(self.order.of(step), Some(&mut chance));
        self.training.feed(step, batch)
    }

    /// Ends the next step: its record, from its labels and [`Training::told`].
    ///
    /// # Errors
    /// Where the training diverges; then the step has not been taken.
    pub fn taken(&mut self, labels: &Tensor, told: &[&Tensor]) -> Result<Record, OpError> {
        let step = self.done + 1;
        let record = self.training.record((step, self.order.epoch(step)), labels, told)?;
        self.done = step;
        Ok(record)
    }

    /// All that it takes to go on from here, with this state: weights, then what is kept.
    #[must_use]
    pub fn checkpoint(&self, state: &[Rc<Tensor>]) -> Checkpoint {
        Checkpoint::of(&self.training, self.examples.count(), self.done, state)
    }

    /// Goes on from a checkpoint and answers its state; the seed is the checkpoint's.
    ///
    /// # Errors
    /// Says what the checkpoint does not fit; then nothing is changed.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<Vec<Tensor>, OpError> {
        let count = self.examples.count();
        let state = checkpoint.state(&self.training, count)?;
        self.done = checkpoint.step;
        self.training.options.seed = checkpoint.seed;
        self.order = Order::new(checkpoint.seed, count, self.training.options.batch);
        Ok(state)
    }
}
