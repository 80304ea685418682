//! Backward of every normalization: with `x̂ = (x − mean) / √(var + eps)` over a group,
//! `dx = (g − mean(g) − x̂ · mean(g · x̂)) / √(var + eps)`, where `g = dy · gamma`.
//!
//! gamma is multiplied in before, so that one rule serves layers, groups and batches; its own
//! gradient is a sum of `dy · x̂`. A kernel: one workgroup a group; mean and variance of x as
//! forward, then two sums over the group, then each element.

use crate::back::{Back, others};
use crate::error::OpError;
use crate::lattice::{Groups, resolve_axes};
use crate::moments::Moments;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};
use crate::reduce::total;

/// g and what was normalized, x → dx, all of one shape.
#[derive(Debug, Clone, PartialEq)]
pub struct NormGrad {
    /// What was normalized over, negative axes from the end.
    pub axes: Vec<i64>,
    /// Added to the variance.
    pub eps: f32,
}

impl Shaped for NormGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let g = args.need(0)?;
        args.same(1, g, "the shape of g")?;
        resolve_axes(args.entry.name, "axes", &self.axes, g)?;
        Ok(vec![g.to_vec()])
    }
}

impl Primitive for NormGrad {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let (g, x) = (args.need(0)?.data(), args.need(1)?.data());
        let axes = resolve_axes(args.entry.name, "axes", &self.axes, &shapes[0])?;
        let all = Groups::along(&shapes[0], &axes);
        let mut dx = vec![0.0; x.len()];
        if let Some(width) = all.rows() {
            let rows = g.chunks_exact(width).zip(x.chunks_exact(width));
            for ((g, x), dx) in rows.zip(dx.chunks_exact_mut(width)) {
                self.row(g, x, dx);
            }
            return Ok(vec![dx]);
        }
        let (groups, members) = (all.groups, all.members.merged());
        for first in groups.offsets() {
            let group = members.offsets().map(|m| first + m);
            let of_x = Moments::of(group.clone().map(|i| x[i]));
            let of_g = Moments::of(group.clone().map(|i| g[i]));
            let deviation = (of_x.var + self.eps).sqrt();
            let normal = |i: usize| of_x.centered(x[i]) / deviation;
            // The normalized numbers sum to 0, so the mean of g may be taken off before.
            let along = total(group.clone().map(|i| of_g.centered(g[i]) * normal(i)));
            let along = (along / of_x.count as f64) as f32;
            group.for_each(|i| {
                dx[i] = (of_g.centered(g[i]) - normal(i) * along) / deviation;
            });
        }
        Ok(vec![dx])
    }
}

impl NormGrad {
    /// dx of a group that lies in a row.
    fn row(&self, g: &[f32], x: &[f32], dx: &mut [f32]) {
        let [of_g, of_x] = [g, x].map(|row| Moments::of(row.iter().copied()));
        let deviation = of_x.deviation(self.eps);
        let pairs = || g.iter().map(|&g| of_g.centered(g)).zip(x.iter().map(|&x| of_x.centered(x)));
        let along = total(pairs().map(|(g, x)| g * (x / deviation)));
        let along = (along / of_x.count as f64) as f32;
        for (dx, (g, x)) in dx.iter_mut().zip(pairs()) {
            *dx = (g - x / deviation * along) / deviation;
        }
    }
}

/// dy times gamma, which has this shape beside x.
pub(crate) fn scaled(
    back: &mut Back<'_>,
    gamma: Option<usize>,
    shape: &[usize],
) -> Result<usize, OpError> {
    let Some(gamma) = gamma else { return Ok(back.dy) };
    let gamma = back.reshape(gamma, shape)?;
    back.mul(back.dy, gamma)
}

/// The gradients of gamma and beta, which lie along `axes`: sums over the others of dy times
/// the normalized numbers, and of dy.
pub(crate) fn affine_grads(
    back: &mut Back<'_>,
    normal: usize,
    axes: &[usize],
    shape: &[usize],
) -> Result<[usize; 2], OpError> {
    let others = others(back.shape(back.dy).len(), axes);
    let product = back.mul(back.dy, normal)?;
    let [dgamma, dbeta] = [back.sum(product, &others)?, back.sum(back.dy, &others)?];
    Ok([back.reshape(dgamma, shape)?, back.reshape(dbeta, shape)?])
}
