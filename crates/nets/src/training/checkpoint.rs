//! All that it takes to go on with a run, as plain data and as a file.

use std::{collections::BTreeMap, rc::Rc};

use ops::OpError;
use tensor::{Tensor, read_safetensors, show_shape, write_safetensors};

use crate::training::bad;
use crate::training::step::Training;

/// A state of a run. What comes next follows from it, bit by bit.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// Steps that have been taken.
    pub step: u64,
    /// The seed of the run.
    pub seed: u64,
    /// Examples of a step.
    pub batch: usize,
    /// How many examples there are.
    pub examples: usize,
    /// `"sgd"` or `"adam"`.
    pub optimizer: String,
    /// Weights and running statistics by their names.
    pub weights: BTreeMap<String, Tensor>,
    /// What the optimizer keeps, by PyTorch's name for it and the weight's:
    /// `momentum_buffer/conv1.weight`.
    pub kept: BTreeMap<String, Tensor>,
}

impl Checkpoint {
    pub(crate) fn of(
        training: &Training,
        examples: usize,
        step: u64,
        state: &[Rc<Tensor>],
    ) -> Self {
        let weights = training.net.weights().iter().map(|w| w.name.clone());
        let all: Vec<String> = weights.chain(kept_names(training)).collect();
        let mut named = all.into_iter().zip(state.iter().map(|t| Tensor::clone(t)));
        Self {
            step,
            seed: training.options.seed,
            batch: training.options.batch,
            examples,
            optimizer: training.options.optimizer_name().to_owned(),
            weights: tensor::map(named.by_ref().take(training.net.weights().len())),
            kept: tensor::map(named),
        }
    }

    /// The state of a run like this one.
    pub(crate) fn state(
        &self,
        training: &Training,
        examples: usize,
    ) -> Result<Vec<Tensor>, OpError> {
        let options = &training.options;
        let own = [options.batch, examples].map(|n| n.to_string());
        let theirs = [self.batch, self.examples].map(|n| n.to_string());
        let optimizer = (options.optimizer_name(), &self.optimizer[..]);
        for (what, own, theirs) in [
            ("batch", &own[0][..], &theirs[0][..]),
            ("number of examples", &own[1], &theirs[1]),
            ("optimizer", optimizer.0, optimizer.1),
        ] {
            if own != theirs {
                let words = format!("the checkpoint's {what} is {theirs}, this run's is {own}");
                return Err(bad(words));
            }
        }
        let wanted = training.net.weights().iter().map(|w| (w.name.clone(), &w.shape));
        let learned = training.net.weights().iter().filter(|w| w.learned);
        let shapes = learned.flat_map(|w| vec![&w.shape; training.options.optimizer.kept()]);
        let mut state = Vec::new();
        for (name, shape) in wanted.chain(kept_names(training).into_iter().zip(shapes)) {
            let found = self.weights.get(&name).or_else(|| self.kept.get(&name));
            let Some(found) = found else {
                return Err(bad(format!("the checkpoint has no {name}")));
            };
            if found.shape() != shape {
                let (got, want) = (show_shape(found.shape()), show_shape(shape));
                return Err(bad(format!("the checkpoint's {name} is {got}, this net's {want}")));
            }
            state.push(found.clone());
        }
        if self.weights.len() + self.kept.len() != state.len() {
            return Err(bad("the checkpoint has tensors that this run does not know"));
        }
        Ok(state)
    }

    /// A safetensors file; the numbers that are no tensors are its metadata.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn to_bytes(&self) -> Result<Vec<u8>, OpError> {
        let tensors = self.weights.iter().chain(&self.kept);
        let tensors = tensor::map(tensors.map(|(name, t)| (name.clone(), t.clone())));
        let words = [
            ("step", self.step.to_string()),
            ("seed", self.seed.to_string()),
            ("batch", self.batch.to_string()),
            ("examples", self.examples.to_string()),
            ("optimizer", self.optimizer.clone()),
        ];
        let words = words.map(|(key, value)| (key.to_owned(), value)).into();
        write_safetensors(&tensors, &words).map_err(|e| bad(e.to_string()))
    }

    /// Reads what [`Checkpoint::to_bytes`] has written.
    ///
    /// # Errors
    /// Says what about the file is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, OpError> {
        let (tensors, words) =
            read_safetensors(bytes).map_err(|e| bad(format!("checkpoint: {e}")))?;
        let word = |key: &str| words.get(key).map(String::as_str).unwrap_or_default();
        let whole = |key: &str| {
            let words = || bad(format!("the file is no checkpoint: {key} is {:?}", word(key)));
            word(key).parse::<u64>().map_err(|_| words())
        };
        let size = |key: &str| Ok(whole(key)? as usize);
        let (kept, weights) = tensors.into_iter().partition(|(name, _)| name.contains('/'));
        Ok(Self {
            step: whole("step")?,
            seed: whole("seed")?,
            batch: size("batch")?,
            examples: size("examples")?,
            optimizer: word("optimizer").to_owned(),
            weights,
            kept,
        })
    }
}

/// The names of what the optimizer keeps, in the order of the state.
fn kept_names(training: &Training) -> Vec<String> {
    let kept = training.options.kept_names();
    let of = |name: &String| kept.iter().map(move |k| format!("{k}/{name}")).collect::<Vec<_>>();
    training.gradients.iter().flat_map(of).collect()
}
