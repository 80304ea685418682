//! One number or a smaller tensor, stretched: `y[…] = scale · x[…]`, x read as if it had
//! the new shape; without x all numbers are `scale`.
//!
//! The backward passes use it for sums, means, scales, zeros and ones. A kernel: one
//! invocation an element, which reads x at its own index with stride 0 along stretched axes.

use tensor::show_shape;

use crate::error::OpError;
use crate::lattice::{Lattice, broadcast};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::trace::{Combine, Term};

/// x, which broadcasts to the shape, or null for 1 → y of the shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Expand {
    /// The shape of y.
    pub shape: Vec<usize>,
    /// What every number is multiplied by.
    pub scale: f32,
}

impl Shaped for Expand {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        match args.may(0) {
            Some(x) if broadcast(x, &self.shape).as_ref() != Some(&self.shape) => {
                let (x, to) = (show_shape(x), show_shape(&self.shape));
                Err(args.bad(format!("x {x} does not broadcast to {to}")))
            }
            _ => Ok(vec![self.shape.clone()]),
        }
    }
}

impl Primitive for Expand {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let Some(x) = args.may(0) else {
            return Ok(vec![vec![self.scale; shapes[0].iter().product()]]);
        };
        if x.shape() == shapes[0] {
            return Ok(vec![x.data().iter().map(|x| self.scale * x).collect()]);
        }
        let places = Lattice::stretched(x.shape(), &shapes[0]);
        let mut y = places.gather(x.data());
        y.iter_mut().for_each(|v| *v *= self.scale);
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let scale = f64::from(self.scale);
        let Some(x) = args.may(0) else {
            return Ok((vec![Term::named("scale", scale)], Combine::Sum));
        };
        let at = Lattice::stretched(x.shape(), cell.shape).offset(cell.flat);
        Ok((vec![args.term(0, at).times("scale", scale)], Combine::Sum))
    }
}
