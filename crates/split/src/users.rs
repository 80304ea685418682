//! Which pieces need a thing.

use std::ops::BitOrAssign;

/// A set of pieces; a bit for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub(crate) struct Users(u64);

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

    pub(crate) fn count(self) -> u32 {
        self.0.count_ones()
    }

    pub(crate) fn is_one(self) -> bool {
        self.0.is_power_of_two()
    }

    /// Those of one or of the other.
    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
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
