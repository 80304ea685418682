//! The one table of operations: name, arguments, and what dispatches to each file.

use tensor::Tensor;

use crate::conv2d::Conv2d;
use crate::cost::Cost;
use crate::error::OpError;
use crate::max_pool2d::MaxPool2d;
use crate::options::Options;
use crate::relu::Relu;
use crate::trace::Trace;

/// A row of the table of operations.
#[derive(Debug, Clone, Copy)]
pub struct OpEntry {
    /// The name in JavaScript, as in `tp.conv2d`.
    pub name: &'static str,
    /// The name of its files: `conv2d.rs`, `conv2d.safetensors`.
    pub file: &'static str,
    /// The tensor arguments in order; a `?` at the end marks one that may be null.
    pub inputs: &'static [&'static str],
}

/// Every operation, in the order of design and docs.
pub const OPS: &[OpEntry] = &[
    OpEntry { name: "relu", file: "relu", inputs: &["x"] },
    OpEntry { name: "conv2d", file: "conv2d", inputs: &["x", "w", "b?"] },
    OpEntry { name: "maxPool2d", file: "max_pool2d", inputs: &["x"] },
];

/// An operation with its parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Op {
    /// `relu(x)`
    Relu(Relu),
    /// `conv2d(x, w, b, …)`
    Conv2d(Conv2d),
    /// `maxPool2d(x, …)`
    MaxPool2d(MaxPool2d),
}

impl Op {
    /// The operation of that name with these options.
    ///
    /// # Errors
    /// Where there is none of that name, or an option is impossible.
    pub fn parse(name: &str, options: &Options) -> Result<Self, OpError> {
        match name {
            "relu" => Relu::parse(options).map(Self::Relu),
            "conv2d" => Conv2d::parse(options).map(Self::Conv2d),
            "maxPool2d" => MaxPool2d::parse(options).map(Self::MaxPool2d),
            _ => Err(OpError::new("third-pass", format!("there is no operation {name:?}"))),
        }
    }

    /// Its row of the table.
    #[must_use]
    pub fn entry(&self) -> &'static OpEntry {
        let at = match self {
            Self::Relu(_) => 0,
            Self::Conv2d(_) => 1,
            Self::MaxPool2d(_) => 2,
        };
        &OPS[at]
    }

    /// The shapes of the outputs for these inputs (`None`: null).
    ///
    /// # Errors
    /// Names the argument and the shapes that do not fit.
    pub fn out_shapes(&self, inputs: &[Option<&[usize]>]) -> Result<Vec<Vec<usize>>, OpError> {
        let args = Args { entry: self.entry(), inputs };
        Ok(vec![match self {
            Self::Relu(_) => args.need(0)?.to_vec(),
            Self::Conv2d(op) => op.out_shape(args.need(0)?, args.need(1)?, args.may(2))?,
            Self::MaxPool2d(op) => op.out_shape(args.need(0)?)?,
        }])
    }

    /// Computes the outputs on the CPU.
    ///
    /// # Errors
    /// As [`Op::out_shapes`].
    pub fn forward(&self, inputs: &[Option<&Tensor>]) -> Result<Vec<Tensor>, OpError> {
        let args = Args { entry: self.entry(), inputs };
        Ok(vec![match self {
            Self::Relu(op) => op.forward(args.need(0)?),
            Self::Conv2d(op) => op.forward(args.need(0)?, args.need(1)?, args.may(2))?,
            Self::MaxPool2d(op) => op.forward(args.need(0)?)?,
        }])
    }

    /// Parameters and multiply-adds for these shapes.
    ///
    /// # Errors
    /// As [`Op::out_shapes`].
    pub fn cost(&self, inputs: &[Option<&[usize]>]) -> Result<Cost, OpError> {
        let args = Args { entry: self.entry(), inputs };
        match self {
            Self::Conv2d(op) => op.cost(args.need(0)?, args.need(1)?, args.may(2)),
            Self::Relu(_) | Self::MaxPool2d(_) => self.out_shapes(inputs).map(|_| Cost::default()),
        }
    }

    /// The terms that made one number of output `output`.
    ///
    /// # Errors
    /// Where shapes do not fit or the index is outside.
    pub fn trace(&self, inputs: &[Option<&Tensor>], index: &[usize]) -> Result<Trace, OpError> {
        let args = Args { entry: self.entry(), inputs };
        match self {
            Self::Relu(op) => op.trace(args.need(0)?, index),
            Self::Conv2d(op) => op.trace(args.need(0)?, args.need(1)?, args.may(2), index),
            Self::MaxPool2d(op) => op.trace(args.need(0)?, index),
        }
    }
}

/// The arguments of a call, with errors that name them.
struct Args<'a, T: ?Sized> {
    entry: &'static OpEntry,
    inputs: &'a [Option<&'a T>],
}

impl<'a, T: ?Sized> Args<'a, T> {
    fn need(&self, i: usize) -> Result<&'a T, OpError> {
        self.may(i).ok_or_else(|| {
            OpError::new(self.entry.name, format!("{} is missing", self.entry.inputs[i]))
        })
    }

    fn may(&self, i: usize) -> Option<&'a T> {
        self.inputs.get(i).copied().flatten()
    }
}
