//! Trees from a seed.
//!
//! What goes together is said by the lexicon; how often which form comes is said here, in round
//! figures.

mod asked;
mod being;
mod clause;
mod mode;
mod object;
mod relative;
mod sentence;
mod somebody;
mod sought;
mod whereabouts;

use tensor::random::SplitMix64;

use crate::tree::Sentence;

/// Draws sentences.
#[derive(Debug)]
pub(crate) struct Sampler<'a> {
    chance: &'a mut SplitMix64,
}

/// A sentence of the grammar, whatever stands together in it.
#[must_use]
pub fn sentence(chance: &mut SplitMix64) -> Sentence {
    Sampler { chance }.sentence()
}

impl Sampler<'_> {
    /// A whole number below `count`.
    fn below(&mut self, count: usize) -> usize {
        (self.chance.next_u64() % count.max(1) as u64) as usize
    }

    /// True as often as `percent` says.
    fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is not empty.
    fn pick<T>(&mut self, list: &'static [T]) -> &'static T {
        &list[self.below(list.len())]
    }

    /// One of those that fit; `None` where there are none.
    fn pick_where<T>(
        &mut self,
        list: &'static [T],
        fits: impl Fn(&T) -> bool,
    ) -> Option<&'static T> {
        let count = list.iter().filter(|one| fits(one)).count();
        let nth = self.below(count);
        list.iter().filter(|one| fits(one)).nth(nth)
    }

    /// One of these, as often as its weight says.
    fn weighted<T: Copy>(&mut self, list: &[(usize, T)]) -> T {
        let mut left = self.below(list.iter().map(|(weight, _)| weight).sum());
        for &(weight, one) in list {
            if left < weight {
                return one;
            }
            left -= weight;
        }
        list[0].1
    }
}
