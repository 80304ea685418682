//! Training, a slice at a time, so that other calls come in between.

use std::rc::Rc;

use nets::{
    Net, Spec,
    training::{
        Augment, Checkpoint, Examples, Pairs, Pending, Pictures, Record, TrainOptions, Trainer,
    },
};
use ops::{OpError, Options};
use tensor::{Tensor, read_safetensors};

use crate::{engine::Engine, model::Weights, node::Node};

const OVER: &str = "train: this run is over";

/// What is to be trained, how, and on what.
#[derive(Debug)]
pub struct Lesson {
    /// The net.
    pub spec: Spec,
    /// How, as [`TrainOptions::parse`] reads it.
    pub options: Options,
    /// The optimizer, as [`TrainOptions::parse`] reads it.
    pub optimizer: Options,
    /// Where the weights begin; `None`: from the seed of the run.
    pub weights: Option<Weights>,
    /// The examples, along the first axis.
    pub data: Vec<Tensor>,
    /// Their labels.
    pub labels: Tensor,
    /// Where to go on from.
    pub checkpoint: Option<Vec<u8>>,
}

/// What a run tells in its records.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The learned tensors, in the order of a record's gradients.
    pub gradients: Vec<String>,
    /// The layers, in the order of a record's responses.
    pub responses: Vec<String>,
    /// Steps that have been taken.
    pub step: u64,
}

/// What a slice of time has brought.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// The steps that ended in it.
    pub records: Vec<Record>,
    /// Whether all steps have been taken.
    pub done: bool,
}

type Set = Box<dyn Examples>;

pub(crate) struct Run {
    trainer: Trainer<Set>,
    /// A step that has begun and has not ended.
    pending: Option<Pending>,
}

impl Run {
    fn new(lesson: Lesson) -> Result<Self, String> {
        let said = |e: OpError| e.to_string();
        let net = Net::new(lesson.spec).map_err(said)?;
        let options =
            TrainOptions::parse(net.spec(), &lesson.options, &lesson.optimizer).map_err(said)?;
        let (net, weights) = match lesson.weights {
            None => {
                let weights = net.seeded(options.seed);
                (net, weights)
            }
            Some(Weights::Seed(seed)) => {
                let weights = net.seeded(seed);
                (net, weights)
            }
            Some(Weights::File(bytes)) => {
                let (tensors, _) = read_safetensors(&bytes).map_err(|e| format!("train: {e}"))?;
                net.read(tensors).map_err(said)?
            }
        };
        let pairs = Pairs::new(lesson.data, lesson.labels).map_err(said)?;
        let augment = options.augment;
        let examples: Set = if augment == Augment::default() {
            Box::new(pairs)
        } else {
            Box::new(Pictures::new(pairs, augment).map_err(said)?)
        };
        let mut trainer = Trainer::with(&net, options, examples, weights).map_err(said)?;
        if let Some(file) = lesson.checkpoint {
            let checkpoint = Checkpoint::from_bytes(&file).map_err(said)?;
            trainer.restore(&checkpoint).map_err(said)?;
        }
        Ok(Self { trainer, pending: None })
    }

    /// Goes on until so many steps have ended or the time is up.
    fn slice(&mut self, most: usize, up: &dyn Fn() -> bool) -> Result<Vec<Record>, OpError> {
        let mut records = Vec::new();
        while !self.trainer.done() && records.len() < most {
            match self.step(up) {
                Ok(Some(record)) => records.push(record),
                Ok(None) => break,
                // What came before is told; the step fails again when it is asked for again.
                Err(_) if !records.is_empty() => break,
                Err(error) => return Err(error),
            }
            if up() {
                break;
            }
        }
        Ok(records)
    }

    /// The next step, if it ends in time.
    fn step(&mut self, up: &dyn Fn() -> bool) -> Result<Option<Record>, OpError> {
        let mut pending = match self.pending.take() {
            Some(pending) => pending,
            None => self.trainer.begin()?,
        };
        while self.trainer.advance(&mut pending)? {
            if up() {
                self.pending = Some(pending);
                return Ok(None);
            }
        }
        self.trainer.finish(pending).map(Some)
    }

    /// Bytes of weights and of what the optimizer keeps.
    pub(crate) fn bytes(&self) -> u64 {
        self.trainer.state().iter().map(|t| 4 * t.data().len() as u64).sum()
    }
}

impl Engine {
    /// Begins a run of training under the number `id`.
    ///
    /// # Errors
    /// What is wrong with the net, the options, the examples or the checkpoint.
    pub fn train(&mut self, id: u32, lesson: Lesson) -> Result<Told, String> {
        let run = Run::new(lesson)?;
        let training = run.trainer.training();
        let told = Told {
            gradients: training.gradients.clone(),
            responses: training.responses.clone(),
            step: run.trainer.steps_done(),
        };
        self.runs.insert(id, run);
        Ok(told)
    }

    /// Goes on with a run until `most` steps have ended or `up` says that the time is up.
    ///
    /// # Errors
    /// Where the run diverges or an example is impossible; the state stays that of the step
    /// before.
    pub async fn train_slice(
        &mut self,
        id: u32,
        most: usize,
        up: &dyn Fn() -> bool,
    ) -> Result<Slice, String> {
        let run = self.runs.get_mut(&id).ok_or(OVER)?;
        let records = run.slice(most, up).map_err(|e| e.to_string())?;
        Ok(Slice { records, done: run.trainer.done() })
    }

    /// All that it takes to go on from the last step that has ended, as a file.
    ///
    /// # Errors
    /// Where there is no such run.
    pub async fn train_checkpoint(&mut self, id: u32) -> Result<Vec<u8>, String> {
        let run = self.runs.get(&id).ok_or(OVER)?;
        run.trainer.checkpoint().to_bytes().map_err(|e| e.to_string())
    }

    /// The net of a run and its weights as they are now, and the size of a batch.
    pub(crate) fn run_net_now(&self, id: u32) -> Result<(Net, Vec<Rc<Node>>, usize), String> {
        let run = self.runs.get(&id).ok_or(OVER)?;
        let training = run.trainer.training();
        let weights = run.trainer.weights().iter().cloned().map(Node::shared).collect();
        Ok((training.net.clone(), weights, training.options.batch))
    }

    /// Ends a run and forgets it.
    pub fn train_end(&mut self, id: u32) {
        self.runs.remove(&id);
    }
}
