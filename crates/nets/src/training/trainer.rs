//! Training on the CPU, a step at once or a few operations at a time.

use std::rc::Rc;

use ops::{Held, OpError, Walk};
use tensor::Tensor;

use crate::net::Net;
use crate::training::checkpoint::Checkpoint;
use crate::training::course::Course;
use crate::training::evaluate::Evaluation;
use crate::training::examples::Examples;
use crate::training::record::{Record, Scores};
use crate::training::step::Training;
use crate::training::{TrainOptions, bad};

/// A run of training on the CPU.
#[derive(Debug)]
pub struct Trainer<E> {
    course: Course<E>,
    /// Weights, then what the optimizer keeps.
    state: Vec<Rc<Tensor>>,
    constants: Vec<Rc<Tensor>>,
}

/// A step that has begun.
#[derive(Debug)]
pub struct Pending {
    labels: Rc<Tensor>,
    walk: Walk<'static>,
}

impl<E: Examples> Trainer<E> {
    /// A run from the seed's own weights.
    ///
    /// # Errors
    /// As [`Training::new`].
    pub fn new(net: &Net, options: TrainOptions, examples: E) -> Result<Self, OpError> {
        let weights = net.seeded(options.seed);
        Self::with(net, options, examples, weights)
    }

    /// A run from these weights, in the order of [`Net::weights`].
    ///
    /// # Errors
    /// As [`Training::new`]; also where the weights do not fit.
    pub fn with(
        net: &Net,
        options: TrainOptions,
        examples: E,
        weights: Vec<Tensor>,
    ) -> Result<Self, OpError> {
        let course = Course::new(net, options, examples)?;
        let training = course.training();
        let state = training.first_state(weights)?.into_iter().map(Rc::new).collect();
        let constants = training.constants.iter().cloned().map(Rc::new).collect();
        Ok(Self { course, state, constants })
    }

    /// The step as data.
    #[must_use]
    pub fn training(&self) -> &Training {
        self.course.training()
    }

    /// How many steps have been taken.
    #[must_use]
    pub fn steps_done(&self) -> u64 {
        self.course.steps_done()
    }

    /// Whether all steps have been taken.
    #[must_use]
    pub fn done(&self) -> bool {
        self.course.done()
    }

    /// The weights as they are now, in the order of [`Net::weights`].
    #[must_use]
    pub fn weights(&self) -> &[Rc<Tensor>] {
        &self.state[..self.training().net.weights().len()]
    }

    /// The state: weights, then what the optimizer keeps.
    #[must_use]
    pub fn state(&self) -> &[Rc<Tensor>] {
        &self.state
    }

    /// The next step, whole.
    ///
    /// # Errors
    /// Where the training diverges, or an example is impossible; the state stays that of the
    /// step before.
    pub fn step(&mut self) -> Result<Record, OpError> {
        let mut pending = self.begin()?;
        while self.advance(&mut pending)? {}
        self.finish(pending)
    }

    /// Begins the next step, which may go beyond those asked for.
    ///
    /// # Errors
    /// Where an example is impossible.
    pub fn begin(&mut self) -> Result<Pending, OpError> {
        let feed = self.course.feed()?.shared();
        let training = self.course.training();
        let labels = feed.batch.last().cloned().ok_or_else(|| bad("a batch has no labels"))?;
        let given = training.arguments(feed, &self.state, &self.constants);
        let given = given.into_iter().map(|t| Some(Held::Made(t))).collect();
        Ok(Pending { labels, walk: Walk::new(&training.graph, given) })
    }

    /// Takes one operation of a step that has begun; `false` where there is none left.
    ///
    /// # Errors
    /// That of the operation.
    pub fn advance(&self, pending: &mut Pending) -> Result<bool, OpError> {
        pending.walk.advance(&self.training().graph)
    }

    /// Ends a step that has begun.
    ///
    /// # Errors
    /// Where the training diverges; the state stays that of the step before.
    pub fn finish(&mut self, pending: Pending) -> Result<Record, OpError> {
        let Pending { labels, walk } = pending;
        let results = walk.results(&self.training().graph);
        let told: Vec<&Tensor> = self.training().told().into_iter().map(|i| &*results[i]).collect();
        let record = self.course.taken(&labels, &told)?;
        for (value, &result) in self.state.iter_mut().zip(&self.course.training().next) {
            if let Some(Held::Made(new)) = result.map(|i| &results[i]) {
                *value = Rc::clone(new);
            }
        }
        Ok(record)
    }

    /// How well the net does now on other examples, all of them.
    ///
    /// # Errors
    /// Where they do not fit the net.
    pub fn evaluate(&self, examples: &impl Examples) -> Result<Scores, OpError> {
        let mut evaluation = self.evaluation();
        while evaluation.step(examples)? {}
        Ok(evaluation.scores())
    }

    /// How well the net does now, to be taken batch by batch.
    #[must_use]
    pub fn evaluation(&self) -> Evaluation {
        let training = self.training();
        Evaluation::new(&training.net, self.weights().to_vec(), training.options.batch)
    }

    /// All that it takes to go on from here.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        self.course.checkpoint(&self.state)
    }

    /// Goes on from a checkpoint, also one of another run with the same net, optimizer, batch
    /// and number of examples; the seed is the checkpoint's.
    ///
    /// # Errors
    /// Says what the checkpoint does not fit; then nothing is changed.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), OpError> {
        self.state = self.course.restore(checkpoint)?.into_iter().map(Rc::new).collect();
        Ok(())
    }
}
