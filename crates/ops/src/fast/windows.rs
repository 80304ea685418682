//! What a convolution's taps read: a matrix of a row a tap and a column an output pixel, which
//! is never written down.

use std::{borrow::Cow, ops::Range};

use super::gemm::{LANES, panels};
use crate::conv2d::Conv2d;

/// Where the cells of windows lie in a picture with its padding.
pub(super) struct Windows {
    /// Channels, height and width of a picture without padding.
    picture: [usize; 3],
    padding: [usize; 2],
    /// From a window's first cell to that of each tap.
    taps: Vec<usize>,
    /// The first cell of each output pixel's window; they grow.
    starts: Vec<usize>,
}

impl Windows {
    /// Of a group of a convolution: x `[N,C,H,W]`, w `[O,C/groups,kh,kw]`, y `[N,O,H',W']`.
    pub(super) fn new(op: &Conv2d, xs: &[usize], ws: &[usize], ys: &[usize]) -> Self {
        let (channels, padding) = (ws[1], op.padding);
        let [high, wide] = [xs[2] + 2 * padding[0], xs[3] + 2 * padding[1]];
        let mut taps = Vec::with_capacity(channels * ws[2] * ws[3]);
        for c in 0..channels {
            for u in 0..ws[2] {
                let row = (c * high + u * op.dilation[0]) * wide;
                taps.extend((0..ws[3]).map(|v| row + v * op.dilation[1]));
            }
        }
        let mut starts = Vec::with_capacity(ys[2] * ys[3]);
        for i in 0..ys[2] {
            let row = i * op.stride[0] * wide;
            starts.extend((0..ys[3]).map(|j| row + j * op.stride[1]));
        }
        Self { picture: [channels, xs[2], xs[3]], padding, taps, starts }
    }

    /// The picture with zeros around it.
    pub(super) fn padded<'a>(&self, picture: &'a [f32]) -> Cow<'a, [f32]> {
        let ([channels, h, w], [top, left]) = (self.picture, self.padding);
        if [top, left] == [0, 0] {
            return Cow::Borrowed(picture);
        }
        let [high, wide] = [h + 2 * top, w + 2 * left];
        let mut out = vec![0.0; channels * high * wide];
        for (plane, from) in out.chunks_exact_mut(high * wide).zip(picture.chunks_exact(h * w)) {
            for (row, from) in plane[top * wide..].chunks_exact_mut(wide).zip(from.chunks_exact(w))
            {
                row[left..left + w].copy_from_slice(from);
            }
        }
        Cow::Owned(out)
    }

    /// Panels of the matrix for a picture with its padding.
    pub(super) fn pack(&self, padded: &[f32]) -> impl Fn(&Range<usize>, &Range<usize>, &mut [f32]) {
        move |taps, pixels, block| {
            let taps = &self.taps[taps.clone()];
            for (pixels, panel) in panels(pixels, block, taps.len()) {
                let starts = &self.starts[pixels];
                let lanes = taps.iter().zip(panel.chunks_exact_mut(LANES));
                if starts.len() == LANES && starts[LANES - 1] - starts[0] == LANES - 1 {
                    for (tap, lanes) in lanes {
                        lanes.copy_from_slice(&padded[tap + starts[0]..][..LANES]);
                    }
                } else {
                    for (tap, lanes) in lanes {
                        let window = &padded[*tap..];
                        for (lane, start) in lanes.iter_mut().zip(starts) {
                            *lane = window[*start];
                        }
                    }
                }
            }
        }
    }
}
