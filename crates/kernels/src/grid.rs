//! Grids of places as kernels take them: a fixed number of axes, the last one fastest.

use ops::OpError;

/// A grid of `R` axes with several ways to walk it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Grid<const R: usize, const N: usize> {
    /// The size of each axis, outermost first.
    sizes: [usize; R],
    /// From one place to the next along each axis, for each of the `N` walks.
    strides: [[usize; R]; N],
}

impl<const R: usize, const N: usize> Grid<R, N> {
    /// The grid of these sizes: axes of one place are left out, and neighbours that
    /// every walk passes in one go are joined, so that nearly all shapes fit `R` axes.
    ///
    /// # Errors
    /// Where more axes remain than a kernel takes.
    pub(crate) fn new(
        op: &'static str,
        sizes: &[usize],
        strides: [&[usize]; N],
    ) -> Result<Self, OpError> {
        let mut axes: Vec<(usize, [usize; N])> = Vec::new();
        for (axis, &size) in sizes.iter().enumerate() {
            if size == 1 {
                continue;
            }
            let steps = strides.map(|s| s[axis]);
            match axes.last_mut() {
                // The last place of the outer axis is followed by the first of the inner one.
                Some((outer, before)) if (0..N).all(|n| before[n] == steps[n] * size) => {
                    *outer *= size;
                    *before = steps;
                }
                _ => axes.push((size, steps)),
            }
        }
        let Some(lead) = R.checked_sub(axes.len()) else {
            let message = format!(
                "a shape {sizes:?} that does not fold into {R} axes cannot be walked on WebGPU"
            );
            return Err(OpError::new(op, message));
        };
        let mut grid = Self { sizes: [1; R], strides: [[0; R]; N] };
        for (i, (size, steps)) in axes.into_iter().enumerate() {
            grid.sizes[lead + i] = size;
            for (walk, step) in grid.strides.iter_mut().zip(steps) {
                walk[lead + i] = step;
            }
        }
        Ok(grid)
    }

    /// How many places.
    pub(crate) fn len(&self) -> usize {
        self.sizes.iter().product()
    }

    /// The sizes of all axes but the outermost, which no kernel needs.
    pub(crate) fn inner_sizes(&self) -> &[usize] {
        &self.sizes[1..]
    }

    /// The strides of walk `n`.
    pub(crate) fn walk(&self, n: usize) -> &[usize] {
        &self.strides[n]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_joined_and_ones_left_out() {
        let grid: Grid<3, 2> =
            Grid::new("add", &[2, 3, 1, 4], [&[12, 4, 4, 1], &[0, 4, 4, 1]]).unwrap();
        assert_eq!(grid.inner_sizes(), [2, 12]);
        assert_eq!((grid.walk(0), grid.walk(1)), (&[0, 12, 1][..], &[0, 0, 1][..]));
        assert_eq!(grid.len(), 24);
    }

    #[test]
    fn what_does_not_fold_is_refused() {
        let strides = [32, 16, 8, 4];
        let refused: Result<Grid<3, 1>, _> = Grid::new("add", &[2, 2, 2, 2], [&strides]);
        assert_eq!(refused.map(|g| g.len()).ok(), Some(16), "one even walk is one axis");
        let refused: Result<Grid<3, 1>, _> = Grid::new("add", &[2, 2, 2, 2], [&[1, 9, 3, 7]]);
        assert!(refused.unwrap_err().to_string().starts_with("add: a shape [2, 2, 2, 2]"));
    }
}
