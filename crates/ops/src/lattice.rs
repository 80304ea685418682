//! Walking over axes: strides, broadcasting, negative axes.

use tensor::show_shape;

use crate::error::OpError;

/// How far apart neighbours along each axis lie in row-major order.
#[must_use]
pub fn strides(shape: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; shape.len()];
    for axis in (1..shape.len()).rev() {
        strides[axis - 1] = strides[axis] * shape[axis];
    }
    strides
}

/// The index of a position in row-major order.
pub(crate) fn unravel(shape: &[usize], flat: usize) -> Vec<usize> {
    let strides = strides(shape);
    shape.iter().zip(&strides).map(|(&d, &s)| flat / s.max(1) % d.max(1)).collect()
}

/// Rows that are turned together.
const STRIP: usize = 16;

/// Positions in a tensor that form a grid: some of its axes, each with its stride.
#[derive(Debug, Clone)]
pub struct Lattice {
    sizes: Vec<usize>,
    strides: Vec<usize>,
}

impl Lattice {
    /// A grid of these sizes and steps.
    #[must_use]
    pub fn new(sizes: Vec<usize>, strides: Vec<usize>) -> Self {
        Self { sizes, strides }
    }

    /// The named axes of a shape, in that order.
    #[must_use]
    pub fn of(shape: &[usize], axes: &[usize]) -> Self {
        let steps = strides(shape);
        let pick = |from: &[usize]| axes.iter().map(|&a| from[a]).collect();
        Self { sizes: pick(shape), strides: pick(&steps) }
    }

    /// A shape read as if it had the shape `to`, which it broadcasts to.
    #[must_use]
    pub fn stretched(shape: &[usize], to: &[usize]) -> Self {
        let lead = to.len() - shape.len();
        let own = strides(shape);
        let step = |axis: usize| match axis.checked_sub(lead) {
            Some(a) if shape[a] != 1 => own[a],
            _ => 0,
        };
        Self { sizes: to.to_vec(), strides: (0..to.len()).map(step).collect() }
    }

    /// The size of each axis, outermost first.
    #[must_use]
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// From one position to the next along each axis; 0 where a tensor is stretched.
    #[must_use]
    pub fn strides(&self) -> &[usize] {
        &self.strides
    }

    /// How many positions.
    pub(crate) fn len(&self) -> usize {
        self.sizes.iter().product()
    }

    /// Where the nth position lies.
    #[must_use]
    pub fn offset(&self, nth: usize) -> usize {
        unravel(&self.sizes, nth).iter().zip(&self.strides).map(|(i, s)| i * s).sum()
    }

    /// The same grid with as few axes: those that go on where the inner one ends are one.
    pub(crate) fn merged(&self) -> Self {
        let mut merged = Self { sizes: Vec::new(), strides: Vec::new() };
        for (&size, &stride) in self.sizes.iter().zip(&self.strides).filter(|(s, _)| **s != 1) {
            match (merged.sizes.last_mut(), merged.strides.last_mut()) {
                (Some(outer), Some(step)) if *step == size * stride => {
                    (*outer, *step) = (*outer * size, stride);
                }
                _ => {
                    merged.sizes.push(size);
                    merged.strides.push(stride);
                }
            }
        }
        merged
    }

    /// What lies at every position, in row-major order of the grid.
    pub(crate) fn gather(&self, data: &[f32]) -> Vec<f32> {
        let Self { sizes, strides } = self.merged();
        let Some((&size, outer)) = sizes.split_last() else { return vec![data[0]] };
        let (&stride, steps) = strides.split_last().unwrap_or((&1, &[]));
        match (outer.split_last(), steps.split_last()) {
            // The last two axes are exchanged: strips of rows, so that what is read is at hand.
            (Some((&rows, lead)), Some((&1, lead_steps))) if stride > 1 => {
                let mut y = vec![0.0; self.len()];
                let lead = Self { sizes: lead.to_vec(), strides: lead_steps.to_vec() };
                for (y, from) in y.chunks_exact_mut(rows * size).zip(lead.offsets()) {
                    for strip in (0..rows).step_by(STRIP) {
                        let strip = strip..(strip + STRIP).min(rows);
                        for column in 0..size {
                            let from = from + column * stride;
                            let read = &data[from + strip.start..from + strip.end];
                            for (row, &v) in strip.clone().zip(read) {
                                y[row * size + column] = v;
                            }
                        }
                    }
                }
                y
            }
            _ => {
                let mut y = Vec::with_capacity(self.len());
                let rows = Self { sizes: outer.to_vec(), strides: steps.to_vec() };
                rows.offsets().for_each(|from| match stride {
                    1 => y.extend_from_slice(&data[from..from + size]),
                    _ => y.extend((0..size).map(|nth| data[from + nth * stride])),
                });
                y
            }
        }
    }

