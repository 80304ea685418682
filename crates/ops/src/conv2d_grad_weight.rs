//! Backward of a convolution by its weights, a sum over pictures and places:
//! `dw[o,c,u,v] = Σ_{n,i,j} dy[n,o,i,j] · x[n, g·C/G + c, i·s + u·d − p, j·s + v·d − p]`,
//! where g is the group of output channel o; outside the picture x is 0.
//!
//! A kernel: one invocation an element of w; or dy `[O/G, H'·W']` times gathered pixels
//! `[H'·W', C/G·kh·kw]`, summed over the pictures.

use tensor::{Tensor, show_shape};

use crate::conv2d::{Conv2d, flat, quad};
use crate::cost::count;
use crate::error::OpError;
use crate::fast;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::table::Op;
use crate::trace::{Combine, Term};

/// dy `[N,O,H',W']` and x `[N,C,H,W]` → dw `[O,C/G,kh,kw]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conv2dGradWeight {
    /// The convolution; its activation is not looked at.
    pub forward: Conv2d,
    /// The size of the kernel, `[height, width]`.
    pub kernel: [usize; 2],
}

impl Conv2dGradWeight {
    /// The gradient by its formula: the specification.
    ///
    /// # Errors
    /// Names the argument and the shapes that do not fit.
    pub fn reference(&self, dy: &Tensor, x: &Tensor) -> Result<Tensor, OpError> {
        let shapes = [Some(dy.shape()), Some(x.shape())];
        let shape = Op::from(*self).out_shapes(&shapes)?.remove(0);
        let strides = crate::lattice::strides(&shape);
        Ok(Tensor::from_fn(&shape, |at| {
            let index = [0, 1, 2, 3].map(|a| at / strides[a] % shape[a]);
            let mut sum = 0.0;
            self.each_product(dy.shape(), x.shape(), index, |y, cell| {
                sum += dy.data()[flat(dy.shape(), y)] * x.data()[flat(x.shape(), cell)];
            });
            sum
        }))
    }

    /// Calls `visit` with the indices into dy and x of every product of `dw[o,c,u,v]`.
    fn each_product(
        &self,
        dy: &[usize],
        x: &[usize],
        [o, c, u, v]: [usize; 4],
        mut visit: impl FnMut([usize; 4], [usize; 4]),
    ) {
        let op = &self.forward;
        let channel = o / (dy[1] / op.groups) * (x[1] / op.groups) + c;
        let place = |axis: usize, at: usize, tap: usize| {
            let place = at * op.stride[axis] + tap * op.dilation[axis];
            place.checked_sub(op.padding[axis]).filter(|&p| p < x[2 + axis])
        };
        for n in 0..dy[0] {
            for i in 0..dy[2] {
                let Some(row) = place(0, i, u) else { continue };
                for j in 0..dy[3] {
                    let Some(col) = place(1, j, v) else { continue };
                    visit([n, o, i, j], [n, channel, row, col]);
                }
            }
        }
    }
}

impl Shaped for Conv2dGradWeight {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let (dy, x, groups) = (args.need(0)?, args.need(1)?, self.forward.groups);
        let (&[_, o, _, _], &[_, c, _, _]) = (dy, x) else {
            let (dy, x) = (show_shape(dy), show_shape(x));
            return Err(args.bad(format!("dy and x must have four axes, got {dy} and {x}")));
        };
        let w = vec![o, c / groups, self.kernel[0], self.kernel[1]];
        let made = self.forward.out_shape(x, &w, None);
        let made = made.map_err(|e| e.inside(args.entry.name, "forward"))?;
        args.same(0, &made, "what the convolution makes")?;
        Ok(vec![w])
    }

    fn multiply_adds(&self, args: &Shapes<'_>, shapes: &[Vec<usize>]) -> u64 {
        args.may(0).map_or(0, |dy| count(dy) * count(&shapes[0][1..]))
    }
}

impl Primitive for Conv2dGradWeight {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![fast::conv2d_grad_weight(&self.forward, args.need(0)?, args.need(1)?, &shapes[0])])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (dy, x, mut terms) = (args.need(0)?.shape(), args.need(1)?.shape(), Vec::new());
        self.each_product(dy, x, quad(cell.index), |y, at| {
            terms.push(Term::of(vec![args.factor(0, flat(dy, y)), args.factor(1, flat(x, at))]));
        });
        Ok((terms, Combine::Sum))
    }
}
