//! Softmax: `y = eˣ / Σ eˣ` along one axis; the largest x is taken off first, so that
//! nothing overflows.

use crate::back::Back;
use crate::error::OpError;
use crate::fast;
use crate::lattice::{Groups, resolve_axis};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::reduce::total;
use crate::softmax_grad::SoftmaxGrad;
use crate::trace::{Combine, Term};

const OP: &str = "softmax";

/// `softmax(x, {axis})`; the shape stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Softmax {
    /// Along which axis, −1 for the last.
    pub axis: i64,
}

impl Softmax {
    /// Reads the option `axis`, −1 where left out.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["axis"])?;
        Ok(Self { axis: options.whole(OP, "axis")?.unwrap_or(-1) })
    }
}

impl Shaped for Softmax {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        resolve_axis(OP, "axis", self.axis, x)?;
        Ok(vec![x.to_vec()])
    }
}

impl Primitive for Softmax {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let groups = Groups::along(x.shape(), &[resolve_axis(OP, "axis", self.axis, x.shape())?]);
        if let Some(width) = groups.rows() {
            let mut y = Vec::with_capacity(x.data().len());
            // A row at a time, while it is near.
            for row in x.data().chunks_exact(width) {
                let start = y.len();
                y.extend_from_slice(row);
                fast::softmax(&mut y[start..]);
            }
            return Ok(vec![y]);
        }
        let mut y = x.data().to_vec();
        let Groups { groups, members } = groups;
        let mut row = Vec::with_capacity(members.len());
        for first in groups.offsets() {
            row.clear();
            row.extend(members.offsets().map(|m| y[first + m]));
            fast::softmax(&mut row);
            for (m, v) in members.offsets().zip(&row) {
                y[first + m] = *v;
            }
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        Ok((row_of(args, self.axis, cell)?, Combine::Softmax))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let grad = SoftmaxGrad { axis: self.axis, scale: 1.0 };
        Ok(vec![Some(back.run(grad, &[Some(back.dy), Some(back.y())])?)])
    }
}

/// The largest of some numbers, and the sum of e to each less that.
pub(crate) fn spread(row: impl Iterator<Item = f32> + Clone) -> (f32, f32) {
    let most = row.clone().fold(f32::NEG_INFINITY, f32::max);
    (most, total(row.map(|v| (v - most).exp())) as f32)
}

/// The number itself, then all of its row.
pub(crate) fn row_of(args: &Tensors<'_>, axis: i64, cell: &Cell<'_>) -> Result<Vec<Term>, OpError> {
    let axis = resolve_axis(args.entry.name, "axis", axis, cell.shape)?;
    let members = Groups::along(cell.shape, &[axis]).members;
    let first = cell.flat - members.offset(cell.index[axis]);
    let row = members.offsets().map(|m| first + m);
    Ok([cell.flat].into_iter().chain(row).map(|at| args.term(0, at)).collect())
}
