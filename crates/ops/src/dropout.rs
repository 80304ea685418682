//! Dropout: each number is set to 0 with probability p, the others are scaled by
//! 1/(1 − p) (AlexNet, section 4.2, scales at test time instead).
//!
//! Which are kept is a hash of the seed and the element's position in 32-bit
//! arithmetic, so that every backend drops the same ones.

use crate::back::Back;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::Combine;

const OP: &str = "dropout";

/// `dropout(x, {p, seed})`; the same seed drops the same elements.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dropout {
    /// The probability of a 0, from 0 to 1.
    pub p: f64,
    /// Chooses which.
    pub seed: u32,
}

impl Dropout {
    /// Reads the options: p 0.5 and seed 0 where left out.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["p", "seed"])?;
        let seed = options.whole(OP, "seed")?.unwrap_or(0);
        let seed = u32::try_from(seed).map_err(|_| {
            OpError::new(OP, format!("seed must be from 0 to {}, got {seed}", u32::MAX))
        })?;
        Ok(Self { p: options.number(OP, "p", (0.0, 1.0))?.unwrap_or(0.5), seed })
    }

    /// Whether the element at this position stays: `hash ≥ p·2³²`; nothing stays where p is 1.
    #[must_use]
    pub fn keeps(&self, position: u32) -> bool {
        self.p < 1.0 && hash(self.seed, position) >= self.threshold()
    }

    /// `p·2³²`, rounded down.
    #[must_use]
    pub fn threshold(&self) -> u32 {
        (self.p * 4_294_967_296.0) as u32
    }

    /// What a number that stays is multiplied by; 0 where p is 1.
    #[must_use]
    pub fn scale(&self) -> f32 {
        if self.p < 1.0 { (1.0 / (1.0 - self.p)) as f32 } else { 0.0 }
    }
}

impl Shaped for Dropout {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![args.need(0)?.to_vec()])
    }
}

impl Primitive for Dropout {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let scale = self.scale();
        let value = |(i, x): (usize, &f32)| if self.keeps(i as u32) { x * scale } else { 0.0 };
        Ok(vec![args.need(0)?.data().iter().enumerate().map(value).collect()])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let mut terms = Vec::new();
        if self.keeps(cell.flat as u32) {
            terms.push(args.term(0, cell.flat).times("1/(1 − p)", f64::from(self.scale())));
        }
        Ok((terms, Combine::Sum))
    }

    /// What was dropped or scaled forward is so backward.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        Ok(vec![Some(back.run(*self, &[Some(back.dy)])?)])
    }
}

/// 32 bits for an element: `mix(mix(seed) + position)`, all modulo 2³².
///
/// `mix` is Chris Wellons' `lowbias32`: shifts 16, 15, 16 around two multiplications.
fn hash(seed: u32, position: u32) -> u32 {
    mix(mix(seed).wrapping_add(position))
}

fn mix(mut h: u32) -> u32 {
    h = (h ^ (h >> 16)).wrapping_mul(0x7feb_352d);
    h = (h ^ (h >> 15)).wrapping_mul(0x846c_a68b);
    h ^ (h >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_zeros_is_p() {
        for (p, seed) in [(0.0, 1), (0.1, 2), (0.5, 3), (0.9, 4), (1.0, 5)] {
            let op = Dropout { p, seed };
            let dropped = (0..100_000).filter(|&i| !op.keeps(i)).count() as f64 / 1e5;
            assert!((dropped - p).abs() < 0.005, "p {p}: {dropped}");
        }
    }

    #[test]
    fn neighbours_and_seeds_are_independent() {
        let kept = |seed, i| Dropout { p: 0.5, seed }.keeps(i);
        let equal = |f: &dyn Fn(u32) -> bool| (0..100_000).filter(|&i| f(i)).count() as f64 / 1e5;
        for shift in [1, 2, 64, 1000] {
            let share = equal(&|i| kept(0, i) == kept(0, i + shift));
            assert!((share - 0.5).abs() < 0.01, "shift {shift}: {share}");
        }
        for seed in [1, 2, 1 << 31] {
            let share = equal(&|i| kept(0, i) == kept(seed, i));
            assert!((share - 0.5).abs() < 0.01, "seed {seed}: {share}");
        }
    }
}
