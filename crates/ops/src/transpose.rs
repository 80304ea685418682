//! The same numbers with their axes in another order.

use tensor::show_shape;

use crate::back::Back;
use crate::error::OpError;
use crate::lattice::{Lattice, resolve_axes};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::Combine;

const OP: &str = "transpose";

/// `transpose(x, perm)`: axis i of y is axis `perm[i]` of x, as in `torch.permute`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transpose {
    /// Every axis of x once; negative ones from the end.
    pub perm: Vec<i64>,
}

impl Transpose {
    /// Reads the argument `perm`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["perm"])?;
        let perm = options.wholes(OP, "perm")?;
        Ok(Self { perm: perm.ok_or_else(|| OpError::new(OP, "perm is missing"))? })
    }
}

impl Shaped for Transpose {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        let perm = resolve_axes(OP, "perm", &self.perm, x)?;
        if perm.len() != x.len() {
            let (perm, x) = (&self.perm, show_shape(x));
            return Err(args.bad(format!("perm {perm:?} must name every axis of x {x}")));
        }
        Ok(vec![perm.iter().map(|&a| x[a]).collect()])
    }
}

impl Primitive for Transpose {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let turned = Lattice::of(x.shape(), &resolve_axes(OP, "perm", &self.perm, x.shape())?);
        Ok(vec![turned.gather(x.data())])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let x = args.need(0)?.shape();
        let turned = Lattice::of(x, &resolve_axes(OP, "perm", &self.perm, x)?);
        Ok((vec![args.term(0, turned.offset(cell.flat))], Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let perm = resolve_axes(OP, "perm", &self.perm, &back.x_shape(0))?;
        let mut inverse = vec![0; perm.len()];
        for (i, &p) in perm.iter().enumerate() {
            inverse[p] = i;
        }
        Ok(vec![Some(back.transpose(back.dy, &inverse)?)])
    }
}
