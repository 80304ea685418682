//! What is fused into the write of a sum.

use crate::error::OpError;
use crate::fast;
use crate::options::Options;
use crate::trace::Combine;

/// What is applied to the sum before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Activation {
    /// Nothing.
    #[default]
    None,
    /// `max(0, ·)`.
    Relu,
}

impl Activation {
    /// Reads the option `activation`: `"relu"` or left out.
    pub(crate) fn parse(op: &'static str, options: &Options) -> Result<Self, OpError> {
        let word = options.word(op, "activation", &["relu"])?;
        Ok(if word.is_some() { Self::Relu } else { Self::None })
    }

    /// NaN stays NaN, as in PyTorch.
    pub(crate) fn apply(self, v: f32) -> f32 {
        if self == Self::Relu && v < 0.0 { 0.0 } else { v }
    }

    /// [`apply`](Self::apply) to each.
    pub(crate) fn apply_all(self, values: &mut [f32]) {
        if self == Self::Relu {
            fast::relu(values);
        }
    }

    /// How terms make the number.
    pub(crate) fn combine(self) -> Combine {
        match self {
            Self::None => Combine::Sum,
            Self::Relu => Combine::SumThenRelu,
        }
    }
}
