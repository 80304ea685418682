//! The exponential: `y = eˣ`, element by element.

use crate::back::Back;
use crate::error::OpError;
use crate::fast;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::Combine;

/// `exp(x)`; no parameters, any shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exp;

impl Exp {
    /// Reads the options; there are none.
    ///
    /// # Errors
    /// Names an option that was given all the same.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("exp", &[]).map(|()| Self)
    }
}

impl Shaped for Exp {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![args.need(0)?.to_vec()])
    }
}

impl Primitive for Exp {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let mut y = args.need(0)?.data().to_vec();
        fast::exp(&mut y);
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        Ok((vec![args.term(0, cell.flat)], Combine::Exp))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        Ok(vec![Some(back.mul(back.dy, back.y())?)])
    }
}
