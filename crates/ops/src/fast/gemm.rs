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

/// The sums of four rows by eight columns.
type Tile = [[[f32; 4]; LANES / 4]; ROWS];

/// Lays rows and columns of `b` into panels: for every eight columns, row by row, their eight
/// numbers. Lanes behind the last column are read, but what they make is not written.
pub(super) type Pack<'a> = &'a dyn Fn(&Range<usize>, &Range<usize>, &mut [f32]);

/// Where the sums go: `y[i, j]` lies at `i · row + j · column`, one of which is 1.
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
            let whole = depth.end == k;
            for i in (0..m).step_by(ROWS) {
                let rows = i..m.min(i + ROWS);
                let all = (rows.len() == ROWS).then(|| [0, 1, 2, 3].map(|r| row(i + r)));
                for (first, panel) in columns.clone().step_by(LANES).zip(block.chunks_exact(panel))
                {
                    let width = LANES.min(columns.end - first);
                    let mut sums = Tile::default();
                    if let Some(all) = all {
                        four(all, panel, &mut sums);
                        if width == LANES {
                            target.add_tile(i, first, &sums, whole);
                            continue;
                        }
                    } else {
                        for (i, sums) in rows.clone().zip(&mut sums) {
                            one(row(i), panel, sums.as_flattened_mut());
                        }
                    }
                    for (i, sums) in rows.clone().zip(&sums) {
                        target.add(i, first, &sums.as_flattened()[..width], whole);
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
fn four(rows: [&[f32]; ROWS], panel: &[f32], sums: &mut Tile) {
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
    *sums = y.map(|row| row.map(f32x4::to_array));
}

fn one(row: &[f32], panel: &[f32], sums: &mut [f32]) {
    for (b, x) in panel.chunks_exact(LANES).zip(row) {
        for (y, b) in sums.iter_mut().zip(b) {
            *y += x * b;
        }
    }
}

impl Target<'_> {
    /// Adds a whole tile, four numbers at a time whichever way they lie.
    fn add_tile(&mut self, i: usize, first: usize, sums: &Tile, whole: bool) {
        // A choice for each number, as two kinds of loops are twice the code.
        let relu = whole && self.activation == Activation::Relu;
        let least = f32x4::splat(if relu { 0.0 } else { f32::NEG_INFINITY });
        let add = |y: &mut [f32; 4], sum: f32x4| {
            let made = f32x4::new(*y) + sum;
            *y = made.simd_lt(least).select(least, made).to_array();
        };
        if self.column == 1 {
            for (r, sums) in sums.iter().enumerate() {
                let row = &mut self.y[(i + r) * self.row + first..][..LANES];
                for (y, sum) in row.as_chunks_mut().0.iter_mut().zip(sums) {
                    add(y, f32x4::new(*sum));
                }
            }
        } else {
            // Down a column the rows follow each other.
            for half in 0..LANES / 4 {
                let turned = f32x4::transpose(sums.map(|row| f32x4::new(row[half])));
                for (column, sum) in turned.into_iter().enumerate() {
                    let at = i * self.row + (first + 4 * half + column) * self.column;
                    for y in self.y[at..][..ROWS].as_chunks_mut().0 {
                        add(y, sum);
                    }
                }
            }
        }
    }

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
        let deep = rows.len();
        for (at, l) in rows.clone().enumerate() {
            // A row at a time, while it is near.
            let (whole, rest) = b[l * n..][columns.clone()].as_chunks::<LANES>();
            for (panel, eight) in whole.iter().enumerate() {
                block[(panel * deep + at) * LANES..][..LANES].copy_from_slice(eight);
            }
            if !rest.is_empty() {
                block[(whole.len() * deep + at) * LANES..][..rest.len()].copy_from_slice(rest);
            }
        }
    }
}

/// Panels of `b` that lies turned, as `[n, k]`.
pub(super) fn turned(b: &[f32], k: usize) -> impl Fn(&Range<usize>, &Range<usize>, &mut [f32]) {
    move |rows, columns, block| {
        for (columns, panel) in panels(columns, block, rows.len()) {
            let fours = if columns.len() == LANES { rows.len() / 4 } else { 0 };
            let column = |lane: usize| &b[(columns.start + lane) * k..][rows.clone()];
            let (squares, rest) = panel.split_at_mut(4 * fours * LANES);
            for half in (0..LANES).step_by(4).filter(|_| fours > 0) {
                let from = [0, 1, 2, 3].map(|lane| column(half + lane).as_chunks::<4>().0);
                for (at, lanes) in squares.chunks_exact_mut(4 * LANES).enumerate() {
                    let turned = f32x4::transpose(from.map(|column| f32x4::new(column[at])));
                    for (lanes, row) in lanes.chunks_exact_mut(LANES).zip(turned) {
                        lanes[half..half + 4].copy_from_slice(&row.to_array());
                    }
                }
            }
            for lane in 0..columns.len() {
                let column = &column(lane)[4 * fours..];
                for (lanes, from) in rest.chunks_exact_mut(LANES).zip(column) {
                    lanes[lane] = *from;
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
