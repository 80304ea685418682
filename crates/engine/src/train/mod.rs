//! Training, a slice at a time, so that other calls come in between.

mod on_device;

use std::rc::Rc;

use gpu::GpuError;
use nets::{
    Net, Spec,
    training::{
        Augment, Checkpoint, Course, Examples, Pairs, Pending, Pictures, Record, TrainOptions,
        Trainer, Training,
    },
};
use ops::{OpError, Options};
use tensor::Tensor;

use crate::{
    device::{Device, Failure},
    engine::Engine,
    model::Weights,
    node::Node,
    train::on_device::{OnDevice, lost},
};

const OVER: &str = "train: this run is over";

/// Said of a run whose state was on a device that is gone.
pub const DEVICE_LOST: &str = "train: the graphics device was lost";

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

pub(crate) type Set = Box<dyn Examples>;

/// A run, where its state lies.
pub(crate) enum Run {
    /// On the CPU, with the step that has begun and has not ended.
    Host(Box<Trainer<Set>>, Option<Box<Pending>>),
    Device(Box<OnDevice>),
}

impl Run {
    fn new(lesson: Lesson, device: Option<&Device>) -> Result<Self, String> {
        let said = |e: OpError| e.to_string();
        let net = Net::new(lesson.spec).map_err(said)?;
        let options =
            TrainOptions::parse(net.spec(), &lesson.options, &lesson.optimizer).map_err(said)?;
        let (net, weights) =
            lesson.weights.unwrap_or(Weights::Seed(options.seed)).of(net, "train")?;
        let pairs = Pairs::new(lesson.data, lesson.labels).map_err(said)?;
        let augment = options.augment;
        let examples: Set = if augment == Augment::default() {
            Box::new(pairs)
        } else {
            Box::new(Pictures::new(pairs, augment).map_err(said)?)
        };
        let file = lesson.checkpoint.map(|file| Checkpoint::from_bytes(&file));
        let checkpoint = file.transpose().map_err(said)?;
        if let Some(device) = device {
            let course = Course::new(&net, options, examples).map_err(said)?;
            let mut run = OnDevice::new(course, weights, device).map_err(said)?;
            checkpoint.map_or(Ok(()), |c| run.restore(&c, device)).map_err(said)?;
            return Ok(Self::Device(Box::new(run)));
        }
        let mut trainer = Trainer::with(&net, options, examples, weights).map_err(said)?;
        checkpoint.map_or(Ok(()), |c| trainer.restore(&c)).map_err(said)?;
        Ok(Self::Host(Box::new(trainer), None))
    }

    fn training(&self) -> &Training {
        match self {
            Self::Host(trainer, _) => trainer.training(),
            Self::Device(run) => run.course.training(),
        }
    }

    fn steps_done(&self) -> u64 {
        match self {
            Self::Host(trainer, _) => trainer.steps_done(),
            Self::Device(run) => run.course.steps_done(),
        }
    }

    fn done(&self) -> bool {
        self.steps_done() >= self.training().options.steps
    }

    /// The next step, if it ends in time; on a device it always does.
    async fn step(
        &mut self,
        device: Option<&Device>,
        up: &dyn Fn() -> bool,
    ) -> Result<Option<Record>, Failure> {
        match self {
            Self::Host(trainer, begun) => {
                let mut pending = match begun.take() {
                    Some(pending) => pending,
                    None => Box::new(trainer.begin()?),
                };
                while trainer.advance(&mut pending)? {
                    if up() {
                        *begun = Some(pending);
                        return Ok(None);
                    }
                }
                Ok(Some(trainer.finish(*pending)?))
            }
            Self::Device(run) => {
                let device = device.filter(|device| run.is_on(device)).ok_or_else(lost)?;
                run.step(device).await.map(Some)
            }
        }
    }

    /// Bytes of weights and of what the optimizer keeps.
    pub(crate) fn bytes(&self) -> u64 {
        let numbers: usize = match self {
            Self::Host(trainer, _) => trainer.state().iter().map(|t| t.data().len()).sum(),
            Self::Device(run) => run.numbers(),
        };
        4 * numbers as u64
    }
}

