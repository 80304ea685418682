//! How often the windows of a pool read each cell of a square map.

/// Windows that move over a square map without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    /// Rows and columns of the map that is read.
    pub side: usize,
    /// Rows and columns of a window.
    pub size: usize,
    /// Cells from one window to the next.
    pub stride: usize,
    /// Windows along a row, as many as columns: what the operation says of these sizes.
    pub out: usize,
}

impl Windows {
    /// How many windows read each row of the map; each column alike.
    fn along(self) -> Vec<usize> {
        let mut times = vec![0; self.side];
        for window in 0..self.out {
            let from = window * self.stride;
            for row in from..(from + self.size).min(self.side) {
                times[row] += 1;
            }
        }
        times
    }

    /// How many windows read each cell, row by row.
    #[must_use]
    pub fn reads(self) -> Vec<usize> {
        let times = self.along();
        times.iter().flat_map(|down| times.iter().map(move |across| down * across)).collect()
    }

    /// How many cells are read so many times: (times, cells), times ascending.
    #[must_use]
    pub fn tally(self) -> Vec<(usize, usize)> {
        let mut reads = self.reads();
        reads.sort_unstable();
        reads.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alexnet_s_windows_share_rows_and_columns_and_leave_none_out() {
        let overlapping = Windows { side: 55, size: 3, stride: 2, out: 27 };
        // 26 rows between two windows are read twice; where such a row meets such a column, 4 times.
        let (twice, once) = (26, 29);
        let want = [(1, once * once), (2, 2 * once * twice), (4, twice * twice)];
        assert_eq!(overlapping.tally(), want);
        // Side by side, 27 windows of 2 end at 54: one row and one column are not read.
        let plain = Windows { size: 2, ..overlapping };
        assert_eq!(plain.tally(), [(0, 2 * 55 - 1), (1, 54 * 54)]);
    }

    /// Each window reads all its cells, whatever the sizes.
    #[test]
    fn all_reads_are_counted() {
        for size in 1..=7 {
            for stride in 1..=7 {
                let out = (55 - size) / stride + 1;
                let windows = Windows { side: 55, size, stride, out };
                let sum: usize = windows.tally().iter().map(|(times, cells)| times * cells).sum();
                assert_eq!(sum, out * out * size * size, "{size} {stride}");
                assert_eq!(windows.reads().len(), 55 * 55);
            }
        }
    }
}
