//! A layer's maps in a grid; of a net in two columns, those of the first left, of the second right.

/// Where the maps of a layer lie, in pixels of one number each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapGrid {
    /// How many maps; divisible by the halves.
    maps: usize,
    /// 2 for a net in two columns, else 1.
    halves: usize,
    /// Numbers along a side of each.
    side: usize,
    /// Maps side by side in a half.
    across: usize,
}

impl MapGrid {
    /// Two halves, each about one and a half times as wide as high, its rows all full.
    #[must_use]
    pub fn of(maps: usize, side: usize) -> Self {
        let half = (maps / 2).max(1);
        let fits = |across: &usize| half.is_multiple_of(*across) && 2 * across * across >= 3 * half;
        let across = (1..=half).find(fits).unwrap_or(half);
        Self { maps, halves: 2, side: side.max(1), across }
    }

    /// One part, about as wide as high, its rows all full.
    #[must_use]
    pub fn whole(maps: usize, side: usize) -> Self {
        let all = maps.max(1);
        let fits = |across: &usize| all.is_multiple_of(*across) && across * across >= all;
        let across = (1..=all).find(fits).unwrap_or(all);
        Self { maps, halves: 1, side: side.max(1), across }
    }

    /// Maps side by side in a half.
    #[must_use]
    pub fn across(self) -> usize {
        self.across
    }

    /// From a map to the next; single numbers lie close.
    fn pitch(self) -> usize {
        self.side + usize::from(self.side > 1)
    }

    fn rows(self) -> usize {
        self.maps / self.halves / self.across
    }

    /// What stays free before each half, for numbers.
    fn gutter(self) -> usize {
        (self.halves * self.across * self.pitch()).div_ceil(11).max(2)
    }

    /// Width and height.
    #[must_use]
    pub fn size(self) -> [usize; 2] {
        let width = self.gutter() + self.across * self.pitch();
        [self.halves * width, self.rows() * self.pitch()]
    }

    /// Left and top of a map.
    #[must_use]
    pub fn place(self, map: usize) -> [usize; 2] {
        let half = (self.maps / self.halves).max(1);
        let (right, at) = (map / half, map % half);
        let before = self.gutter() + right * (self.gutter() + self.across * self.pitch());
        [before + at % self.across * self.pitch(), at / self.across * self.pitch()]
    }

    /// Map, row and column of the number at a place; `None` between maps.
    #[must_use]
    pub fn hit(self, x: f64, y: f64) -> Option<[usize; 3]> {
        (0..self.maps).find_map(|map| {
            let [left, top] = self.place(map);
            let (right, down) = ((x - left as f64).floor(), (y - top as f64).floor());
            let inside = |v: f64| v >= 0.0 && v < self.side as f64;
            (inside(right) && inside(down)).then_some([map, down as usize, right as usize])
        })
    }

    /// The number of the first map of each row: its text, the right end and the middle of it.
    #[must_use]
    pub fn numbers(self) -> Vec<(usize, f32, f32)> {
        // Single numbers lie too close for every row to have one.
        let every = (self.gutter() * 2 / 3).div_ceil(self.pitch()).max(1);
        let first = (0..self.maps).step_by(self.across);
        let rows = first.filter(|map| (map / self.across % self.rows()).is_multiple_of(every));
        rows.map(|map| {
            let [left, top] = self.place(map);
            (map, left as f32 - self.gutter() as f32 / 6.0, top as f32 + self.side as f32 / 2.0)
        })
        .collect()
    }

    /// How high those texts may be.
    #[must_use]
    pub fn number_height(self) -> f32 {
        // A digit is about 0.6 as wide as high: the longest number fits into the gutter.
        self.gutter() as f32 * if self.maps > 100 { 0.42 } else { 0.62 }
    }

    /// RGBA pixels of the grid from those of the maps one after the other; transparent between.
    #[must_use]
    pub fn arrange(self, rgba: &[u8]) -> Vec<u8> {
        let [width, height] = self.size();
        let mut out = vec![0; width * height * 4];
        let row_bytes = self.side * 4;
        for (at, row) in rgba.chunks_exact(row_bytes).take(self.maps * self.side).enumerate() {
            let [left, top] = self.place(at / self.side);
            let to = ((top + at % self.side) * width + left) * 4;
            if let Some(out) = out.get_mut(to..to + row_bytes) {
                out.copy_from_slice(row);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: [(usize, usize); 7] =
        [(16, 32), (16, 15), (48, 15), (48, 7), (64, 7), (48, 3), (224, 1)];

    #[test]
    fn rows_are_full_and_halves_apart() {
        for (maps, side) in SHAPES {
            let grid = MapGrid::of(maps, side);
            assert_eq!(grid.across() * grid.rows() * 2, maps);
            let [width, height] = grid.size();
            assert!(width < 6 * height && width > 2 * height, "{maps}: {width}×{height}");
            let (last, first) = (grid.place(grid.across() - 1), grid.place(maps / 2));
            assert!(first[0] > last[0] + side + 1 && first[1] == 0, "{maps}");
        }
        assert_eq!(MapGrid::of(48, 15).across(), 6);
    }

    #[test]
    fn a_whole_grid_is_about_square() {
        for (maps, across) in [(8, 4), (16, 4), (32, 8), (64, 8), (7, 7), (1, 1)] {
            let grid = MapGrid::whole(maps, 9);
            assert_eq!((grid.across(), grid.rows() * grid.across()), (across, maps));
        }
    }

    #[test]
    fn every_cell_is_drawn_where_it_is_hit() {
        let wholes =
            [(8, 32), (16, 16), (32, 8), (5, 3)].map(|(m, s)| (m, s, MapGrid::whole(m, s)));
        let halves = SHAPES.map(|(m, s)| (m, s, MapGrid::of(m, s)));
        for (maps, side, grid) in halves.into_iter().chain(wholes) {
            let plane = side * side;
            let rgba: Vec<u8> = (0..maps * plane)
                .flat_map(|i| [(i % 251) as u8, (i / 251) as u8, 7, 255])
                .collect();
            let (out, width) = (grid.arrange(&rgba), grid.size()[0]);
            let mut seen = 0;
            for (at, pixel) in out.chunks_exact(4).enumerate() {
                let hit = grid.hit((at % width) as f64 + 0.5, (at / width) as f64 + 0.5);
                assert_eq!(hit.is_some(), pixel[3] == 255);
                let Some([map, row, column]) = hit else { continue };
                let i = map * plane + row * side + column;
                assert_eq!(
                    pixel,
                    &rgba[i * 4..i * 4 + 4],
                    "{maps} of {side}: {map} {row} {column}"
                );
                seen += 1;
            }
            assert_eq!(seen, maps * plane);
        }
    }

    #[test]
    fn numbers_have_room_and_stand_before_their_rows() {
        for (maps, side) in SHAPES {
            let grid = MapGrid::of(maps, side);
            let numbers = grid.numbers();
            assert_eq!((numbers[0].0, numbers.iter().any(|n| n.0 == maps / 2)), (0, true));
            for pair in numbers.windows(2).filter(|pair| pair[1].0 != maps / 2) {
                assert!(pair[1].2 - pair[0].2 >= grid.number_height(), "{maps} of {side}");
            }
        }
    }

    #[test]
    fn too_few_pixels_do_no_harm() {
        assert!(MapGrid::of(4, 2).arrange(&[1; 9]).iter().all(|v| *v <= 1));
        assert_eq!(MapGrid::of(0, 0).hit(0.0, 0.0), None);
    }
}
