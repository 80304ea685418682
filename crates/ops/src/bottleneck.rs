//! ResNet's bottleneck: 1×1 to fewer channels, 3×3, 1×1 back, and a shortcut
//! (figure 5, right).

use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Composite, Shapes};
use crate::options::Options;
use crate::residual::{Shortcut, block, stride};

const OP: &str = "bottleneck";

/// Which convolution has the stride.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StrideOn {
    /// The first 1×1, as in the paper.
    Conv1,
    /// The 3×3, as in torchvision.
    #[default]
    Conv2,
}

/// `bottleneck(x, weights, {stride, strideOn, shortcut, eps})` → y, residual F(x), shortcut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bottleneck {
    /// Of one convolution and the shortcut.
    pub stride: [usize; 2],
    /// Which convolution; the 3×3 where left out.
    pub stride_on: StrideOn,
    /// Where left out: a projection if its weights are given, else the identity.
    pub shortcut: Option<Shortcut>,
    /// Of the normalizations.
    pub eps: f32,
}

impl Bottleneck {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["stride", "strideOn", "shortcut", "eps"])?;
        let stride_on = match options.word(OP, "strideOn", &["conv1", "conv2"])? {
            Some("conv1") => StrideOn::Conv1,
            _ => StrideOn::Conv2,
        };
        Ok(Self {
            stride: stride(OP, options)?,
            stride_on,
            shortcut: Shortcut::parse(OP, options)?,
            eps: options.eps(OP)?,
        })
    }
}

impl Composite for Bottleneck {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        let strides = match self.stride_on {
            StrideOn::Conv1 => [self.stride, [1, 1], [1, 1]],
            StrideOn::Conv2 => [[1, 1], self.stride, [1, 1]],
        };
        block(args, &strides, self.shortcut, self.eps)
    }
}
