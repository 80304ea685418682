//! A small plain convolutional net with one activation throughout, as that of AlexNet's figure 1:
//! convolutions, each with its activation and a pool, and a linear layer.

use ops::{MaxPool2d, OpError, Options, Relu, Tanh};
use tensor::show_shape;

use crate::alexnet::{conv, linear, strided};
use crate::build::{Builder, Id};
use crate::fields::{WIDTH, size, sizes};
use crate::weight::{Init, he_in, pytorch};

const NET: &str = "convnet";

/// What follows every convolution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activation {
    /// max(0, x).
    #[default]
    Relu,
    /// tanh x.
    Tanh,
}

/// What the kernels start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// As PyTorch begins every layer: uniform within 1/√fan-in.
    #[default]
    Pytorch,
    /// As He et al. 2015 begin layers behind a ReLU: normal, of variance 2 / fan-in.
    He,
}

/// A plain convolutional net's parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConvNet {
    /// What follows every convolution.
    pub activation: Activation,
    /// What the kernels start from; the linear layer starts as PyTorch's do.
    pub start: Start,
    /// The channels of the convolutions.
    pub widths: Vec<usize>,
    /// The side of their kernels, an odd number: the padding keeps the maps' sides.
    pub kernel: usize,
    /// How many logits.
    pub classes: usize,
    /// Height and width of the picture.
    pub size: usize,
}

impl ConvNet {
    /// Reads `activation` (`"relu"` or `"tanh"`), `start` (`"pytorch"` or `"he"`), `widths`,
    /// `kernel`, `classes` and `size`.
    ///
    /// # Errors
    /// Names the field that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(NET, &["activation", "start", "widths", "kernel", "classes", "size"])?;
        let kernel = size(options, NET, "kernel", 5, 31)?;
        if kernel.is_multiple_of(2) {
            return Err(OpError::new(NET, format!("kernel must be odd, got {kernel}")));
        }
        Ok(Self {
            activation: match options.word(NET, "activation", &["relu", "tanh"])? {
                Some("tanh") => Activation::Tanh,
                _ => Activation::Relu,
            },
            start: match options.word(NET, "start", &["pytorch", "he"])? {
                Some("he") => Start::He,
                _ => Start::Pytorch,
            },
            widths: sizes(options, NET, "widths", &[32, 32, 64], 1..=8, 4096)?,
            kernel,
            classes: size(options, NET, "classes", 10, WIDTH)?,
            size: size(options, NET, "size", 32, 4096)?,
        })
    }

    pub(crate) fn build(&self, b: &mut Builder, x: &[usize]) -> Result<Id, OpError> {
        if !matches!(*x, [_, 3, h, w] if h == self.size && w == self.size) {
            let words = format!("x must be [N, 3, {0}, {0}], got {1}", self.size, show_shape(x));
            return Err(b.bad(words));
        }
        let init: fn(&[usize]) -> Init = match self.start {
            Start::Pytorch => pytorch,
            Start::He => he_in,
        };
        let mut x = b.input(x);
        for (n, &width) in (1..).zip(&self.widths) {
            let op = strided(1, self.kernel / 2);
            x = conv(b, &format!("conv{n}"), x, width, self.kernel, op, init)?;
            x = match self.activation {
                Activation::Relu => b.one(&format!("relu{n}"), Relu, &[Some(x)])?,
                Activation::Tanh => b.one(&format!("tanh{n}"), Tanh, &[Some(x)])?,
            };
            x = b.one(&format!("pool{n}"), HALVED, &[Some(x)])?;
        }
        x = b.flatten(x)?;
        linear(b, "fc", x, self.classes)
    }
}

/// 2×2 with stride 2.
const HALVED: MaxPool2d =
    MaxPool2d { kernel: [2, 2], stride: [2, 2], padding: [0, 0], ceil_mode: false };
