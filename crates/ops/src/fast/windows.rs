//! What a convolution's taps read: a matrix of a row a tap and a column an output pixel, which
//! is never written down.
//!
//! The picture is laid anew so that neighbouring windows read neighbours: where windows lie a
//! stride of four apart, so do the columns that a tap reads, and every fourth comes to lie beside
//! the last. So lanes are copied and not gathered.

use std::{borrow::Cow, ops::Range};

use wide::f32x4;

use super::gemm::{LANES, panels};
use crate::conv2d::Conv2d;

/// Where the cells of windows lie in a picture that was laid for them.
pub(super) struct Windows {
    /// Channels, height and width of a picture as it comes.
    picture: [usize; 3],
    /// Down and across.
    axes: [Axis; 2],
    /// From a window's first cell to that of each tap.
    taps: Vec<usize>,
    /// The first cell of each output pixel's window; they grow.
    starts: Vec<usize>,
}

/// How one axis is laid: cells a stride apart become neighbours, those that begin at another
/// offset a plane of their own.
struct Axis {
    stride: usize,
    padding: usize,
    /// The offsets below the stride at which some tap begins.
    offsets: Vec<usize>,
    /// How many cells a plane has.
    long: usize,
    /// Of each tap, its plane and its place in it.
    taps: Vec<[usize; 2]>,
}

impl Axis {
    fn new(op: &Conv2d, axis: usize, taps: usize, out: usize) -> Self {
        let (stride, dilation) = (op.stride[axis], op.dilation[axis]);
        let mut offsets: Vec<usize> = Vec::new();
        let taps: Vec<[usize; 2]> = (0..taps)
            .map(|tap| {
                let (place, offset) = (tap * dilation / stride, tap * dilation % stride);
                let known = offsets.iter().position(|o| *o == offset);
                let plane = known.unwrap_or(offsets.len());
                if known.is_none() {
                    offsets.push(offset);
                }
                [plane, place]
            })
            .collect();
        let long = out + taps.last().map_or(0, |tap| tap[1]);
        Self { stride, padding: op.padding[axis], offsets, long, taps }
    }

    /// Whether the axis lies as it comes.
    fn plain(&self) -> bool {
        self.stride == 1 && self.padding == 0
    }

    /// The first cell of the plane of `offset` that is not padding, and where it comes from.
    fn first(&self, offset: usize) -> (usize, usize) {
        let cell = self.padding.saturating_sub(offset).div_ceil(self.stride);
        (cell, cell * self.stride + offset - self.padding)
    }
}

impl Windows {
    /// Of a group of a convolution: x `[N,C,H,W]`, w `[O,C/groups,kh,kw]`, y `[N,O,H',W']`.
    pub(super) fn new(op: &Conv2d, xs: &[usize], ws: &[usize], ys: &[usize]) -> Self {
        let channels = ws[1];
        let axes = [Axis::new(op, 0, ws[2], ys[2]), Axis::new(op, 1, ws[3], ys[3])];
        let [down, across] = &axes;
        let mut taps = Vec::with_capacity(channels * ws[2] * ws[3]);
        for c in 0..channels {
            for [plane, row] in &down.taps {
                let planes = (c * down.offsets.len() + plane) * across.offsets.len();
                taps.extend(across.taps.iter().map(|[plane, column]| {
                    ((planes + plane) * down.long + row) * across.long + column
                }));
            }
        }
        let starts = (0..ys[2]).flat_map(|i| (0..ys[3]).map(move |j| (i, j)));
        let starts = starts.map(|(i, j)| i * across.long + j).collect();
        Self { picture: [channels, xs[2], xs[3]], axes, taps, starts }
    }

    /// The picture as windows read it, with zeros around.
    pub(super) fn laid<'a>(&self, picture: &'a [f32]) -> Cow<'a, [f32]> {
        let ([channels, h, w], [down, across]) = (self.picture, &self.axes);
        if down.plain() && across.plain() {
            return Cow::Borrowed(picture);
        }
        let plane = down.long * across.long;
        let planes = channels * down.offsets.len() * across.offsets.len();
        let mut out = vec![0.0; planes * plane];
        let mut planes = out.chunks_exact_mut(plane);
        for picture in picture.chunks_exact(h * w) {
            for &offset in &down.offsets {
                let (top, row) = down.first(offset);
                for (&offset, plane) in across.offsets.iter().zip(&mut planes) {
                    let (left, column) = across.first(offset);
                    let rows = plane.chunks_exact_mut(across.long).skip(top);
                    let from = picture.chunks_exact(w).skip(row).step_by(down.stride);
                    for (row, from) in rows.zip(from) {
                        let Some(from) = from.get(column..) else { continue };
                        let cells = &mut row[left.min(across.long)..];
                        if across.stride == 1 {
                            let many = cells.len().min(from.len());
                            cells[..many].copy_from_slice(&from[..many]);
                        } else {
                            for (to, from) in
                                cells.iter_mut().zip(from.iter().step_by(across.stride))
                            {
                                *to = *from;
                            }
                        }
                    }
                }
            }
        }
        Cow::Owned(out)
    }

    /// Panels of the matrix for a picture that was laid.
    pub(super) fn pack(&self, laid: &[f32]) -> impl Fn(&Range<usize>, &Range<usize>, &mut [f32]) {
        move |taps, pixels, block| {
            let taps = &self.taps[taps.clone()];
            for (pixels, panel) in panels(pixels, block, taps.len()) {
                let starts = &self.starts[pixels];
                let (lanes, _) = panel.as_chunks_mut::<LANES>();
                let lanes = taps.iter().zip(lanes);
                match runs(starts) {
                    Some([first, _, LANES]) => {
                        for (tap, lanes) in lanes {
                            lanes.copy_from_slice(&laid[tap + first..][..LANES]);
                        }
                    }
                    Some([first, then, cut]) => {
                        for (tap, lanes) in lanes {
                            let [before, behind] =
                                [first, then].map(|at| &laid[tap + at..][..LANES]);
                            join(before, behind, cut, lanes);
                        }
                    }
                    None => {
                        for (tap, lanes) in lanes {
                            let window = &laid[*tap..];
                            for (lane, start) in lanes.iter_mut().zip(starts) {
                                *lane = window[*start];
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Lanes that follow each other, or that do so up to a cut, where a row of pixels ends, and behind
/// it: where the first would begin, where the second would, and the cut.
fn runs(starts: &[usize]) -> Option<[usize; 3]> {
    let starts: &[usize; LANES] = starts.try_into().ok()?;
    let first = starts[0];
    let cut = (1..LANES).find(|&l| starts[l] != first + l).unwrap_or(LANES);
    // They grow: as many as there are before the cut lie before what is behind it.
    let then = starts.get(cut).map_or(first, |start| start - cut);
    (cut..LANES).all(|l| starts[l] == then + l).then_some([first, then, cut])
}

/// Lanes of `before` up to the cut, then those of `behind`.
fn join(before: &[f32], behind: &[f32], cut: usize, lanes: &mut [f32; LANES]) {
    let cut = f32x4::splat(cut as f32);
    let ((before, _), (behind, _)) = (before.as_chunks::<4>(), behind.as_chunks::<4>());
    let (halves, _) = lanes.as_chunks_mut::<4>();
    let numbers = [[0.0, 1.0, 2.0, 3.0], [4.0, 5.0, 6.0, 7.0]];
    for (((half, numbers), &a), &b) in halves.iter_mut().zip(numbers).zip(before).zip(behind) {
        let behind = f32x4::new(numbers).simd_ge(cut);
        *half = behind.select(f32x4::new(b), f32x4::new(a)).to_array();
    }
}
