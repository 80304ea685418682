//! Backward of a convolution by its input, a sum over the taps of the kernel:
//! `dx[n,c,r,q] = Σ_{o,u,v} dy[n,o,i,j] · w[o, c − g·C/G, u, v]` with
//! `i = (r + p − u·d) / s` and `j = (q + p − v·d) / s`, over the output channels o of c's
//! group g and the taps for which i and j are whole and inside.
//!
//! A kernel: one invocation an element of x; or weights turned, `[C/G·kh·kw, O/G]` times dy
//! as columns, gathered. The backward pass of an average pool and of ResNet's shortcut
//! without parameters are this as well, with one channel a group.

use tensor::{Tensor, show_shape};

use crate::conv2d::{Conv2d, flat, quad};
use crate::cost::count;
use crate::error::OpError;
use crate::fast;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::table::Op;
use crate::trace::{Combine, Term};

/// dy `[N,O,H',W']` and w `[O,C/G,kh,kw]` → dx `[N,C,H,W]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conv2dGradInput {
    /// The convolution; its activation is not looked at.
    pub forward: Conv2d,
    /// The size of x, `[height, width]`.
    pub size: [usize; 2],
}

impl Conv2dGradInput {
    /// The gradient by its formula: the specification.
    ///
    /// # Errors
    /// Names the argument and the shapes that do not fit.
    pub fn reference(&self, dy: &Tensor, w: &Tensor) -> Result<Tensor, OpError> {
        let shapes = [Some(dy.shape()), Some(w.shape())];
        let shape = Op::from(*self).out_shapes(&shapes)?.remove(0);
        let strides = crate::lattice::strides(&shape);
        Ok(Tensor::from_fn(&shape, |at| {
            let index = [0, 1, 2, 3].map(|a| at / strides[a] % shape[a]);
            let mut sum = 0.0;
            self.each_product(dy.shape(), w.shape(), index, |y, k| {
                sum += dy.data()[flat(dy.shape(), y)] * w.data()[flat(w.shape(), k)];
            });
            sum
        }))
    }

    /// Calls `visit` with the indices into dy and w of every product of `dx[n,c,r,q]`.
    fn each_product(
        &self,
        dy: &[usize],
        w: &[usize],
        [n, c, r, q]: [usize; 4],
        mut visit: impl FnMut([usize; 4], [usize; 4]),
    ) {
        let op = &self.forward;
        let (group, outs) = (c / w[1], w[0] / op.groups);
        let place = |axis: usize, at: usize, tap: usize| {
            let from = (at + op.padding[axis]).checked_sub(tap * op.dilation[axis])?;
            let whole = from.is_multiple_of(op.stride[axis]);
            Some(from / op.stride[axis]).filter(|&i| whole && i < dy[2 + axis])
        };
        for o in group * outs..(group + 1) * outs {
            for u in 0..w[2] {
                let Some(i) = place(0, r, u) else { continue };
                for v in 0..w[3] {
                    let Some(j) = place(1, q, v) else { continue };
                    visit([n, o, i, j], [o, c % w[1], u, v]);
                }
            }
        }
    }
}

impl Shaped for Conv2dGradInput {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let (dy, w) = (args.need(0)?, args.need(1)?);
        let (&[n, ..], &[_, each, _, _]) = (dy, w) else {
            let (dy, w) = (show_shape(dy), show_shape(w));
            return Err(args.bad(format!("dy and w must have four axes, got {dy} and {w}")));
        };
        let [h, width] = self.size;
        let channels = each.saturating_mul(self.forward.groups);
        let x = vec![n, channels, h, width];
        let made = self.forward.out_shape(&x, w, None);
        let made = made.map_err(|e| e.inside(args.entry.name, "forward"))?;
        args.same(0, &made, "what the convolution makes")?;
        Ok(vec![x])
    }

    fn multiply_adds(&self, args: &Shapes<'_>, _shapes: &[Vec<usize>]) -> u64 {
        let (dy, w) = (args.may(0).unwrap_or_default(), args.may(1).unwrap_or_default());
        count(dy) * count(&w[1..])
    }
}

impl Primitive for Conv2dGradInput {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![fast::conv2d_grad_input(&self.forward, args.need(0)?, args.need(1)?, &shapes[0])])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (dy, w, mut terms) = (args.need(0)?.shape(), args.need(1)?.shape(), Vec::new());
        self.each_product(dy, w, quad(cell.index), |y, k| {
            terms.push(Term::of(vec![args.factor(0, flat(dy, y)), args.factor(1, flat(w, k))]));
        });
        Ok((terms, Combine::Sum))
    }
}
