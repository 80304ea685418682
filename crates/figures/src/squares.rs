//! A matrix as squares, and the lens over one that is too wide for them.

use crate::colour::{Range, colour, paper};

/// The most columns that are drawn as squares; a wider matrix is a picture.
pub const MOST_SQUARES: usize = 64;
/// How many columns the lens shows, each as a square of its own.
pub const LENS: usize = 16;

/// The pixels of one element, across and down, and the gap in front of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Square {
    /// Across.
    pub width: usize,
    /// Down; the same but in a picture.
    pub height: usize,
    /// Of `width` and `height`, left free.
    pub gap: usize,
}

impl Square {
    /// What fits a matrix of so many columns into about 256 pixels.
    #[must_use]
    pub fn fitting(columns: usize) -> Self {
        match columns {
            0..=LENS => Self { width: 15, height: 15, gap: 1 },
            17..=MOST_SQUARES => {
                let side = 256 / columns;
                Self { width: side, height: side, gap: usize::from(side > 5) }
            }
            // One pixel across, shrunk by the page: twelve of its pixels down.
            _ => Self { width: 1, height: columns * 12 / 256, gap: 0 },
        }
    }
}

/// Where the lens begins over the column looked at: the lenses lie side by side, so that
/// a choice within one does not move it.
#[must_use]
pub fn lens_start(column: usize, columns: usize) -> usize {
    let last = columns.saturating_sub(1);
    column.min(last) / LENS * LENS
}

/// The opaque RGBA pixels of `values`, `columns` a row, and how many pixels lie side by side.
/// −∞ is a number that is hidden, and is hatched.
#[must_use]
pub fn squares(
    values: &[f32],
    columns: usize,
    square: Square,
    range: Range,
    dark: bool,
) -> (Vec<u8>, usize) {
    let columns = columns.max(1);
    let width = columns * square.width;
    let [r, g, b] = paper(dark).map(|channel| channel as u8);
    let paper = [r, g, b, 255];
    let line = if dark { [110, 118, 130, 255] } else { [150, 156, 166, 255] };
    let mut out = Vec::with_capacity(values.len() * square.width * square.height * 4);
    for row in values.chunks(columns) {
        let inks: Vec<_> = row.iter().map(|&v| colour(v, range, dark)).collect();
        for y in 0..square.height {
            for x in 0..width {
                let (at, inside) = ((x / square.width).min(row.len() - 1), x % square.width);
                let free = inside + square.gap >= square.width || y + square.gap >= square.height;
                let hatched = row[at] == f32::NEG_INFINITY;
                out.extend(match (free, hatched) {
                    (true, _) => paper,
                    (false, true) => {
                        if (inside + y) % 5 == 0 {
                            line
                        } else {
                            paper
                        }
                    }
                    (false, false) => inks[at],
                });
            }
        }
    }
    (out, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixel(rgba: &[u8], width: usize, x: usize, y: usize) -> &[u8] {
        &rgba[(y * width + x) * 4..][..4]
    }

    #[test]
    fn elements_are_squares_up_to_64_columns() {
        for columns in [1, 2, 8, 12, 16, 32, 64] {
            let s = Square::fitting(columns);
            assert!(s.width == s.height && s.width >= 4 && columns * s.width <= 256, "{columns}");
        }
        for columns in [128, 256, 512, 1024] {
            let s = Square::fitting(columns);
            // Drawn 256 wide, a row is 12 high.
            assert_eq!((s.width, s.height * 256 / columns), (1, 12));
        }
    }

    #[test]
    fn every_element_has_its_colour_and_its_gap() {
        let square = Square { width: 4, height: 4, gap: 1 };
        let (rgba, width) =
            squares(&[1.0, 0.0, 0.0, 0.5, 1.0, 0.0], 3, square, Range::Share, false);
        assert_eq!((width, rgba.len()), (12, 12 * 8 * 4));
        let white = [255, 255, 255, 255];
        assert_ne!(pixel(&rgba, width, 0, 0), white);
        assert_eq!(pixel(&rgba, width, 3, 0), white, "the gap beside it");
        assert_eq!(pixel(&rgba, width, 0, 3), white, "the gap under it");
        assert_eq!(pixel(&rgba, width, 0, 0), pixel(&rgba, width, 4, 4));
        assert_ne!(pixel(&rgba, width, 0, 4), pixel(&rgba, width, 4, 4));
    }

    #[test]
    fn what_is_hidden_is_hatched_and_not_a_colour() {
        let square = Square { width: 16, height: 16, gap: 1 };
        let (rgba, width) =
            squares(&[f32::NEG_INFINITY, 1.0], 2, square, Range::Signed(1.0), false);
        assert_eq!(pixel(&rgba, width, 0, 0), [150, 156, 166, 255]);
        assert_eq!(pixel(&rgba, width, 1, 0), [255, 255, 255, 255]);
        assert!(squares(&[], 3, square, Range::Share, true).0.is_empty());
    }

    #[test]
    fn the_lens_does_not_move_under_the_pointer() {
        for (column, columns, start) in
            [(0, 64, 0), (15, 64, 0), (16, 64, 16), (1023, 1024, 1008), (9999, 32, 16), (0, 0, 0)]
        {
            assert_eq!(lens_start(column, columns), start, "{column} of {columns}");
        }
    }
}
