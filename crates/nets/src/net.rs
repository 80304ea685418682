//! A net: a specification and the weights that it needs.

use ops::OpError;
use tensor::{Tensor, show_shape};

use crate::build::{Builder, Id};
use crate::program::{Layer, Program};
use crate::spec::Spec;
use crate::weight::{Init, Weight};

/// The most numbers that the weights of a net may hold: 1 GiB.
const MOST_NUMBERS: u64 = 1 << 28;

/// What of a net is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// All of it: x → logits; for the Transformer src and tgt → logits of every token.
    #[default]
    Whole,
    /// The Transformer's encoder: src → memory.
    Encode,
    /// The Transformer's decoder: memory, src and tgt → logits of the last token, `[B, vocab]`.
    DecodeStep,
}

/// What a program is to be made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ask<'a> {
    /// What is run.
    pub part: Part,
    /// The shapes of its inputs, in the order of [`Part`].
    pub inputs: &'a [&'a [usize]],
    /// The layers whose outputs are wanted besides y.
    pub keep: &'a [&'a str],
    /// The layer whose output is given in place of x, for one example; the layers up to it are
    /// left out. For a net with one input.
    pub from: Option<&'a str>,
    /// The layer whose output is y; what comes behind it is left out.
    pub until: Option<&'a str>,
    /// Whether batches are normalized by their own statistics, and the running ones updated.
    pub train: bool,
    /// The most numbers that one binding of the device holds: a linear layer's weight that has
    /// more is cut into pieces by its outputs. AlexNet's fc6 has 36 Mi; WebGPU promises 32 Mi.
    pub most: Option<usize>,
}

/// A net as data: what it is, and its weights in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Net {
    pub(crate) spec: Spec,
    /// All weights that it can have.
    pub(crate) all: Vec<Weight>,
    /// Those that it has.
    pub(crate) weights: Vec<Weight>,
}

impl Net {
    /// The net of a specification, with the weights that it usually has.
    ///
    /// # Errors
    /// Where layers do not fit each other, or it would be too large.
    pub fn new(spec: Spec) -> Result<Self, OpError> {
        let example = spec.example();
        let mut b = Builder::new(spec.kind(), &[], false);
        spec.build(&mut b, Part::Whole, &example)?;
        let all = b.into_weights();
        let count: u64 = all.iter().map(Weight::count).sum();
        if count > MOST_NUMBERS {
            let words =
                format!("its weights hold {count} numbers; at most {MOST_NUMBERS} are taken");
            return Err(OpError::new(spec.kind(), words));
        }
        let usual = |w: &&Weight| w.init != Init::Absent;
        let weights = all.iter().filter(usual).cloned().collect();
        Ok(Self { spec, all, weights })
    }

    /// What it is.
    #[must_use]
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Its weights in the order in which a program takes them.
    #[must_use]
    pub fn weights(&self) -> &[Weight] {
        &self.weights
    }

    /// Weights as they are used: those of a Transformer without the heads that are off.
    pub(crate) fn silenced(&self, values: Vec<Tensor>) -> Vec<Tensor> {
        match &self.spec {
            Spec::Transformer(net) if !net.off.is_empty() => net.silenced(&self.weights, values),
            _ => values,
        }
    }

    /// The net for inputs of known shapes.
    ///
    /// # Errors
    /// Where an input has another shape than the net needs, or a layer to be kept is unknown.
    pub fn program(&self, ask: &Ask<'_>) -> Result<Program, OpError> {
        let mut b = Builder::new(self.spec.kind(), &self.weights, ask.train);
        b.most = ask.most;
        let y = match ask.from {
            None => self.write(&mut b, ask)?,
            Some(name) => self.write_from(&mut b, ask, name)?,
        };
        b.finish(y, ask)
    }

    /// Writes one example down, of which the layers behind `name` will be left; what is given has
    /// to be what that layer gives.
    fn write_from(&self, b: &mut Builder, ask: &Ask<'_>, name: &str) -> Result<Id, OpError> {
        let example = self.spec.example();
        let ([_], &[given], Part::Whole) = (&example[..], ask.inputs, ask.part) else {
            return Err(b.bad("from: only a whole net with one input begins in its middle"));
        };
        let y = self.spec.build(b, ask.part, &example)?;
        let gives = b.named(name).map(|id| b.shape(id).to_vec());
        match gives {
            None => Err(b.unknown("from", name)),
            Some(gives) if gives == given => Ok(y),
            Some(gives) => {
                let (gives, given) = (show_shape(&gives), show_shape(given));
                Err(b.bad(format!("from: {name} gives {gives} for one example, x is {given}")))
            }
        }
    }

    /// Writes what is asked for down and answers its y.
    pub(crate) fn write(&self, b: &mut Builder, ask: &Ask<'_>) -> Result<Id, OpError> {
        let names = self.spec.inputs(ask.part);
        if names.len() != ask.inputs.len() {
            let got = ask.inputs.len();
            let words = format!("it takes the tensors {}, got {got} of them", names.join(", "));
            return Err(OpError::new(self.spec.kind(), words));
        }
        for (name, shape) in names.iter().zip(ask.inputs) {
            if shape.contains(&0) {
                let words = format!("{name} has an axis of size 0: {}", show_shape(shape));
                return Err(OpError::new(self.spec.kind(), words));
            }
        }
        let shapes: Vec<Vec<usize>> = ask.inputs.iter().map(|s| s.to_vec()).collect();
        self.spec.build(b, ask.part, &shapes)
    }

    /// The program of one example: a picture of the usual size, or two sequences of one token.
    ///
    /// # Errors
    /// None for a net made by [`Net::new`].
    pub fn example(&self) -> Result<Program, OpError> {
        let shapes = self.spec.example();
        let inputs: Vec<&[usize]> = shapes.iter().map(Vec::as_slice).collect();
        self.program(&Ask { inputs: &inputs, ..Ask::default() })
    }

    /// The layers with their costs, for one example.
    ///
    /// # Errors
    /// As [`Net::example`].
    pub fn layers(&self) -> Result<Vec<Layer>, OpError> {
        self.example().map(|program| program.layers)
    }

    /// Runs the whole net on the CPU: y, then what is kept.
    ///
    /// # Errors
    /// As [`Net::program`]; also where an id is outside its table.
    pub fn run(
        &self,
        weights: &[Tensor],
        inputs: &[&Tensor],
        keep: &[&str],
    ) -> Result<Vec<Tensor>, OpError> {
        let shapes: Vec<&[usize]> = inputs.iter().map(|t| t.shape()).collect();
        let ask = Ask { inputs: &shapes, keep, ..Ask::default() };
        self.program(&ask)?.forward(inputs, weights)
    }
}
