//! The logarithm of the softmax: `y = x − max − ln Σ e^(x − max)` along one axis.

use crate::back::Back;
use crate::error::OpError;
use crate::exp::Exp;
use crate::lattice::{Groups, resolve_axis};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::softmax::{row_of, spread};
use crate::sub::Sub;
use crate::trace::Combine;

const OP: &str = "logSoftmax";

/// `logSoftmax(x, {axis})`; the shape stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogSoftmax {
    /// Along which axis, −1 for the last.
    pub axis: i64,
}

impl LogSoftmax {
    /// Reads the option `axis`, −1 where left out.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["axis"])?;
        Ok(Self { axis: options.whole(OP, "axis")?.unwrap_or(-1) })
    }
}

impl Shaped for LogSoftmax {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        resolve_axis(OP, "axis", self.axis, x)?;
        Ok(vec![x.to_vec()])
    }
}

impl Primitive for LogSoftmax {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let Groups { groups, members } =
            Groups::along(x.shape(), &[resolve_axis(OP, "axis", self.axis, x.shape())?]);
        let (x, mut y) = (x.data(), vec![0.0; x.data().len()]);
        for first in groups.offsets() {
            let row = members.offsets().map(|m| first + m);
            let (most, sum) = spread(row.clone().map(|i| x[i]));
            for i in row {
                y[i] = (x[i] - most) - sum.ln();
            }
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        Ok((row_of(args, self.axis, cell)?, Combine::LogSoftmax))
    }

    /// `dx = dy − softmax · Σ dy`
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let axis = resolve_axis(OP, "axis", self.axis, &back.x_shape(0))?;
        let sum = back.sum_kept(back.dy, &[axis])?;
        let softmax = back.run(Exp, &[Some(back.y())])?;
        let off = back.mul(softmax, sum)?;
        Ok(vec![Some(back.run(Sub, &[Some(back.dy), Some(off)])?)])
    }
}
