//! ResNets for CIFAR-10 and their plain twins (He et al. 2016, section 4.2): 6n + 2 layers.

use ops::{OpError, Options, Relu, Shortcut, StrideOn};

use crate::alexnet::linear_also;
use crate::build::{Builder, Id};
use crate::fields::{WIDTH, size, sizes};
use crate::residual::{Block, Style, conv_norm, shortcut, stages};
use crate::resnet::picture;

const NET: &str = "cifarResnet";

/// A CIFAR ResNet's parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CifarResNet {
    /// Blocks in each of the stages; n of the paper.
    pub n: usize,
    /// The channels of each stage.
    pub widths: Vec<usize>,
    /// What goes around blocks that change the shape; option A, zeros, in the paper.
    pub shortcut: Shortcut,
    /// Whether every convolution is followed by batch normalization.
    pub norm: bool,
    /// How many logits.
    pub classes: usize,
}

impl CifarResNet {
    /// Reads `n`, `widths`, `shortcut`, `norm` (`"batch"` or `"none"`) and `classes`.
    ///
    /// # Errors
    /// Names the field that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(NET, &["n", "widths", "shortcut", "norm", "classes"])?;
        Ok(Self {
            n: size(options, NET, "n", 3, 400)?,
            widths: sizes(options, NET, "widths", &[16, 32, 64], 1..=8, 4096)?,
            shortcut: shortcut(options, NET, Shortcut::ZeroPad)?,
            norm: options.word(NET, "norm", &["batch", "none"])? != Some("none"),
            classes: size(options, NET, "classes", 10, WIDTH)?,
        })
    }

    pub(crate) fn build(&self, b: &mut Builder, x: &[usize]) -> Result<Id, OpError> {
        let x = picture(b, x)?;
        let first = self.widths.first().copied().unwrap_or(16);
        let x = conv_norm(b, x, ["conv1", "bn1"], first, 3, 1, self.norm)?;
        let x = b.one("relu", Relu, &[Some(x)])?;
        let style = Style {
            block: Block::Basic,
            stride_on: StrideOn::Conv1,
            shortcut: self.shortcut,
            norm: self.norm,
        };
        let x = stages(b, x, &style, &vec![self.n; self.widths.len()], &self.widths)?;
        let x = b.global_average(x)?;
        linear_also(b, "fc", Some("linear"), x, self.classes)
    }
}
