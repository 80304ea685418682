//! Which numbers of a block share a mean and a variance.

/// The sizes of a block: (N, C, H·W) of pictures, (B, D, T) of sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Pictures or sentences: N, B.
    pub samples: usize,
    /// Channels or features: C, D.
    pub channels: usize,
    /// Places of a picture row by row, or of a sentence: H·W, T.
    pub places: usize,
}

/// One number of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Which picture or sentence.
    pub sample: usize,
    /// Which channel or feature.
    pub channel: usize,
    /// Which place.
    pub place: usize,
}

/// What a normalization takes together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// One channel of all samples: BatchNorm.
    Batch,
    /// All channels of one place of one sample: LayerNorm over the last axis of `[B, T, D]`.
    Place,
    /// All of one sample: LayerNorm over `[C, H, W]`.
    Sample,
    /// One channel of one sample: InstanceNorm.
    Instance,
    /// So many neighbouring channels of one sample: GroupNorm.
    Group {
        /// How many channels a group has.
        channels: usize,
    },
}

impl Sizes {
    /// How many numbers.
    #[must_use]
    pub fn count(self) -> usize {
        self.samples * self.channels * self.places
    }

    /// Every cell, sample by sample, in it channel by channel.
    pub fn cells(self) -> impl Iterator<Item = Cell> {
        (0..self.count()).map(move |i| Cell {
            sample: i / (self.channels * self.places),
            channel: i / self.places % self.channels,
            place: i % self.places,
        })
    }

    /// The cell nearest to `cell` that the block has; `None` if it has none.
    #[must_use]
    pub fn nearest(self, cell: Cell) -> Option<Cell> {
        Some(Cell {
            sample: cell.sample.min(self.samples.checked_sub(1)?),
            channel: cell.channel.min(self.channels.checked_sub(1)?),
            place: cell.place.min(self.places.checked_sub(1)?),
        })
    }
}

impl Sharing {
    /// Whether two cells are in one group.
    #[must_use]
    pub fn together(self, a: Cell, b: Cell) -> bool {
        let sample = a.sample == b.sample;
        match self {
            Self::Batch => a.channel == b.channel,
            Self::Place => sample && a.place == b.place,
            Self::Sample => sample,
            Self::Instance => sample && a.channel == b.channel,
            Self::Group { channels } => {
                let group = |cell: Cell| cell.channel / channels.max(1);
                sample && group(a) == group(b)
            }
        }
    }

    /// The number of a cell's group, counted in the order of [`Sizes::cells`].
    #[must_use]
    pub fn number(self, sizes: Sizes, of: Cell) -> usize {
        match self {
            Self::Batch => of.channel,
            Self::Place => of.sample * sizes.places + of.place,
            Self::Sample => of.sample,
            Self::Instance => of.sample * sizes.channels + of.channel,
            Self::Group { channels } => {
                let channels = channels.max(1);
                of.sample * (sizes.channels / channels) + of.channel / channels
            }
        }
    }

    /// The group of a cell, in the order of [`Sizes::cells`].
    #[must_use]
    pub fn group(self, sizes: Sizes, of: Cell) -> Vec<Cell> {
        sizes.cells().filter(|cell| self.together(of, *cell)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_the_sizes_of_their_axes() {
        let sizes = Sizes { samples: 3, channels: 8, places: 5 };
        let of = Cell { sample: 1, channel: 5, place: 2 };
        for (sharing, count) in [
            (Sharing::Batch, 3 * 5),
            (Sharing::Place, 8),
            (Sharing::Sample, 8 * 5),
            (Sharing::Instance, 5),
            (Sharing::Group { channels: 4 }, 4 * 5),
        ] {
            let group = sharing.group(sizes, of);
            assert_eq!(group.len(), count, "{sharing:?}");
            assert!(group.contains(&of));
            // A group is the same whichever of its cells is asked.
            assert!(group.iter().all(|other| sharing.group(sizes, *other) == group));
            let number = sharing.number(sizes, of);
            let same = |cell: Cell| sharing.number(sizes, cell) == number;
            assert!(sizes.cells().all(|cell| same(cell) == group.contains(&cell)), "{sharing:?}");
        }
        assert_eq!(sizes.cells().count(), sizes.count());
    }

    #[test]
    fn the_nearest_cell_is_inside_or_none() {
        let sizes = Sizes { samples: 1, channels: 2, places: 3 };
        let far = Cell { sample: 9, channel: 9, place: 9 };
        assert_eq!(sizes.nearest(far), Some(Cell { sample: 0, channel: 1, place: 2 }));
        assert_eq!(Sizes { samples: 0, ..sizes }.nearest(far), None);
    }
}
