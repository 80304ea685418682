//! Pictures that are a little different each time.

use ops::OpError;
use tensor::{Tensor, random::SplitMix64};

use crate::training::bad;
use crate::training::examples::{Batch, Examples, Pairs};

/// How pictures are changed in training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Augment {
    /// A picture is moved by up to so many pixels along either axis; zeros come in (ResNet,
    /// section 4.2, pads 4 and crops, which is the same).
    pub shift: usize,
    /// Half of them are mirrored, left to right.
    pub flip: bool,
}

/// Pictures `[N, C, H, W]` with labels that are changed in training, and only there.
#[derive(Debug, Clone)]
pub struct Pictures {
    pairs: Pairs,
    augment: Augment,
}

impl Pictures {
    /// Pictures that are changed in this way.
    ///
    /// # Errors
    /// Where the examples are no pictures.
    pub fn new(pairs: Pairs, augment: Augment) -> Result<Self, OpError> {
        match &pairs.shapes().0[..] {
            [one] if one.len() == 3 => Ok(Self { pairs, augment }),
            _ => Err(bad("only pictures [N, C, H, W] are moved and mirrored")),
        }
    }
}

impl Examples for Pictures {
    fn count(&self) -> usize {
        self.pairs.count()
    }

    fn shapes(&self) -> (Vec<Vec<usize>>, usize) {
        self.pairs.shapes()
    }

    fn batch(&self, which: &[usize], chance: Option<&mut SplitMix64>) -> Batch {
        let mut batch = self.pairs.batch(which, None);
        if let Some(rng) = chance {
            for picture in &mut batch.inputs {
                *picture = self.augment.changed(picture, rng);
            }
        }
        batch
    }
}

impl Augment {
    fn changed(self, pictures: &Tensor, rng: &mut SplitMix64) -> Tensor {
        let &[n, c, h, w] = pictures.shape() else { return pictures.clone() };
        let places = 2 * self.shift as u64 + 1;
        let mut moved = || (rng.next_u64() % places) as isize - self.shift as isize;
        let drawn: Vec<[isize; 2]> = (0..n).map(|_| [moved(), moved()]).collect();
        let flips: Vec<bool> = (0..n).map(|_| self.flip && rng.next_u64() % 2 == 1).collect();
        Tensor::from_fn(&[n, c, h, w], |i| {
            let (x, y, plane) = (i % w, i / w % h, i / (w * h));
            let [down, right] = drawn[plane / c];
            let x = if flips[plane / c] { w - 1 - x } else { x };
            let (y, x) = (y.checked_add_signed(down), x.checked_add_signed(right));
            match (y.filter(|&y| y < h), x.filter(|&x| x < w)) {
                (Some(y), Some(x)) => pictures.data()[(plane * h + y) * w + x],
                _ => 0.0,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pictures(augment: Augment) -> Pictures {
        let x = Tensor::from_fn(&[40, 2, 3, 4], |i| i as f32 + 1.0);
        let pairs = Pairs::new(vec![x], Tensor::from_fn(&[40], |_| 0.0)).expect("pairs");
        Pictures::new(pairs, augment).expect("pictures")
    }

    fn drawn(augment: Augment, chance: bool) -> Tensor {
        let all: Vec<usize> = (0..40).collect();
        let mut rng = SplitMix64::new(9);
        pictures(augment).batch(&all, chance.then_some(&mut rng)).inputs.remove(0)
    }

    #[test]
    fn nothing_is_changed_without_chance_or_wish() {
        let augment = Augment { shift: 2, flip: true };
        let plain = drawn(Augment::default(), true);
        assert_eq!(plain, drawn(augment, false));
        assert_ne!(plain, drawn(augment, true));
        assert_eq!(drawn(augment, true), drawn(augment, true));
    }

    #[test]
    fn half_are_mirrored() {
        let (plain, got) =
            (drawn(Augment::default(), true), drawn(Augment { shift: 0, flip: true }, true));
        let mut mirrored = 0;
        for (plain, got) in plain.data().chunks(24).zip(got.data().chunks(24)) {
            let rows: Vec<f32> =
                plain.chunks(4).flat_map(|row| row.iter().rev().copied()).collect();
            assert!(got == plain || got == rows);
            mirrored += usize::from(got == rows);
        }
        assert!((10..=30).contains(&mirrored), "{mirrored}");
    }

    /// What stays inside keeps its neighbours; both channels move alike.
    #[test]
    fn what_is_moved_leaves_zeros() {
        let (plain, got) =
            (drawn(Augment::default(), true), drawn(Augment { shift: 1, flip: false }, true));
        let mut ways = std::collections::BTreeSet::new();
        for (plain, got) in plain.data().chunks(24).zip(got.data().chunks(24)) {
            let way = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dy, dx))).find(|&(dy, dx)| {
                (0..24).all(|i: usize| {
                    let (x, y, c) = ((i % 4) as isize + dx, (i / 4 % 3) as isize + dy, i / 12);
                    let inside = (0..4).contains(&x) && (0..3).contains(&y);
                    let want =
                        if inside { plain[c * 12 + y as usize * 4 + x as usize] } else { 0.0 };
                    got[i] == want
                })
            });
            ways.insert(way.expect("a shift"));
        }
        assert!(ways.len() > 5, "{ways:?}");
    }
}