impl Engine {
    /// Begins a run of training under the number `id`.
    ///
    /// # Errors
    /// What is wrong with the net, the options, the examples or the checkpoint.
    pub fn train(&mut self, id: u32, lesson: Lesson) -> Result<Told, String> {
        let run = Run::new(lesson, self.device.as_ref())?;
        let training = run.training();
        let told = Told {
            gradients: training.gradients.clone(),
            responses: training.responses.clone(),
            step: run.steps_done(),
        };
        self.runs.insert(id, run);
        Ok(told)
    }

    /// Goes on with a run until `most` steps have ended or `up` says that the time is up.
    ///
    /// # Errors
    /// Where the run diverges or an example is impossible; the state stays that of the step
    /// before. [`DEVICE_LOST`] where it was on a device that is gone: then the run is over, and
    /// another may go on from a checkpoint of it.
    pub async fn train_slice(
        &mut self,
        id: u32,
        most: usize,
        up: &dyn Fn() -> bool,
    ) -> Result<Slice, String> {
        let mut run = self.runs.remove(id).ok_or(OVER)?;
        let mut records = Vec::new();
        let mut error = None;
        while !run.done() && records.len() < most {
            match run.step(self.device.as_ref(), up).await {
                Ok(Some(record)) => records.push(record),
                Ok(None) => break,
                Err(failure) => {
                    error = Some(failure);
                    break;
                }
            }
            if up() {
                break;
            }
        }
        let done = run.done();
        match error {
            Some(Failure::Gpu(GpuError::Lost)) => return Err(self.lost_run().await),
            Some(failure) if records.is_empty() => {
                self.runs.insert(id, run);
                return Err(failure.words());
            }
            // What came before is told; the step fails again when it is asked for again.
            _ => {}
        }
        self.runs.insert(id, run);
        Ok(Slice { records, done })
    }

    /// Has another device, or the CPU, in place of the lost one; the words for the run.
    async fn lost_run(&mut self) -> String {
        if self.device.as_ref().is_some_and(|d| d.gpu().is_lost()) {
            self.replace_device().await;
        }
        DEVICE_LOST.to_owned()
    }

    /// All that it takes to go on from the last step that has ended, as a file.
    ///
    /// # Errors
    /// Where there is no such run; [`DEVICE_LOST`] as for [`Engine::train_slice`].
    pub async fn train_checkpoint(&mut self, id: u32) -> Result<Vec<u8>, String> {
        let made = match (self.runs.get(id).ok_or(OVER)?, &self.device) {
            (Run::Host(trainer, _), _) => Ok(trainer.checkpoint()),
            (Run::Device(run), Some(device)) if run.is_on(device) => run.checkpoint(device).await,
            _ => Err(lost()),
        };
        match made {
            Ok(checkpoint) => checkpoint.to_bytes().map_err(|e| e.to_string()),
            Err(Failure::Gpu(GpuError::Lost)) => {
                self.runs.remove(id);
                Err(self.lost_run().await)
            }
            Err(failure) => Err(failure.words()),
        }
    }

    /// The net of a run and its weights as they are now, and the size of a batch.
    pub(crate) fn run_net_now(&self, id: u32) -> Result<(Net, Vec<Rc<Node>>, usize), String> {
        let run = self.runs.get(id).ok_or(OVER)?;
        let weights = match (run, &self.device) {
            (Run::Host(trainer, _), _) => {
                trainer.weights().iter().cloned().map(Node::shared).collect()
            }
            (Run::Device(run), Some(device)) if run.is_on(device) => run.weights(device),
            _ => return Err(DEVICE_LOST.to_owned()),
        };
        let training = run.training();
        Ok((training.net.clone(), weights, training.options.batch))
    }

    /// Ends a run and forgets it.
    pub fn train_end(&mut self, id: u32) {
        self.runs.remove(id);
    }
}