    /// Every position in row-major order of the grid.
    #[must_use]
    pub(crate) fn offsets(&self) -> Offsets<'_> {
        Offsets { of: self, index: vec![0; self.sizes.len()], at: 0, left: self.len() }
    }
}

/// The positions of a [`Lattice`], one after the other.
#[derive(Clone)]
pub(crate) struct Offsets<'a> {
    of: &'a Lattice,
    index: Vec<usize>,
    at: usize,
    left: usize,
}

impl Iterator for Offsets<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let now = self.at;
        for axis in (0..self.index.len()).rev() {
            self.index[axis] += 1;
            self.at += self.of.strides[axis];
            if self.index[axis] < self.of.sizes[axis] {
                break;
            }
            self.at -= self.of.strides[axis] * self.of.sizes[axis];
            self.index[axis] = 0;
        }
        Some(now)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }

    fn count(self) -> usize {
        self.left
    }

    /// As `next` would, but with the innermost axis as a loop of its own: sums and every
    /// `for_each` spend their time here.
    fn fold<B, F: FnMut(B, usize) -> B>(mut self, init: B, mut f: F) -> B {
        let Some(inner) = self.index.len().checked_sub(1) else {
            return match self.next() {
                Some(at) => f(init, at),
                None => init,
            };
        };
        let mut value = init;
        let (size, stride) = (self.of.sizes[inner], self.of.strides[inner]);
        while self.left > 0 {
            let run = size - self.index[inner];
            for nth in 0..run {
                value = f(value, self.at + nth * stride);
            }
            // To the last of the run, and one on.
            self.left -= run - 1;
            self.at += (run - 1) * stride;
            self.index[inner] = size - 1;
            self.next();
        }
        value
    }
}

impl ExactSizeIterator for Offsets<'_> {}

/// A tensor cut into groups: `groups` lists where each begins, `members` its elements from there.
#[derive(Debug, Clone)]
pub struct Groups {
    /// Where each group begins.
    pub groups: Lattice,
    /// The elements of a group, counted from where it begins.
    pub members: Lattice,
}

impl Groups {
    /// The elements that differ only along `axes` form a group.
    #[must_use]
    pub fn along(shape: &[usize], axes: &[usize]) -> Self {
        let kept: Vec<usize> = (0..shape.len()).filter(|a| !axes.contains(a)).collect();
        Self { groups: Lattice::of(shape, &kept), members: Lattice::of(shape, axes) }
    }

    /// How long the groups are, where they are rows that follow each other: then slices are
    /// faster than a walk.
    pub(crate) fn rows(&self) -> Option<usize> {
        let width = self.members.len();
        let (groups, members) = (self.groups.merged(), self.members.merged());
        (members.strides == [1] && groups.strides == [width]).then_some(width)
    }
}

/// The shape that both broadcast to; aligned at the right, as in PyTorch.
pub(crate) fn broadcast(a: &[usize], b: &[usize]) -> Option<Vec<usize>> {
    let rank = a.len().max(b.len());
    let size =
        |s: &[usize], axis: usize| (axis + s.len()).checked_sub(rank).map_or(1, |axis| s[axis]);
    (0..rank)
        .map(|axis| match (size(a, axis), size(b, axis)) {
            (x, y) if x == y => Some(x),
            (1, y) => Some(y),
            (x, 1) => Some(x),
            _ => None,
        })
        .collect()
}

