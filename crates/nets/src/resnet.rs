//! ResNets for ImageNet (He et al. 2016, table 1), with torchvision's names.

use ops::{MaxPool2d, OpError, Options, Relu, Shortcut, StrideOn};
use tensor::show_shape;

use crate::alexnet::linear;
use crate::build::{Builder, Id};
use crate::fields::{WIDTH, size, sizes};
use crate::residual::{Block, Style, conv_norm, shortcut, stages};

const NET: &str = "resnet";

/// A ResNet's parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResNet {
    /// What its blocks are.
    pub block: Block,
    /// How many blocks each stage has.
    pub layers: Vec<usize>,
    /// The channels of the first stage; every later one has twice as many.
    pub width: usize,
    /// Which convolution of a bottleneck has the stride: the first in the paper, the second
    /// in torchvision.
    pub stride_on: StrideOn,
    /// What goes around blocks that change the shape.
    pub shortcut: Shortcut,
    /// How many logits.
    pub classes: usize,
}

impl ResNet {
    /// torchvision's net of 18, 34, 50, 101 or 152 layers.
    #[must_use]
    pub fn of_depth(depth: usize) -> Option<Self> {
        let (block, layers) = match depth {
            18 => (Block::Basic, [2, 2, 2, 2]),
            34 => (Block::Basic, [3, 4, 6, 3]),
            50 => (Block::Bottleneck, [3, 4, 6, 3]),
            101 => (Block::Bottleneck, [3, 4, 23, 3]),
            152 => (Block::Bottleneck, [3, 8, 36, 3]),
            _ => return None,
        };
        Some(Self {
            block,
            layers: layers.to_vec(),
            width: 64,
            stride_on: StrideOn::Conv2,
            shortcut: Shortcut::Projection,
            classes: 1000,
        })
    }

    /// Reads `block`, `layers`, `width`, `strideOn`, `shortcut` and `classes`.
    ///
    /// # Errors
    /// Names the field that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        let known = ["block", "layers", "width", "strideOn", "shortcut", "classes"];
        options.only(NET, &known)?;
        let block = match options.word(NET, "block", &["basic", "bottleneck"])? {
            Some("bottleneck") => Block::Bottleneck,
            _ => Block::Basic,
        };
        let stride_on = match options.word(NET, "strideOn", &["conv1", "conv2"])? {
            Some("conv1") => StrideOn::Conv1,
            _ => StrideOn::Conv2,
        };
        let layers = sizes(options, NET, "layers", &[2, 2, 2, 2], 1..=8, 400)?;
        let width = size(options, NET, "width", 64, 4096)?;
        let shortcut = shortcut(options, NET, Shortcut::Projection)?;
        let classes = size(options, NET, "classes", 1000, WIDTH)?;
        Ok(Self { block, layers, width, stride_on, shortcut, classes })
    }

    pub(crate) fn build(&self, b: &mut Builder, x: &[usize]) -> Result<Id, OpError> {
        let x = picture(b, x)?;
        let x = conv_norm(b, x, ["conv1", "bn1"], self.width, 7, 2, true)?;
        let x = b.one("relu", Relu, &[Some(x)])?;
        let pool = MaxPool2d { kernel: [3; 2], stride: [2; 2], padding: [1; 2], ceil_mode: false };
        let x = b.one("maxpool", pool, &[Some(x)])?;
        let widths: Vec<usize> = (0..self.layers.len()).map(|i| self.width << i).collect();
        let Self { block, stride_on, shortcut, .. } = *self;
        let style = Style { block, stride_on, shortcut, norm: true };
        let x = stages(b, x, &style, &self.layers, &widths)?;
        let x = b.global_average(x)?;
        linear(b, "fc", x, self.classes)
    }
}

/// The input x, pictures of three channels and any size.
pub(crate) fn picture(b: &mut Builder, x: &[usize]) -> Result<Id, OpError> {
    match x {
        [_, 3, _, _] => Ok(b.input(x)),
        _ => Err(b.bad(format!("x must be [N, 3, H, W], got {}", show_shape(x)))),
    }
}
