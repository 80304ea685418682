//! Max pooling: `y[n,c,i,j] = max_{u,v} x[n, c, i·s + u − p, j·s + v − p]`.
//!
//! Padding counts as −∞. AlexNet section 3.4 pools 3×3 with stride 2: the
//! windows overlap.

use tensor::Tensor;

use crate::back::Back;
use crate::conv2d::{flat, quad};
use crate::error::OpError;
use crate::fast;
use crate::max_pool2d_grad::MaxPool2dGrad;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::pool::{Window, each_index};
use crate::table::Op;
use crate::trace::Combine;

const OP: &str = "maxPool2d";

/// Parameters of a max pool; pairs are `[height, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaxPool2d {
    /// Size of the window.
    pub kernel: [usize; 2],
    /// Steps between windows; the kernel where left out.
    pub stride: [usize; 2],
    /// −∞ around the picture, at most half the kernel.
    pub padding: [usize; 2],
    /// Whether a last, cut window counts.
    pub ceil_mode: bool,
}

impl MaxPool2d {
    /// Reads the options of `maxPool2d(x, {kernel, stride, padding, ceilMode})`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["kernel", "stride", "padding", "ceilMode"])?;
        let Window { kernel, stride, padding, .. } = Window::parse(OP, options)?;
        let ceil_mode = options.flag(OP, "ceilMode")?.unwrap_or(false);
        Ok(Self { kernel, stride, padding, ceil_mode })
    }

    pub(crate) fn window(&self) -> Window {
        let Self { kernel, stride, padding, ceil_mode } = *self;
        Window { kernel, stride, padding, ceil_mode }
    }

    /// The shape of y for x `[N,C,H,W]`.
    ///
    /// # Errors
    /// Names the shape that does not fit.
    pub fn out_shape(&self, x: &[usize]) -> Result<Vec<usize>, OpError> {
        self.window().out_shape(OP, x)
    }

    /// The pool by its formula: the specification.
    ///
    /// # Errors
    /// As [`MaxPool2d::out_shape`].
    pub fn reference(&self, x: &Tensor) -> Result<Tensor, OpError> {
        let (shape, window) = (self.out_shape(x.shape())?, self.window());
        let mut y = Vec::with_capacity(shape.iter().product());
        each_index(&shape, |at| {
            let mut best = f32::NEG_INFINITY;
            window.each_cell(x.shape(), at, |cell| {
                let v = x.data()[flat(x.shape(), cell)];
                if v > best || v.is_nan() {
                    best = v;
                }
            });
            y.push(best);
        });
        Tensor::new(&shape, y).map_err(|e| OpError::new(OP, e.to_string()))
    }

    /// The pool, fast.
    ///
    /// # Errors
    /// As [`MaxPool2d::out_shape`].
    pub fn forward(&self, x: &Tensor) -> Result<Tensor, OpError> {
        Op::from(*self).forward(&[Some(x)]).map(|mut y| y.remove(0))
    }
}

impl Shaped for MaxPool2d {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![self.out_shape(args.need(0)?)?])
    }
}

impl Primitive for MaxPool2d {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![fast::max_pool2d(self, args.need(0)?, &shapes[0])])
    }

    /// The window behind the number.
    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (x, mut terms) = (args.need(0)?.shape(), Vec::new());
        self.window().each_cell(x, quad(cell.index), |at| terms.push(args.term(0, flat(x, at))));
        Ok((terms, Combine::Max))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let grad = MaxPool2dGrad { forward: *self };
        Ok(vec![Some(back.run(grad, &[Some(back.dy), back.x(0)])?)])
    }
}
