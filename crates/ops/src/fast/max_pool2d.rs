//! Fast max pooling and its backward pass: a tap of all windows of a row at once.

use tensor::Tensor;

use super::conv2d::span;
use super::vector::{keep_larger, larger};
use crate::conv2d::Conv2d;
use crate::max_pool2d::MaxPool2d;

/// The windows of a plane of `[h, w]`, and for each of them the largest cell so far.
struct Windows {
    /// A convolution whose kernel reads the same cells.
    taps: Conv2d,
    kernel: [usize; 2],
    size: [usize; 2],
    out: [usize; 2],
    values: Vec<f32>,
    cells: Vec<usize>,
}

/// No cell yet.
const NONE: usize = usize::MAX;

impl Windows {
    fn new(op: &MaxPool2d, x: &[usize], y: &[usize]) -> Self {
        let (stride, padding) = (op.stride, op.padding);
        Self {
            taps: Conv2d { stride, padding, ..Conv2d::default() },
            kernel: op.kernel,
            size: [x[2], x[3]],
            out: [y[2], y[3]],
            values: Vec::new(),
            cells: Vec::new(),
        }
    }

    /// Finds the first of the largest cells of every window; a NaN is larger than all.
    fn look(&mut self, plane: &[f32]) {
        let ([h, w], [oh, ow], stride) = (self.size, self.out, self.taps.stride);
        self.values.clear();
        self.values.resize(oh * ow, f32::NEG_INFINITY);
        self.cells.clear();
        self.cells.resize(oh * ow, NONE);
        for u in 0..self.kernel[0] {
            let (top, bottom) = span(&self.taps, 0, u, h, oh);
            for v in 0..self.kernel[1] {
                let (left, right) = span(&self.taps, 1, v, w, ow);
                if left == right {
                    continue;
                }
                for i in top..bottom {
                    let row = (i * stride[0] + u - self.taps.padding[0]) * w;
                    let first = row + left * stride[1] + v - self.taps.padding[1];
                    let source = plane[first..row + w].iter().step_by(stride[1]);
                    let windows = i * ow + left..i * ow + right;
                    let best = self.values[windows.clone()].iter_mut();
                    let best = best.zip(&mut self.cells[windows]);
                    for (j, ((value, cell), &v)) in best.zip(source).enumerate() {
                        if v > *value || *cell == NONE || v.is_nan() {
                            (*value, *cell) = (v, first + j * stride[1]);
                        }
                    }
                }
            }
        }
    }
}

/// y of shape `ys`, which has been checked: the largest of each column of the windows' rows,
/// four columns at a time, then the largest of a window's columns.
pub(crate) fn max_pool2d(op: &MaxPool2d, x: &Tensor, ys: &[usize]) -> Vec<f32> {
    let ([h, w], [oh, ow]) = ([x.shape()[2], x.shape()[3]], [ys[2], ys[3]]);
    let taps = Windows::new(op, x.shape(), ys).taps;
    let spans: Vec<(usize, usize)> = (0..op.kernel[1]).map(|v| span(&taps, 1, v, w, ow)).collect();
    let mut columns = vec![0.0; w];
    let mut y = vec![f32::NEG_INFINITY; ys.iter().product()];
    let planes = y.chunks_exact_mut((oh * ow).max(1)).zip(x.data().chunks_exact((h * w).max(1)));
    for (y, plane) in planes {
        for (i, y) in y.chunks_exact_mut(ow).enumerate() {
            let top = i * op.stride[0];
            let rows = top.saturating_sub(op.padding[0])
                ..(top + op.kernel[0]).saturating_sub(op.padding[0]).min(h);
            columns.fill(f32::NEG_INFINITY);
            plane[rows.start * w..rows.end * w]
                .chunks_exact(w)
                .for_each(|row| keep_larger(&mut columns, row));
            for (v, &(left, right)) in spans.iter().enumerate().filter(|(_, (l, r))| l < r) {
                let first = left * op.stride[1] + v - op.padding[1];
                let source = columns[first..].iter().step_by(op.stride[1]);
                for (y, v) in y[left..right].iter_mut().zip(source) {
                    *y = larger(*y, *v);
                }
            }
        }
    }
    y
}

/// dx of dy and x, whose shapes have been checked.
pub(crate) fn max_pool2d_grad(op: &MaxPool2d, dy: &Tensor, x: &Tensor) -> Vec<f32> {
    let mut windows = Windows::new(op, x.shape(), dy.shape());
    let mut dx = vec![0.0; x.data().len()];
    let size = (x.shape()[2] * x.shape()[3]).max(1);
    let out = (dy.shape()[2] * dy.shape()[3]).max(1);
    let planes = dx.chunks_exact_mut(size).zip(x.data().chunks_exact(size));
    for ((dx, x), dy) in planes.zip(dy.data().chunks_exact(out)) {
        windows.look(x);
        for (&cell, dy) in windows.cells.iter().zip(dy) {
            if cell != NONE {
                dx[cell] += dy;
            }
        }
    }
    dx
}
