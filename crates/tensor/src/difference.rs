//! How far numbers are from those that are right.

/// The difference of two lists of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The largest absolute difference.
    pub largest: f32,
    /// The largest difference in tolerances; at most 1 is right.
    pub tolerances: f32,
}

impl Difference {
    /// Compares with what is wanted, where each number may be off by `fixed + share·|want|`.
    /// `None`: not as many numbers as are wanted. NaN is never right.
    #[must_use]
    pub fn of(got: &[f32], want: &[f32], (fixed, share): (f32, f32)) -> Option<Self> {
        if got.len() != want.len() {
            return None;
        }
        let most = |most: f32, off: f32| if off.is_nan() { f32::INFINITY } else { off.max(most) };
        let mut all = Self { largest: 0.0, tolerances: 0.0 };
        for (g, w) in got.iter().zip(want) {
            // Equal infinities differ by nothing, and nothing of no tolerance is nothing.
            if g == w {
                continue;
            }
            let off = (g - w).abs();
            all.largest = most(all.largest, off);
            all.tolerances = most(all.tolerances, off / (fixed + share * w.abs()));
        }
        Some(all)
    }

    /// Whether every number is within its tolerance.
    #[must_use]
    pub fn within(self) -> bool {
        self.tolerances <= 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(got: &[f32], want: &[f32], tolerance: (f32, f32), right: bool) {
        let difference = Difference::of(got, want, tolerance);
        assert_eq!(difference.map(Difference::within), Some(right), "{difference:?}");
    }

    #[test]
    fn what_is_within_the_tolerance_is_right() {
        check(&[1.0, -100.0], &[1.01, -101.0], (0.0, 0.02), true);
        check(&[1.0, -100.0], &[1.01, -103.0], (0.0, 0.02), false);
        check(&[0.5], &[0.0], (0.5, 0.0), true);
        check(&[f32::INFINITY, 0.0], &[f32::INFINITY, -0.0], (0.0, 0.0), true);
        check(&[1e-30], &[0.0], (0.0, 0.0), false);
    }

    #[test]
    fn what_is_no_number_is_never_right() {
        for (got, want) in [(f32::NAN, 0.0), (0.0, f32::NAN), (f32::NAN, f32::NAN)] {
            check(&[got, 0.0], &[want, 0.0], (1e9, 1.0), false);
        }
        check(&[f32::INFINITY], &[f32::NEG_INFINITY], (1.0, 1.0), false);
        assert_eq!(Difference::of(&[1.0], &[1.0, 2.0], (1.0, 1.0)), None);
    }

    #[test]
    fn the_largest_is_told() {
        let difference = Difference::of(&[1.0, 2.0, 3.0], &[1.5, 2.0, 2.0], (2.0, 0.0));
        assert_eq!(difference, Some(Difference { largest: 1.0, tolerances: 0.5 }));
    }
}
