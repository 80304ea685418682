//! Rectified linear unit: `y = max(0, x)`, element by element (AlexNet, section 3.1).

use crate::back::Back;
use crate::error::OpError;
use crate::fast;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::relu_grad::ReluGrad;
use crate::trace::Combine;

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
}

impl Shaped for Relu {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![args.need(0)?.to_vec()])
    }
}

impl Primitive for Relu {
    /// `max(0, x)`; NaN stays NaN, as in PyTorch.
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let mut y = args.need(0)?.data().to_vec();
        fast::relu(&mut y);
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        Ok((vec![args.term(0, cell.flat)], Combine::Relu))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let dx = back.run(ReluGrad, &[Some(back.dy), Some(back.y())])?;
        Ok(vec![Some(dx)])
    }
}
