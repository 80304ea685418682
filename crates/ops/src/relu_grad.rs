//! Backward of the ReLU: `dx = dy` where y is positive, else 0; at 0 it is 0, as in PyTorch.
//!
//! A kernel: one invocation an element, `select(dy, 0, y <= 0)`.

use crate::error::OpError;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};

/// dy and what the ReLU made, y → dx, all of one shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReluGrad;

impl Shaped for ReluGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        args.same(1, args.need(0)?, "the shape of dy")?;
        Ok(vec![args.need(0)?.to_vec()])
    }
}

impl Primitive for ReluGrad {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let pairs = args.need(0)?.data().iter().zip(args.need(1)?.data());
        // A NaN lets dy through, as in PyTorch.
        Ok(vec![pairs.map(|(&dy, &y)| if y <= 0.0 { 0.0 } else { dy }).collect()])
    }
}
