//! The fast convolution: a blocked matrix product of the kernels and the windows where it wins.

use tensor::Tensor;

use super::gemm::{Target, gemm};
use super::windows::Windows;
use crate::conv2d::Conv2d;

/// Output channels of a group from which a matrix product beats the direct loop.
const GEMM_FROM: usize = 4;

/// `y` of a convolution whose shapes have been checked.
pub(crate) fn conv2d(
    op: &Conv2d,
    x: &Tensor,
    w: &Tensor,
    b: Option<&Tensor>,
    shape: &[usize],
) -> Vec<f32> {
    let (xs, ws) = (x.shape(), w.shape());
    let (plane, out_plane) = (xs[2] * xs[3], shape[2] * shape[3]);
    let (outs, taps) = (ws[0] / op.groups, ws[1] * ws[2] * ws[3]);
    let mut y = Vec::with_capacity(shape.iter().product());
    if y.capacity() == 0 {
        return y;
    }
    let activation = op.activation;
    let windows = Windows::new(op, xs, ws, shape);
    for n in 0..shape[0] {
        for g in 0..op.groups {
            let input = &x.data()[(n * xs[1] + g * ws[1]) * plane..][..ws[1] * plane];
            let weights = &w.data()[g * outs * taps..][..outs * taps];
            // A group at a time, while what it begins with is near.
            let start = y.len();
            for o in g * outs..(g + 1) * outs {
                y.resize(y.len() + out_plane, b.map_or(0.0, |b| b.data()[o]));
            }
            let output = &mut y[start..];
            if outs < GEMM_FROM {
                for (map, kernel) in
                    output.chunks_exact_mut(out_plane).zip(weights.chunks_exact(taps))
                {
                    direct(op, input, xs, kernel, ws, map, shape[3]);
                    activation.apply_all(map);
                }
            } else {
                let laid = windows.laid(input);
                let mut target = Target { y: output, row: out_plane, column: 1, activation };
                gemm(weights, [outs, taps, out_plane], &windows.pack(&laid), &mut target);
            }
        }
    }
    y
}

/// The outputs along one axis whose tap `u` falls inside the picture: `from..to`.
pub(super) fn span(op: &Conv2d, axis: usize, u: usize, size: usize, out: usize) -> (usize, usize) {
    let (s, at, p) = (op.stride[axis], u * op.dilation[axis], op.padding[axis]);
    let from = p.saturating_sub(at).div_ceil(s).min(out);
    let to = (size + p).saturating_sub(at).div_ceil(s).min(out);
    (from, to.max(from))
}

/// One output map as a sum of shifted, scaled pictures: the inner loop runs along a row.
fn direct(
    op: &Conv2d,
    input: &[f32],
    xs: &[usize],
    kernel: &[f32],
    ws: &[usize],
    map: &mut [f32],
    ow: usize,
) {
    let oh = map.len() / ow;
    for c in 0..ws[1] {
        let picture = &input[c * xs[2] * xs[3]..][..xs[2] * xs[3]];
        for u in 0..ws[2] {
            let (top, bottom) = span(op, 0, u, xs[2], oh);
            for v in 0..ws[3] {
                let k = kernel[(c * ws[2] + u) * ws[3] + v];
                let (left, right) = span(op, 1, v, xs[3], ow);
                if k == 0.0 || left == right {
                    continue;
                }
                for i in top..bottom {
                    let row = i * op.stride[0] + u * op.dilation[0] - op.padding[0];
                    let first = left * op.stride[1] + v * op.dilation[1] - op.padding[1];
                    let source = &picture[row * xs[3] + first..(row + 1) * xs[3]];
                    let target = &mut map[i * ow + left..i * ow + right];
                    if op.stride[1] == 1 {
                        for (t, s) in target.iter_mut().zip(source) {
                            *t += k * s;
                        }
                    } else {
                        for (t, s) in target.iter_mut().zip(source.iter().step_by(op.stride[1])) {
                            *t += k * s;
                        }
                    }
                }
            }
        }
    }
}

/// Every tap's row of inputs, one column an output pixel; zeros where padding is read.
pub(super) fn im2col(
    op: &Conv2d,
    input: &[f32],
    xs: &[usize],
    ws: &[usize],
    shape: &[usize],
    columns: &mut Vec<f32>,
) {
    let (oh, ow) = (shape[2], shape[3]);
    columns.clear();
    columns.resize(ws[1] * ws[2] * ws[3] * oh * ow, 0.0);
    for (tap, row_of) in columns.chunks_exact_mut(oh * ow).enumerate() {
        let (c, u, v) = (tap / (ws[2] * ws[3]), tap / ws[3] % ws[2], tap % ws[3]);
        let picture = &input[c * xs[2] * xs[3]..][..xs[2] * xs[3]];
        let (top, bottom) = span(op, 0, u, xs[2], oh);
        let (left, right) = span(op, 1, v, xs[3], ow);
        if left == right {
            continue;
        }
        for i in top..bottom {
            let row = i * op.stride[0] + u * op.dilation[0] - op.padding[0];
            let first = left * op.stride[1] + v * op.dilation[1] - op.padding[1];
            let source = picture[row * xs[3] + first..(row + 1) * xs[3]].iter();
            let target = row_of[i * ow + left..i * ow + right].iter_mut();
            for (t, s) in target.zip(source.step_by(op.stride[1])) {
                *t = *s;
            }
        }
    }
}
