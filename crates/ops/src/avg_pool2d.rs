//! Average pooling: `y[n,c,i,j] = 1/(kh·kw) · Σ_{u,v} x[n, c, i·s + u − p, j·s + v − p]`.
//!
//! Padding counts as 0 and is counted, as PyTorch does where nothing is said.

use crate::back::Back;
use crate::conv2d::Conv2d;
use crate::conv2d::{flat, quad};
use crate::conv2d_grad_input::Conv2dGradInput;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::pool::{Window, each_index};
use crate::trace::Combine;

const OP: &str = "avgPool2d";

/// Parameters of an average pool over x `[N,C,H,W]`; pairs are `[height, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AvgPool2d {
    /// Size of the window.
    pub kernel: [usize; 2],
    /// Steps between windows; the kernel where left out.
    pub stride: [usize; 2],
    /// Zeros around the picture, at most half the kernel.
    pub padding: [usize; 2],
}

impl AvgPool2d {
    /// Reads the options of `avgPool2d(x, {kernel, stride, padding})`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["kernel", "stride", "padding"])?;
        let Window { kernel, stride, padding, .. } = Window::parse(OP, options)?;
        Ok(Self { kernel, stride, padding })
    }

    fn window(&self) -> Window {
        let Self { kernel, stride, padding } = *self;
        Window { kernel, stride, padding, ceil_mode: false }
    }

    fn count(&self) -> usize {
        self.kernel[0] * self.kernel[1]
    }
}

impl Shaped for AvgPool2d {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![self.window().out_shape(OP, args.need(0)?)?])
    }
}

impl Primitive for AvgPool2d {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let (x, window) = (args.need(0)?, self.window());
        let mut y = Vec::with_capacity(shapes[0].iter().product());
        each_index(&shapes[0], |at| {
            let mut sum = 0.0;
            window.each_cell(x.shape(), at, |cell| sum += x.data()[flat(x.shape(), cell)]);
            y.push(sum / self.count() as f32);
        });
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (x, mut terms) = (args.need(0)?.shape(), Vec::new());
        let share = 1.0 / self.count() as f64;
        self.window().each_cell(x, quad(cell.index), |at| {
            terms.push(args.term(0, flat(x, at)).times("1/n", share));
        });
        Ok((terms, Combine::Sum))
    }

    /// The pool is a convolution of each channel by itself, all weights 1/n.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let (stride, padding, groups) = (self.stride, self.padding, x[1]);
        let forward = Conv2d { stride, padding, groups, ..Conv2d::default() };
        let share = 1.0 / self.count() as f32;
        let weights = back.full(&[groups, 1, self.kernel[0], self.kernel[1]], share)?;
        let grad = Conv2dGradInput { forward, size: [x[2], x[3]] };
        Ok(vec![Some(back.run(grad, &[Some(back.dy), Some(weights)])?)])
    }
}
