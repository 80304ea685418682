//! Training on the CPU, a step at once or a few operations at a time.

use std::rc::Rc;

use ops::{Held, OpError, Walk};
use tensor::{Tensor, random::SplitMix64};

use crate::net::Net;
use crate::training::checkpoint::Checkpoint;
use crate::training::evaluate::Evaluation;
use crate::training::examples::Examples;
use crate::training::order::Order;
use crate::training::record::{Record, Scores};
use crate::training::step::Training;
use crate::training::{TrainOptions, bad};

/// A run of training.
#[derive(Debug)]
pub struct Trainer<E> {
    training: Rc<Training>,
    examples: Rc<E>,
    order: Order,
    done: u64,
    /// Weights, then what the optimizer keeps.
    state: Vec<Rc<Tensor>>,
    constants: Vec<Rc<Tensor>>,
}

/// A step that has begun.
#[derive(Debug)]
pub struct Pending {
    step: u64,
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
        let shapes = |list: &mut dyn Iterator<Item = &[usize]>| -> Vec<Vec<usize>> {
            list.map(<[usize]>::to_vec).collect()
        };
        let want = shapes(&mut net.weights().iter().map(|w| w.shape.as_slice()));
        if shapes(&mut weights.iter().map(Tensor::shape)) != want {
            return Err(bad("the weights are not those of the net"));
        }
        let training = Training::new(net, options, &examples)?;
        let TrainOptions { seed, batch, .. } = training.options;
        let state = weights.into_iter().chain(training.kept_at_first()).map(Rc::new).collect();
        Ok(Self {
            order: Order::new(seed, examples.count(), batch),
            constants: training.constants.iter().cloned().map(Rc::new).collect(),
            training: Rc::new(training),
            examples: Rc::new(examples),
            done: 0,
            state,
        })
    }

    /// The step as data.
    #[must_use]
    pub fn training(&self) -> &Rc<Training> {
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

    /// The weights as they are now, in the order of [`Net::weights`].
    #[must_use]
    pub fn weights(&self) -> &[Rc<Tensor>] {
        &self.state[..self.training.net.weights().len()]
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
        let (training, step) = (&self.training, self.done + 1);
        let mut chance = SplitMix64::named(self.seed(), &format!("augment {step}"));
        let batch = self.examples.batch(self.order.of(step), Some(&mut chance));
        let feed = training.feed(step, batch)?.shared();
        let labels = feed.batch.last().cloned().ok_or_else(|| bad("a batch has no labels"))?;
        let given = training.arguments(feed, &self.state, &self.constants);
        let given = given.into_iter().map(|t| Some(Held::Made(t))).collect();
        Ok(Pending { step, labels, walk: Walk::new(&training.graph, given) })
    }

    /// Takes one operation of a step that has begun; `false` where there is none left.
    ///
    /// # Errors
    /// That of the operation.
    pub fn advance(&self, pending: &mut Pending) -> Result<bool, OpError> {
        pending.walk.advance(&self.training.graph)
    }

    /// Ends a step that has begun.
    ///
    /// # Errors
    /// Where the training diverges; the state stays that of the step before.
    pub fn finish(&mut self, pending: Pending) -> Result<Record, OpError> {
        let Pending { step, labels, walk } = pending;
        let results = walk.results(&self.training.graph);
        let told: Vec<&Tensor> = self.training.told().into_iter().map(|i| &*results[i]).collect();
        let at = (step, self.order.epoch(step));
        let record = self.training.record(at, &labels, &told)?;
        for (value, &result) in self.state.iter_mut().zip(&self.training.next) {
            if let Some(Held::Made(new)) = result.map(|i| &results[i]) {
                *value = Rc::clone(new);
            }
        }
        self.done = step;
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
        let TrainOptions { batch, loss, .. } = self.training.options;
        Evaluation::new(&self.training.net, self.weights().to_vec(), batch, loss.ignore_index)
    }

    /// All that it takes to go on from here.
    #[must_use]
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint::of(&self.training, self.examples.count(), self.done, &self.state)
    }

    /// Goes on from a checkpoint, also one of another run with the same net, optimizer, batch
    /// and number of examples; the seed is the checkpoint's.
    ///
    /// # Errors
    /// Says what the checkpoint does not fit; then nothing is changed.
    pub fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), OpError> {
        let count = self.examples.count();
        self.state = checkpoint.state(&self.training, count)?;
        self.done = checkpoint.step;
        Rc::make_mut(&mut self.training).options.seed = checkpoint.seed;
        self.order = Order::new(checkpoint.seed, count, self.training.options.batch);
        Ok(())
    }

    fn seed(&self) -> u64 {
        self.training.options.seed
    }
}
