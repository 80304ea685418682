//! Backward of max pooling: dy goes to the first of a window's largest cells, as in PyTorch.
//!
//! `dx[n,c,r,q] = Σ dy[n,c,i,j]` over the windows `(i, j)` whose first largest cell, row by
//! row, is `(r, q)`. A kernel: one invocation an element of x, which goes through the windows
//! that hold it (i from `⌈(r + p − k + 1) / s⌉` to `⌊(r + p) / s⌋`) and looks in each
//! for a cell that is larger, or as large and before it.

use tensor::Tensor;

use crate::conv2d::flat;
use crate::error::OpError;
use crate::fast;
use crate::max_pool2d::MaxPool2d;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};
use crate::pool::each_index;
use crate::table::Op;

/// dy and x `[N,C,H,W]` → dx.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxPool2dGrad {
    /// The pool.
    pub forward: MaxPool2d,
}

impl MaxPool2dGrad {
    /// The gradient by its formula: the specification.
    ///
    /// # Errors
    /// Where dy is not what the pool makes of x.
    pub fn reference(&self, dy: &Tensor, x: &Tensor) -> Result<Tensor, OpError> {
        let shape = Op::from(*self).out_shapes(&[Some(dy.shape()), Some(x.shape())])?.remove(0);
        let (mut dx, mut next) = (vec![0.0; x.data().len()], 0);
        each_index(dy.shape(), |at| {
            let mut best: Option<usize> = None;
            self.forward.window().each_cell(x.shape(), at, |cell| {
                let here = flat(x.shape(), cell);
                let v = x.data()[here];
                if best.is_none_or(|best| v > x.data()[best] || v.is_nan()) {
                    best = Some(here);
                }
            });
            if let Some(best) = best {
                dx[best] += dy.data()[next];
            }
            next += 1;
        });
        Ok(Tensor::from_fn(&shape, |i| dx[i]))
    }
}

impl Shaped for MaxPool2dGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(1)?;
        let made = self.forward.out_shape(x);
        let made = made.map_err(|e| e.inside(args.entry.name, "forward"))?;
        args.same(0, &made, "the shape of the pool's result")?;
        Ok(vec![x.to_vec()])
    }
}

impl Primitive for MaxPool2dGrad {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![fast::max_pool2d_grad(&self.forward, args.need(0)?, args.need(1)?)])
    }
}
