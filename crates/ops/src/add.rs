//! Addition: `y = a + b`; the sum that closes a residual block.

use crate::activation::Activation;
use crate::back::Back;
use crate::broadcast;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::Term;

/// `add(a, b)`; the shapes broadcast from the right, as in PyTorch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Add {
    /// Fused into the write; `add` of JavaScript has none.
    pub activation: Activation,
}

impl Add {
    /// Reads the options; there are none.
    ///
    /// # Errors
    /// Names an option that was given all the same.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("add", &[]).map(|()| Self::default())
    }
}

impl Shaped for Add {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        broadcast::out_shapes(args)
    }
}

impl Primitive for Add {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let mut made = broadcast::compute(args, &shapes[0], |a, b| a + b)?;
        made.iter_mut().for_each(|y| self.activation.apply_all(y));
        Ok(made)
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let [a, b] = broadcast::factors(args, cell)?;
        Ok((vec![Term::of(vec![a]), Term::of(vec![b])], self.activation.combine()))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let dy = back.before(self.activation)?;
        let [a, b] = [back.x_shape(0), back.x_shape(1)];
        Ok(vec![Some(back.sum_to(dy, &a)?), Some(back.sum_to(dy, &b)?)])
    }
}
