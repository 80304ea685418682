//! ResNet's shortcut without parameters, option A of section 4.1: every stride-th
//! pixel, and channels of zeros after those of x.

use tensor::show_shape;

use crate::back::Back;
use crate::conv2d::Conv2d;
use crate::conv2d::{flat, quad};
use crate::conv2d_grad_input::Conv2dGradInput;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::pool::each_index;
use crate::slice::Slice;
use crate::trace::Combine;

/// x `[N,C,H,W]` → y `[N, channels, ⌈H/stride⌉, ⌈W/stride⌉]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ZeroPadShortcut {
    /// Steps between the pixels that are kept.
    pub stride: [usize; 2],
    /// The channels of y, at least those of x.
    pub channels: usize,
}

impl ZeroPadShortcut {
    /// Where in x the number comes from; `None` for a zero that was added.
    fn source(&self, x: &[usize], [n, c, i, j]: [usize; 4]) -> Option<usize> {
        (c < x[1]).then(|| flat(x, [n, c, i * self.stride[0], j * self.stride[1]]))
    }
}

impl Shaped for ZeroPadShortcut {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        let &[n, c, h, w] = x else {
            return Err(args.bad(format!("x must be [N, C, H, W], got {}", show_shape(x))));
        };
        if c > self.channels {
            let (to, x) = (self.channels, show_shape(x));
            return Err(args.bad(format!("x {x} has {c} channels, more than the {to} wanted")));
        }
        let [sh, sw] = self.stride;
        Ok(vec![vec![n, self.channels, h.div_ceil(sh), w.div_ceil(sw)]])
    }
}

impl Primitive for ZeroPadShortcut {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let mut y = Vec::with_capacity(shapes[0].iter().product());
        each_index(&shapes[0], |at| {
            y.push(self.source(x.shape(), at).map_or(0.0, |i| x.data()[i]));
        });
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let source = self.source(args.need(0)?.shape(), quad(cell.index));
        Ok((source.map(|at| args.term(0, at)).into_iter().collect(), Combine::Sum))
    }

    /// The pixels kept are a convolution of each channel by itself with one weight of 1.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let forward = Conv2d { stride: self.stride, groups: x[1], ..Conv2d::default() };
        let own = Slice { axis: 1, start: 0, end: Some(x[1] as i64) };
        let dy = back.run(own, &[Some(back.dy)])?;
        let ones = back.full(&[x[1], 1, 1, 1], 1.0)?;
        let grad = Conv2dGradInput { forward, size: [x[2], x[3]] };
        Ok(vec![Some(back.run(grad, &[Some(dy), Some(ones)])?)])
    }
}
