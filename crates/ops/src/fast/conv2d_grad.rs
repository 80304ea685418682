//! The fast backward passes of a convolution: the forward's columns and matrix product, turned.

use tensor::Tensor;

use super::conv2d::{im2col, span};
use super::gemm::{Target, as_it_lies, gemm, turned};
use crate::activation::Activation::None as Nothing;
use crate::conv2d::Conv2d;

/// What one picture and one group share: how many outputs, taps and places there are.
struct Sizes {
    outs: usize,
    taps: usize,
    plane: usize,
    places: usize,
    channels: usize,
}

fn sizes(op: &Conv2d, xs: &[usize], ws: &[usize], ys: &[usize]) -> Sizes {
    Sizes {
        outs: ws[0] / op.groups,
        taps: ws[1] * ws[2] * ws[3],
        plane: xs[2] * xs[3],
        places: ys[2] * ys[3],
        channels: ws[1],
    }
}

/// dx `xs` of a convolution whose shapes have been checked: `wᵀ · dy`, every tap's row
/// added where it was read.
pub(crate) fn conv2d_grad_input(op: &Conv2d, dy: &Tensor, w: &Tensor, xs: &[usize]) -> Vec<f32> {
    let (ws, ys) = (w.shape(), dy.shape());
    let Sizes { outs, taps, plane, places, channels } = sizes(op, xs, ws, ys);
    let mut dx = vec![0.0; xs.iter().product()];
    let mut columns = vec![0.0; taps * places];
    let kernels: Vec<Vec<f32>> =
        w.data().chunks_exact((outs * taps).max(1)).map(|w| transposed(w, taps)).collect();
    for part in 0..ys[0] * op.groups {
        let dy = &dy.data()[part * outs * places..][..outs * places];
        columns.fill(0.0);
        let mut target = Target { y: &mut columns, row: places, column: 1, activation: Nothing };
        let kernels = &kernels[part % op.groups];
        gemm(kernels, [taps, outs, places], &as_it_lies(dy, places), &mut target);
        let input = &mut dx[part * channels * plane..][..channels * plane];
        col2im(op, &columns, input, xs, ws, ys);
    }
    dx
}

/// dw `ws` of a convolution whose shapes have been checked: `dy · columnsᵀ`.
pub(crate) fn conv2d_grad_weight(op: &Conv2d, dy: &Tensor, x: &Tensor, ws: &[usize]) -> Vec<f32> {
    let (xs, ys) = (x.shape(), dy.shape());
    let Sizes { outs, taps, plane, places, channels } = sizes(op, xs, ws, ys);
    let mut dw = vec![0.0; ws.iter().product()];
    let mut columns = Vec::new();
    for part in 0..ys[0] * op.groups {
        let group = part % op.groups;
        let input = &x.data()[part * channels * plane..][..channels * plane];
        im2col(op, input, xs, ws, ys, &mut columns);
        let dy = &dy.data()[part * outs * places..][..outs * places];
        let dw = &mut dw[group * outs * taps..][..outs * taps];
        let mut target = Target { y: dw, row: 1, column: taps, activation: Nothing };
        gemm(&columns, [taps, places, outs], &turned(dy, places), &mut target);
    }
    dw
}

/// A matrix of rows of `width` with rows and columns exchanged.
fn transposed(matrix: &[f32], width: usize) -> Vec<f32> {
    (0..width).flat_map(|column| matrix[column..].iter().step_by(width).copied()).collect()
}

/// Adds every tap's row of `columns` to the pixels that the forward pass read for it.
fn col2im(
    op: &Conv2d,
    columns: &[f32],
    input: &mut [f32],
    xs: &[usize],
    ws: &[usize],
    ys: &[usize],
) {
    let (oh, ow) = (ys[2], ys[3]);
    for (tap, row_of) in columns.chunks_exact(oh * ow).enumerate() {
        let (c, u, v) = (tap / (ws[2] * ws[3]), tap / ws[3] % ws[2], tap % ws[3]);
        let picture = &mut input[c * xs[2] * xs[3]..][..xs[2] * xs[3]];
        let (top, bottom) = span(op, 0, u, xs[2], oh);
        let (left, right) = span(op, 1, v, xs[3], ow);
        if left == right {
            continue;
        }
        for i in top..bottom {
            let row = i * op.stride[0] + u * op.dilation[0] - op.padding[0];
            let first = left * op.stride[1] + v * op.dilation[1] - op.padding[1];
            let target = picture[row * xs[3] + first..(row + 1) * xs[3]].iter_mut();
            let source = &row_of[i * ow + left..i * ow + right];
            for (t, s) in target.step_by(op.stride[1]).zip(source) {
                *t += s;
            }
        }
    }
}