/// An axis counted from the front; negative ones count from the end.
///
/// # Errors
/// Names an axis that x does not have.
pub fn resolve_axis(
    op: &'static str,
    name: &str,
    axis: i64,
    x: &[usize],
) -> Result<usize, OpError> {
    let rank = x.len() as i64;
    let at = if axis < 0 { axis + rank } else { axis };
    usize::try_from(at).ok().filter(|&a| a < x.len()).ok_or_else(|| {
        OpError::new(op, format!("{name} {axis} is outside x {} of rank {rank}", show_shape(x)))
    })
}

/// Several axes, each once, counted from the front.
///
/// # Errors
/// Names an axis that x does not have, or one named twice.
pub fn resolve_axes(
    op: &'static str,
    name: &str,
    axes: &[i64],
    x: &[usize],
) -> Result<Vec<usize>, OpError> {
    let found: Vec<usize> =
        axes.iter().map(|&a| resolve_axis(op, name, a, x)).collect::<Result<_, _>>()?;
    match (1..found.len()).find(|&i| found[..i].contains(&found[i])) {
        None => Ok(found),
        Some(twice) => {
            let words = format!("{name} {axes:?} names axis {} twice", found[twice]);
            Err(OpError::new(op, words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lattice_visits_its_positions_in_order() {
        let turned = Lattice::of(&[2, 3], &[1, 0]);
        let seen: Vec<usize> = turned.offsets().collect();
        assert_eq!(seen, [0, 3, 1, 4, 2, 5]);
        assert!((0..6).all(|i| turned.offset(i) == seen[i]));
        assert_eq!(Lattice::of(&[2, 3], &[]).offsets().collect::<Vec<_>>(), [0]);
    }

    /// A sum visits what a loop visits, from wherever it begins, and merged axes change nothing.
    #[test]
    fn a_fold_is_the_loop() {
        for (shape, axes) in [
            (&[2, 3, 4, 5][..], &[0, 2, 3][..]),
            (&[2, 3, 4], &[2, 0]),
            (&[2, 3, 4], &[0, 2, 1]),
            (&[20, 35], &[1, 0]),
            (&[3, 4, 5, 2], &[0, 2, 1, 3]),
            (&[1, 1], &[0, 1]),
            (&[2, 1, 4], &[0, 1, 2]),
            (&[7], &[0]),
            (&[3, 0], &[0, 1]),
            (&[2, 3], &[]),
        ] {
            let lattice = Lattice::of(shape, axes);
            let mut looped = Vec::new();
            for at in lattice.offsets() {
                looped.push(at);
            }
            for skipped in 0..=looped.len().min(9) {
                let mut rest = lattice.offsets();
                assert_eq!(rest.by_ref().take(skipped).count(), skipped);
                assert_eq!(rest.clone().count(), looped.len() - skipped);
                let mut folded = Vec::new();
                rest.for_each(|at| folded.push(at));
                assert_eq!(folded, looped[skipped..], "{shape:?} {axes:?} from {skipped}");
            }
            assert_eq!(lattice.merged().offsets().collect::<Vec<_>>(), looped);
            if !looped.is_empty() {
                let data: Vec<f32> = (0..1000).map(|i| i as f32).collect();
                let want: Vec<f32> = looped.iter().map(|&at| at as f32).collect();
                assert_eq!(lattice.gather(&data), want, "{shape:?} {axes:?}");
            }
        }
        assert_eq!(Lattice::of(&[2, 3, 4, 5], &[0, 2, 3]).merged().sizes(), [2, 20]);
    }

    #[test]
    fn shapes_broadcast_from_the_right() {
        assert_eq!(broadcast(&[2, 1, 4], &[3, 1]), Some(vec![2, 3, 4]));
        assert_eq!(broadcast(&[], &[3]), Some(vec![3]));
        assert_eq!(broadcast(&[2, 3], &[2]), None);
        let seen: Vec<usize> = Lattice::stretched(&[2, 1], &[2, 2, 3]).offsets().collect();
        assert_eq!(seen, [0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
    }
}
