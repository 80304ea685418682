//! Backward of the softmax of scaled numbers, along one axis:
//! `dx = scale · y · (dy − Σ dy · y)`.
//!
//! A hidden score has y = 0 and so dx = 0: masks need not be read again. A kernel: one
//! workgroup a row, a sum over it, then each element.

use crate::error::OpError;
use crate::lattice::{Groups, resolve_axis};
use crate::operation::{Primitive, Shaped, Shapes, Tensors};
use crate::reduce::total;

/// dy and what the softmax made, y → dx, all of one shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SoftmaxGrad {
    /// Along which axis, −1 for the last.
    pub axis: i64,
    /// What x was multiplied by before the softmax.
    pub scale: f32,
}

impl Shaped for SoftmaxGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let dy = args.need(0)?;
        args.same(1, dy, "the shape of dy")?;
        resolve_axis(args.entry.name, "axis", self.axis, dy)?;
        Ok(vec![dy.to_vec()])
    }
}

impl Primitive for SoftmaxGrad {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let (dy, y) = (args.need(0)?.data(), args.need(1)?.data());
        let axis = resolve_axis(args.entry.name, "axis", self.axis, &shapes[0])?;
        let all = Groups::along(&shapes[0], &[axis]);
        let mut dx = vec![0.0; dy.len()];
        if let Some(width) = all.rows() {
            let rows = dy.chunks_exact(width).zip(y.chunks_exact(width));
            for ((dy, y), dx) in rows.zip(dx.chunks_exact_mut(width)) {
                let sum = total(dy.iter().zip(y).map(|(dy, y)| dy * y)) as f32;
                for (dx, (dy, y)) in dx.iter_mut().zip(dy.iter().zip(y)) {
                    *dx = self.scale * y * (dy - sum);
                }
            }
            return Ok(vec![dx]);
        }
        let Groups { groups, members } = all;
        for first in groups.offsets() {
            let row = members.offsets().map(|m| first + m);
            let sum = total(row.clone().map(|i| dy[i] * y[i])) as f32;
            for i in row {
                dx[i] = self.scale * y[i] * (dy[i] - sum);
            }
        }
        Ok(vec![dx])
    }
}
