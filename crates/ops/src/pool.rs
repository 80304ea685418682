//! What max and average pooling share: a window that moves over a padded picture.

use tensor::show_shape;

use crate::error::OpError;
use crate::options::Options;

/// A window; pairs are `[height, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) kernel: [usize; 2],
    pub(crate) stride: [usize; 2],
    pub(crate) padding: [usize; 2],
    /// Whether a last, cut window counts.
    pub(crate) ceil_mode: bool,
}

impl Window {
    /// Reads kernel, stride and padding; the stride is the kernel where left out.
    pub(crate) fn parse(op: &'static str, options: &Options) -> Result<Self, OpError> {
        let Some(kernel) = options.pair(op, "kernel", 1)? else {
            return Err(OpError::new(op, "kernel is missing"));
        };
        let padding = options.pair(op, "padding", 0)?.unwrap_or([0, 0]);
        if padding[0] * 2 > kernel[0] || padding[1] * 2 > kernel[1] {
            let message = format!("padding {padding:?} is more than half the kernel {kernel:?}");
            return Err(OpError::new(op, message));
        }
        let stride = options.pair(op, "stride", 1)?.unwrap_or(kernel);
        Ok(Self { kernel, stride, padding, ceil_mode: false })
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
    pub(crate) fn out_shape(&self, op: &'static str, x: &[usize]) -> Result<Vec<usize>, OpError> {
        let &[n, c, h, w] = x else {
            let message = format!("x must be [N, C, H, W], got {}", show_shape(x));
            return Err(OpError::new(op, message));
        };
        match (self.out_size(0, h), self.out_size(1, w)) {
            (Some(oh), Some(ow)) => Ok(vec![n, c, oh, ow]),
            _ => {
                let (k, p) = (self.kernel, self.padding);
                let message = format!(
                    "the kernel {k:?} is larger than the padded input: x {}, padding {p:?}",
                    show_shape(x)
                );
                Err(OpError::new(op, message))
            }
        }
    }

    /// Calls `visit` with every cell of the window of `y[n,c,i,j]` that is inside x.
    pub(crate) fn each_cell(
        &self,
        x: &[usize],
        [n, c, i, j]: [usize; 4],
        mut visit: impl FnMut([usize; 4]),
    ) {
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

/// Calls `visit` with every index of a shape `[N,C,H,W]` in order.
pub(crate) fn each_index(shape: &[usize], mut visit: impl FnMut([usize; 4])) {
    for n in 0..shape[0] {
        for c in 0..shape[1] {
            for i in 0..shape[2] {
                for j in 0..shape[3] {
                    visit([n, c, i, j]);
                }
            }
        }
    }
}
