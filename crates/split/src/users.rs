//! Which pieces need a thing.

use std::ops::BitOrAssign;

/// A set of pieces; a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(crate) struct Users(u64);

/// So many pieces may have the same. More copies make the base smaller and a page's pieces
/// together larger.
const COPIES: u32 = 5;

impl Users {
    /// Needed before any piece is there: by what is exported for all.
    pub(crate) const ALL: Self = Self(u64::MAX);
    /// The bit beyond the last piece tells "all" from "each of them".
    pub(crate) const MOST: usize = 63;

    pub(crate) fn one(piece: usize) -> Self {
        Self(1 << piece)
    }

    pub(crate) fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(crate) fn has(self, piece: usize) -> bool {
        self.contains(Self::one(piece))
    }

    /// Whether it is only in pieces, of which each that needs it has a copy: a reader of one
    /// widget loads no more for what a few others need as well.
    pub(crate) fn have_copies(self) -> bool {
        !self.is_general() && self.0.count_ones() <= COPIES
    }

    pub(crate) fn is_one(self) -> bool {
        self.0.is_power_of_two()
    }

    pub(crate) fn is_nobody(self) -> bool {
        self.0 == 0
    }

    /// Nobody, as far as can be seen, or everybody.
    pub(crate) fn is_general(self) -> bool {
        self.0 == 0 || self == Self::ALL
    }
}

impl BitOrAssign for Users {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
