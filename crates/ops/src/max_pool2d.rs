//! Max pooling: `y[n,c,i,j] = max_{u,v} x[n, c, i·s + u − p, j·s + v − p]`.
//!
//! Padding counts as −∞. AlexNet section 3.4 pools 3×3 with stride 2: the
//! windows overlap.

use tensor::{Tensor, show_shape};

use crate::conv2d::{factor, flat, inside};
use crate::error::OpError;
use crate::options::Options;
use crate::trace::{Combine, Term, Trace};

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
        let Some(kernel) = options.pair(OP, "kernel", 1)? else {
            return Err(OpError::new(OP, "kernel is missing"));
        };
        let padding = options.pair(OP, "padding", 0)?.unwrap_or([0, 0]);
        if padding[0] * 2 > kernel[0] || padding[1] * 2 > kernel[1] {
            let message = format!("padding {padding:?} is more than half the kernel {kernel:?}");
            return Err(OpError::new(OP, message));
        }
        Ok(Self {
            kernel,
            stride: options.pair(OP, "stride", 1)?.unwrap_or(kernel),
            padding,
            ceil_mode: options.flag(OP, "ceilMode")?.unwrap_or(false),
        })
    }

    fn out_size(&self, axis: usize, size: usize) -> Option<usize> {
        let (k, s, p) = (self.kernel[axis], self.stride[axis], self.padding[axis]);
        let room = (size + 2 * p).checked_sub(k)?;
        let mut out = if self.ceil_mode { room.div_ceil(s) } else { room / s } + 1;
        // As in PyTorch: a last window must start inside the picture or its left padding.
        if self.ceil_mode && (out - 1) * s >= size + p {
            out -= 1;
        }
        Some(out)
    }

    /// The shape of y for x `[N,C,H,W]`.
    ///
    /// # Errors
    /// Names the shape that does not fit.
    pub fn out_shape(&self, x: &[usize]) -> Result<Vec<usize>, OpError> {
        let &[n, c, h, w] = x else {
            let message = format!("x must be [N, C, H, W], got {}", show_shape(x));
            return Err(OpError::new(OP, message));
        };
        match (self.out_size(0, h), self.out_size(1, w)) {
            (Some(oh), Some(ow)) => Ok(vec![n, c, oh, ow]),
            _ => {
                let (k, p) = (self.kernel, self.padding);
                let message = format!(
                    "the kernel {k:?} is larger than the padded input: x {}, padding {p:?}",
                    show_shape(x)
                );
                Err(OpError::new(OP, message))
            }
        }
    }

    /// The pool by its formula.
    ///
    /// # Errors
    /// As [`MaxPool2d::out_shape`].
    pub fn forward(&self, x: &Tensor) -> Result<Tensor, OpError> {
        let shape = self.out_shape(x.shape())?;
        let mut y = Vec::with_capacity(shape.iter().product());
        for n in 0..shape[0] {
            for c in 0..shape[1] {
                for i in 0..shape[2] {
                    for j in 0..shape[3] {
                        let mut best = f32::NEG_INFINITY;
                        self.each_cell(x.shape(), [n, c, i, j], |at| {
                            let v = x.data()[flat(x.shape(), at)];
                            if v > best || v.is_nan() {
                                best = v;
                            }
                        });
                        y.push(best);
                    }
                }
            }
        }
        Tensor::new(&shape, y).map_err(|e| OpError::new(OP, e.to_string()))
    }

    /// The window behind `y[index]`.
    ///
    /// # Errors
    /// Where the shapes do not fit or the index is outside.
    pub fn trace(&self, x: &Tensor, index: &[usize]) -> Result<Trace, OpError> {
        let shape = self.out_shape(x.shape())?;
        let at = inside(OP, &shape, index)?;
        let mut terms = Vec::new();
        self.each_cell(x.shape(), at, |cell| terms.push(Term::of(vec![factor("x", x, &cell)])));
        Ok(Trace { op: OP, index: index.to_vec(), terms, combine: Combine::Max })
    }

    /// Calls `visit` with every cell of the window of `y[n,c,i,j]` that is inside x.
    fn each_cell(&self, x: &[usize], [n, c, i, j]: [usize; 4], mut visit: impl FnMut([usize; 4])) {
        for u in 0..self.kernel[0] {
            let row = (i * self.stride[0] + u).wrapping_sub(self.padding[0]);
            for v in 0..self.kernel[1] {
                let col = (j * self.stride[1] + v).wrapping_sub(self.padding[1]);
                if row < x[2] && col < x[3] {
                    visit([n, c, row, col]);
                }
            }
        }
    }
}
