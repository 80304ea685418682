//! Subtraction: `y = a − b`.

use crate::back::Back;
use crate::broadcast;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::{Combine, Term};

/// `sub(a, b)`; the shapes broadcast from the right, as in PyTorch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sub;

impl Sub {
    /// Reads the options; there are none.
    ///
    /// # Errors
    /// Names an option that was given all the same.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("sub", &[]).map(|()| Self)
    }
}

impl Shaped for Sub {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        broadcast::out_shapes(args)
    }
}

impl Primitive for Sub {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        broadcast::compute(args, &shapes[0], |a, b| a - b)
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let [a, b] = broadcast::factors(args, cell)?;
        Ok((vec![Term::of(vec![a]), Term::of(vec![b]).times("−1", -1.0)], Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let [a, b] = [back.x_shape(0), back.x_shape(1)];
        let da = back.sum_to(back.dy, &a)?;
        let db = back.sum_to(back.dy, &b)?;
        Ok(vec![Some(da), Some(back.expand(db, &b, -1.0)?)])
    }
}
