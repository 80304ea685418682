//! Backward of local response normalization. With `s[c] = k + alpha · Σ x[c']²` over the
//! channels around c, `dx[c] = dy[c] · s[c]^(−beta)
//! − 2 · alpha · beta · x[c] · Σ dy[e] · x[e] · s[e]^(−beta − 1)` over the channels e
//! that c is around.
//!
//! A kernel: one invocation an element, which makes each s that it needs again. Where n is
//! even the two windows differ: c looks at `c − n/2 … c + (n−1)/2` and is seen from
//! `c − (n−1)/2 … c + n/2`.

use tensor::Tensor;

use crate::error::OpError;
use crate::fast;
use crate::local_response_norm::LocalResponseNorm;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};
use crate::table::Op;

/// dy and x `[N, C, …]` → dx.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalResponseNormGrad {
    /// The normalization.
    pub forward: LocalResponseNorm,
}

impl LocalResponseNormGrad {
    /// The gradient by its formula: the specification.
    ///
    /// # Errors
    /// Where dy and x are not of one shape, or of fewer than two axes.
    pub fn reference(&self, dy: &Tensor, x: &Tensor) -> Result<Tensor, OpError> {
        let shape = Op::from(*self).out_shapes(&[Some(dy.shape()), Some(x.shape())])?.remove(0);
        let (dy, x, op) = (dy.data(), x.data(), &self.forward);
        let sum = |at: usize| -> f32 {
            op.k + op.alpha * op.neighbours(&shape, at).map(|i| x[i] * x[i]).sum::<f32>()
        };
        let through = |e: usize| dy[e] * x[e] * sum(e).powf(-op.beta - 1.0);
        Ok(Tensor::from_fn(&shape, |at| {
            let others: f32 = op.seen_from(&shape, at).map(through).sum();
            dy[at] * sum(at).powf(-op.beta) - 2.0 * op.alpha * op.beta * x[at] * others
        }))
    }
}

impl Shaped for LocalResponseNormGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(1)?;
        args.same(0, x, "the shape of x")?;
        if x.len() < 2 {
            return Err(args.bad("x must be [N, C, ..]"));
        }
        Ok(vec![x.to_vec()])
    }
}

impl Primitive for LocalResponseNormGrad {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let (dy, x) = (args.need(0)?, args.need(1)?);
        Ok(vec![fast::local_response_norm_grad(&self.forward, dy.data(), x.data(), x.shape())])
    }
}
