//! A blocked matrix product in the manner of Goto and van de Geijn (2008), for vectors of four:
//! a block of `b` is laid into panels that stay in the cache, the rows of `a` are read where
//! they lie, and four rows by eight columns of `y` are summed in registers.

use std::ops::Range;

use wide::f32x4;

use super::vector::add_scaled;
use crate::activation::Activation;

/// Columns of a panel: two vectors of four.
pub(super) const LANES: usize = 8;
/// Rows of `a` that are summed at once; with their sums 8 of 16 registers are taken.
const ROWS: usize = 4;
/// Rows of a block of `b`, and its columns: 64 kB. Long sums are taken in parts, whose errors do
/// not add up.
const DEEP: usize = 256;
/// Rows of a block where sums lie far apart and are written as seldom as may be.
const DEEPER: usize = 512;
const WIDE: usize = 64;

/// Lays rows and columns of `b` into panels: for every eight columns, row by row, their eight
/// numbers. Lanes behind the last column are read, but what they make is not written.
pub(super) type Pack<'a> = &'a dyn Fn(&Range<usize>, &Range<usize>, &mut [f32]);

/// Where the sums go: `y[i, j]` lies at `i · row + j · column`.
pub(super) struct Target<'a> {
    pub(super) y: &'a mut [f32],
    pub(super) row: usize,
    pub(super) column: usize,
    /// What is made of a sum when it is whole.
    pub(super) activation: Activation,
}

/// Adds to `y` `[m, n]` the product of `a` `[m, k]` and of `b` `[k, n]` as `pack` gives it.
pub(super) fn gemm(a: &[f32], [m, k, n]: [usize; 3], pack: Pack<'_>, target: &mut Target<'_>) {
    let deep = if target.column == 1 { DEEP } else { DEEPER };
    let mut space = vec![0.0; deep.min(k) * WIDE.min(n.next_multiple_of(LANES))];
    for columns in blocks(n, WIDE) {
        for depth in blocks(k, deep) {
            let panel = depth.len() * LANES;
            let block = &mut space[..columns.len().div_ceil(LANES) * panel];
            pack(&depth, &columns, block);
            let row = |i: usize| &a[i * k..][depth.clone()];
            for i in (0..m).step_by(ROWS) {
                let rows = i..m.min(i + ROWS);
                for (first, panel) in columns.clone().step_by(LANES).zip(block.chunks_exact(panel))
                {
                    let mut sums = [[0.0; LANES]; ROWS];
                    if rows.len() == ROWS {
                        four([0, 1, 2, 3].map(|r| row(i + r)), panel, &mut sums);
                    } else {
                        for (i, sums) in rows.clone().zip(&mut sums) {
                            one(row(i), panel, sums);
                        }
                    }
                    let width = LANES.min(columns.end - first);
                    for (i, sums) in rows.clone().zip(&sums) {
                        target.add(i, first, &sums[..width], depth.end == k);
                    }
                }
            }
        }
    }
}

fn blocks(size: usize, step: usize) -> impl Iterator<Item = Range<usize>> {
    (0..size).step_by(step).map(move |from| from..size.min(from + step))
}

/// Four rows times a panel. Never inlined: the sums keep their registers.
#[inline(never)]
fn four(rows: [&[f32]; ROWS], panel: &[f32], sums: &mut [[f32; LANES]; ROWS]) {
    let mut y = [[f32x4::ZERO; 2]; ROWS];
    let [a0, a1, a2, a3] = rows;
    let (vectors, _) = panel.as_chunks::<4>();
    let (pairs, _) = vectors.as_chunks::<2>();
    let rows = a0.iter().zip(a1).zip(a2).zip(a3);
    for (&[b0, b1], (((&x0, &x1), &x2), &x3)) in pairs.iter().zip(rows) {
        let (b0, b1) = (f32x4::new(b0), f32x4::new(b1));
        for (y, x) in y.iter_mut().zip([x0, x1, x2, x3]) {
            let x = f32x4::splat(x);
            y[0] += x * b0;
            y[1] += x * b1;
        }
    }
    for (sums, [left, right]) in sums.iter_mut().zip(y) {
        sums[..4].copy_from_slice(&left.to_array());
        sums[4..].copy_from_slice(&right.to_array());
    }
}

fn one(row: &[f32], panel: &[f32], sums: &mut [f32; LANES]) {
    for (b, x) in panel.chunks_exact(LANES).zip(row) {
        for (y, b) in sums.iter_mut().zip(b) {
            *y += x * b;
        }
    }
}

impl Target<'_> {
    fn add(&mut self, i: usize, first: usize, sums: &[f32], whole: bool) {
        let activation = if whole { self.activation } else { Activation::None };
        let at = i * self.row + first * self.column;
        if self.column == 1 {
            let y = &mut self.y[at..][..sums.len()];
            add_scaled(y, 1.0, sums);
            activation.apply_all(y);
        } else {
            for (y, sum) in self.y[at..].iter_mut().step_by(self.column).zip(sums) {
                *y = activation.apply(*y + sum);
            }
        }
    }
}

/// Panels of `b` `[k, n]` as it lies.
pub(super) fn as_it_lies(b: &[f32], n: usize) -> impl Fn(&Range<usize>, &Range<usize>, &mut [f32]) {
    move |rows, columns, block| {
        for (columns, panel) in panels(columns, block, rows.len()) {
            for (l, lanes) in rows.clone().zip(panel.chunks_exact_mut(LANES)) {
                lanes[..columns.len()].copy_from_slice(&b[l * n..][columns.clone()]);
            }
        }
    }
}

/// Panels of `b` that lies turned, as `[n, k]`.
pub(super) fn turned(b: &[f32], k: usize) -> impl Fn(&Range<usize>, &Range<usize>, &mut [f32]) {
    move |rows, columns, block| {
        for (columns, panel) in panels(columns, block, rows.len()) {
            for (lane, column) in columns.enumerate() {
                let column = &b[column * k..][rows.clone()];
                for (to, from) in panel[lane..].iter_mut().step_by(LANES).zip(column) {
                    *to = *from;
                }
            }
        }
    }
}

/// The panels of a block, each with the columns that it has.
pub(super) fn panels<'a>(
    columns: &Range<usize>,
    block: &'a mut [f32],
    rows: usize,
) -> impl Iterator<Item = (Range<usize>, &'a mut [f32])> {
    let end = columns.end;
    let parts = columns.clone().step_by(LANES).map(move |from| from..end.min(from + LANES));
    parts.zip(block.chunks_exact_mut(rows * LANES))
}
