//! Group normalization: as layer normalization, over the channels of one group and
//! all places of one picture; one group a channel is instance normalization.

use tensor::show_shape;

use crate::back::Back;
use crate::back::{kept, others};
use crate::batch_norm::channel;
use crate::error::OpError;
use crate::moments::{Moments, affine};
use crate::norm_grad::{NormGrad, affine_grads, scaled};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;

const OP: &str = "groupNorm";

/// `groupNorm(x, {groups, gamma, beta, eps})`: x `[N, C, …]`, gamma and beta `[C]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupNorm {
    /// Into how many groups the channels are cut.
    pub groups: usize,
    /// Added to the variance; 1e-5 where left out.
    pub eps: f32,
}

impl GroupNorm {
    /// Reads the options; `groups` must be given.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["groups", "eps"])?;
        let groups = options.positive(OP, "groups")?;
        let groups = groups.ok_or_else(|| OpError::new(OP, "groups is missing"))?;
        Ok(Self { groups, eps: options.eps(OP)? })
    }

    /// How many numbers a group has; they lie one after the other.
    fn size(&self, x: &[usize]) -> usize {
        x[1] / self.groups * x[2..].iter().product::<usize>()
    }
}

impl Shaped for GroupNorm {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        let &[_, c, ..] = x else {
            return Err(args.bad(format!("x must be [N, C, ..], got {}", show_shape(x))));
        };
        if c % self.groups != 0 {
            let (groups, x) = (self.groups, show_shape(x));
            return Err(
                args.bad(format!("groups = {groups} does not divide the {c} channels of x {x}"))
            );
        }
        for i in 1..3 {
            args.same(i, &[c], "one number a channel of x")?;
        }
        Ok(vec![x.to_vec()])
    }

    fn learned(&self) -> &'static [usize] {
        &[1, 2]
    }
}

impl Primitive for GroupNorm {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let size = self.size(x.shape());
        let mut y = Vec::with_capacity(x.data().len());
        for (group, values) in x.data().chunks_exact(size).enumerate() {
            let moments = Moments::of(values.iter().copied());
            for (i, &v) in values.iter().enumerate() {
                let c = channel(x.shape(), group * size + i);
                y.push(affine(args, [1, 2], c, moments.normalized(v, self.eps)));
            }
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let x = args.need(0)?;
        let size = self.size(x.shape());
        let group = &x.data()[cell.flat / size * size..][..size];
        let c = channel(x.shape(), cell.flat);
        let moments = Moments::of(group.iter().copied());
        Ok(moments.terms(args, cell, self.eps, [1, 2], c))
    }

    /// Each group's numbers as one axis, then as any normalization.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let each = kept(&x, &others(x.len(), &[1]));
        let g = scaled(back, back.x(1), &each)?;
        let (Some(tokens), cut) = (back.x(0), [x[0], self.groups, self.size(&x)]) else {
            return Ok(Vec::new());
        };
        let rows = [back.reshape(g, &cut)?, back.reshape(tokens, &cut)?];
        let grad = NormGrad { axes: vec![2], eps: self.eps };
        let dx = back.run(grad, &rows.map(Some))?;
        let dx = back.reshape(dx, &x)?;
        let normal = back.run(*self, &[Some(tokens), None, None])?;
        let [dgamma, dbeta] = affine_grads(back, normal, &[1], &x[1..2])?;
        Ok(vec![Some(dx), Some(dgamma), Some(dbeta)])
    }
}
