//! Hyperbolic tangent, element by element: what AlexNet section 3.1 compares ReLU with.

use crate::back::Back;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::sub::Sub;
use crate::trace::Combine;

/// `tanh(x)`; no parameters, any shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tanh;

impl Tanh {
    /// Reads the options; there are none.
    ///
    /// # Errors
    /// Names an option that was given all the same.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("tanh", &[]).map(|()| Self)
    }
}

impl Shaped for Tanh {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![args.need(0)?.to_vec()])
    }
}

impl Primitive for Tanh {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![args.need(0)?.data().iter().map(|&x| x.tanh()).collect()])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        Ok((vec![args.term(0, cell.flat)], Combine::Tanh))
    }

    /// `dx = dy · (1 − y²)`
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let square = back.mul(back.y(), back.y())?;
        let off = back.mul(back.dy, square)?;
        Ok(vec![Some(back.run(Sub, &[Some(back.dy), Some(off)])?)])
    }
}
