//! ResNet's basic block: two 3×3 convolutions and a shortcut (figure 5, left).

use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Composite, Shapes};
use crate::options::Options;
use crate::residual::{Shortcut, block, stride};

const OP: &str = "basicBlock";

/// `basicBlock(x, weights, {stride, shortcut, eps})` → y, residual F(x), shortcut.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BasicBlock {
    /// Of the first convolution and the shortcut.
    pub stride: [usize; 2],
    /// Where left out: a projection if its weights are given, else the identity.
    pub shortcut: Option<Shortcut>,
    /// Of the normalizations.
    pub eps: f32,
}

impl BasicBlock {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["stride", "shortcut", "eps"])?;
        Ok(Self {
            stride: stride(OP, options)?,
            shortcut: Shortcut::parse(OP, options)?,
            eps: options.eps(OP)?,
        })
    }
}

impl Composite for BasicBlock {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        block(args, &[self.stride, [1, 1]], self.shortcut, self.eps)
    }
}
