//! Layer normalization: `y = (x − mean) / √(var + eps) · gamma + beta`, mean and
//! variance of everything along some axes (Transformer, section 3.1).
//!
//! Along the last axis it is what `nn.LayerNorm` computes for tokens `[B, T, D]`.

use tensor::offset_of;

use crate::back::Back;
use crate::back::{kept, others};
use crate::error::OpError;
use crate::fast;
use crate::lattice::{Groups, resolve_axes};
use crate::moments::{Moments, affine};
use crate::norm_grad::{NormGrad, affine_grads, scaled};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;

const OP: &str = "layerNorm";

/// `layerNorm(x, {axes, gamma, beta, eps})`; the shape stays, gamma and beta have the
/// sizes of the axes in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerNorm {
    /// What is normalized over, negative axes from the end; `[−1]` where left out.
    pub axes: Vec<i64>,
    /// Added to the variance; 1e-5 where left out.
    pub eps: f32,
}

impl LayerNorm {
    /// Reads the options `axes` and `eps`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["axes", "eps"])?;
        let axes = options.wholes(OP, "axes")?.unwrap_or_else(|| vec![-1]);
        if axes.is_empty() {
            return Err(OpError::new(OP, "axes is empty"));
        }
        Ok(Self { axes, eps: options.eps(OP)? })
    }
}

impl Shaped for LayerNorm {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        let axes = resolve_axes(OP, "axes", &self.axes, x)?;
        let sizes: Vec<usize> = axes.iter().map(|&a| x[a]).collect();
        for i in 1..3 {
            args.same(i, &sizes, "the sizes of the axes in their order")?;
        }
        Ok(vec![x.to_vec()])
    }

    fn learned(&self) -> &'static [usize] {
        &[1, 2]
    }
}

impl Primitive for LayerNorm {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let axes = resolve_axes(OP, "axes", &self.axes, x.shape())?;
        let all = Groups::along(x.shape(), &axes);
        let x = x.data();
        if let Some(width) = all.rows() {
            let learned = |i, without| match args.may(i) {
                Some(t) => t.data().to_vec(),
                None => vec![without; width],
            };
            let (gamma, beta) = (learned(1, 1.0), learned(2, 0.0));
            let mut y = Vec::with_capacity(x.len());
            for row in x.chunks_exact(width) {
                let moments = Moments::of(row.iter().copied());
                fast::append(&mut y, row, |x| moments.normalized_four(x, self.eps));
                let start = y.len() - width;
                fast::scale_and_shift(&mut y[start..], &gamma, &beta);
            }
            return Ok(vec![y]);
        }
        let mut y = vec![0.0; x.len()];
        let (groups, members) = (all.groups, all.members.merged());
        for first in groups.offsets() {
            let moments = Moments::of(members.offsets().map(|m| x[first + m]));
            members.offsets().enumerate().for_each(|(place, m)| {
                let v = moments.normalized(x[first + m], self.eps);
                y[first + m] = affine(args, [1, 2], place, v);
            });
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let x = args.need(0)?;
        let axes = resolve_axes(OP, "axes", &self.axes, x.shape())?;
        let members = Groups::along(x.shape(), &axes).members;
        let sizes: Vec<usize> = axes.iter().map(|&a| cell.shape[a]).collect();
        let index: Vec<usize> = axes.iter().map(|&a| cell.index[a]).collect();
        let place = offset_of(&sizes, &index).unwrap_or_default();
        let first = cell.flat - members.offset(place);
        let moments = Moments::of(members.offsets().map(|m| x.data()[first + m]));
        Ok(moments.terms(args, cell, self.eps, [1, 2], place))
    }

    /// gamma and beta have the sizes of the axes in their order: they are turned to x's.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let axes = resolve_axes(OP, "axes", &self.axes, &x)?;
        let places = tensor::order(axes.len(), &|i, j| axes[i].cmp(&axes[j]));
        let gamma = match back.x(1) {
            Some(gamma) => Some(back.transpose(gamma, &places)?),
            None => None,
        };
        let g = scaled(back, gamma, &kept(&x, &others(x.len(), &axes)))?;
        let grad = NormGrad { axes: self.axes.clone(), eps: self.eps };
        let dx = back.run(grad, &[Some(g), back.x(0)])?;
        let normal = back.run(self.clone(), &[back.x(0), None, None])?;
        let sizes: Vec<usize> = places.iter().map(|&i| x[axes[i]]).collect();
        let mut inverse = vec![0; places.len()];
        for (i, &place) in places.iter().enumerate() {
            inverse[place] = i;
        }
        let mut grads = vec![Some(dx)];
        for part in affine_grads(back, normal, &axes, &sizes)? {
            grads.push(Some(back.transpose(part, &inverse)?));
        }
        Ok(grads)
    }
}
