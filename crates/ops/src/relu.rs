//! Rectified linear unit: `y = max(0, x)`, element by element (AlexNet, section 3.1).

use tensor::{Tensor, offset_of, show_shape};

use crate::error::OpError;
use crate::options::Options;
use crate::trace::{Combine, Factor, Term, Trace};

/// `relu(x)`; no parameters, any shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relu;

impl Relu {
    /// Reads the options; there are none.
    ///
    /// # Errors
    /// Names an option that was given all the same.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("relu", &[]).map(|()| Self)
    }

    /// `max(0, x)`; NaN stays NaN, as in PyTorch.
    #[must_use]
    pub fn forward(self, x: &Tensor) -> Tensor {
        Tensor::from_fn(x.shape(), |i| if x.data()[i] < 0.0 { 0.0 } else { x.data()[i] })
    }

    /// The one number behind `y[index]`.
    ///
    /// # Errors
    /// Where the index is outside.
    pub fn trace(self, x: &Tensor, index: &[usize]) -> Result<Trace, OpError> {
        let Some(at) = offset_of(x.shape(), index) else {
            let message =
                format!("the index {index:?} is outside the output {}", show_shape(x.shape()));
            return Err(OpError::new("relu", message));
        };
        let factor = Factor { input: "x", index: index.to_vec(), value: x.data()[at] };
        let terms = vec![Term::of(vec![factor])];
        Ok(Trace { op: "relu", index: index.to_vec(), terms, combine: Combine::Relu })
    }
}
