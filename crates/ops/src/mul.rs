//! Multiplication, element by element: `y = a · b`.

use crate::back::Back;
use crate::broadcast;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::{Combine, Term};

/// `mul(a, b)`; the shapes broadcast from the right, as in PyTorch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mul;

impl Mul {
    /// Reads the options; there are none.
    ///
    /// # Errors
    /// Names an option that was given all the same.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("mul", &[]).map(|()| Self)
    }
}

impl Shaped for Mul {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        broadcast::out_shapes(args)
    }
}

impl Primitive for Mul {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        broadcast::compute(args, &shapes[0], |a, b| a * b)
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let [a, b] = broadcast::factors(args, cell)?;
        Ok((vec![Term::of(vec![a, b])], Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let (Some(a), Some(b)) = (back.x(0), back.x(1)) else { return Ok(Vec::new()) };
        let (da, db) = (back.mul(back.dy, b)?, back.mul(back.dy, a)?);
        let [a, b] = [back.shape(a), back.shape(b)];
        Ok(vec![Some(back.sum_to(da, &a)?), Some(back.sum_to(db, &b)?)])
    }
}
