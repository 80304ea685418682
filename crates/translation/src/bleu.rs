//! BLEU by hand (Papineni et al. 2002): how many n-grams of a translation stand in a reference.
//!
//! The figures are those of `sacrebleu`: n from 1 to 4, all sentences counted together, and where
//! no n-gram of a length is right, half a match, then a quarter, and so on.
//!
//! ```
//! use translation::{Order, bleu};
//! let (got, want) = (["我", "喜欢", "茶", "。"], ["我", "很", "喜欢", "茶", "。"]);
//! let bleu = bleu([(&got[..], &[&want[..]][..])], Order::Whole);
//! assert_eq!(bleu.counts.matches, [4, 2, 1, 0]);
//! ```

use std::{collections::BTreeMap, iter::Sum};

/// The longest n-grams.
const N: usize = 4;

/// What is counted in sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// How many n-grams are right, none more often than in a reference; n from 1 to 4.
    pub matches: [usize; N],
    /// How many there are.
    pub totals: [usize; N],
    /// Words of the translations.
    pub length: usize,
    /// Words of the references; of several the nearest in length counts.
    pub reference_length: usize,
}

/// How BLEU comes about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bleu {
    /// From 0 to 100.
    pub score: f64,
    /// The share of n-grams that are right, in percent, n from 1 to 4.
    pub precisions: [f64; N],
    /// Below 1 where the translations are shorter than their references.
    pub brevity_penalty: f64,
    /// What was counted.
    pub counts: Counts,
}

/// What is made of n-grams that are longer than a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The score is 0 without one of four words, as of a whole set.
    Whole,
    /// Only lengths that there are count, as of a single sentence.
    Effective,
}

/// BLEU of translations with their references, each cut into words.
#[must_use]
pub fn bleu<'a, S: AsRef<str> + 'a>(
    translations: impl IntoIterator<Item = (&'a [S], &'a [&'a [S]])>,
    order: Order,
) -> Bleu {
    let counts = translations.into_iter().map(|(words, references)| Counts::of(words, references));
    counts.sum::<Counts>().bleu(order)
}

impl Counts {
    /// The counts of one sentence.
    #[must_use]
    pub fn of<S: AsRef<str>>(words: &[S], references: &[&[S]]) -> Self {
        let length = words.len();
        let nearest = references.iter().map(|r| r.len()).min_by_key(|&r| (r.abs_diff(length), r));
        let reference_length = nearest.unwrap_or_default();
        let mut counts = Self { length, reference_length, ..Self::default() };
        for n in 1..=N {
            let mut most: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
            for (gram, count) in references.iter().flat_map(|reference| grams(reference, n)) {
                let held = most.entry(gram).or_default();
                *held = count.max(*held);
            }
            for (gram, count) in grams(words, n) {
                counts.totals[n - 1] += count;
                counts.matches[n - 1] += count.min(most.get(&gram).copied().unwrap_or_default());
            }
        }
        counts
    }

    /// Precisions, penalty and score of what was counted.
    #[must_use]
    pub fn bleu(self, order: Order) -> Bleu {
        let (length, reference) = (self.length as f64, self.reference_length as f64);
        let brevity_penalty = match self.length {
            _ if length >= reference => 1.0,
            0 => 0.0,
            _ => (1.0 - reference / length).exp(),
        };
        let mut bleu = Bleu { score: 0.0, precisions: [0.0; N], brevity_penalty, counts: self };
        if self.matches == [0; N] {
            return bleu;
        }
        let (mut half, mut lengths) = (1.0, 0);
        for n in (0..N).take_while(|&n| self.totals[n] > 0) {
            let total = self.totals[n] as f64;
            lengths = n + 1;
            bleu.precisions[n] = if self.matches[n] == 0 {
                half *= 2.0;
                100.0 / (half * total)
            } else {
                100.0 * self.matches[n] as f64 / total
            };
        }
        let lengths = if order == Order::Whole { N } else { lengths };
        let logarithms = bleu.precisions[..lengths].iter().map(|p| p.ln()).sum::<f64>();
        bleu.score = brevity_penalty * (logarithms / lengths as f64).exp();
        bleu
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        let mut all = Self::default();
        for one in counts {
            for n in 0..N {
                all.matches[n] += one.matches[n];
                all.totals[n] += one.totals[n];
            }
            all.length += one.length;
            all.reference_length += one.reference_length;
        }
        all
    }
}

/// How often each n-gram stands in a sentence.
fn grams<S: AsRef<str>>(words: &[S], n: usize) -> BTreeMap<Vec<&str>, usize> {
    let mut counts = BTreeMap::new();
    for gram in words.windows(n) {
        *counts.entry(gram.iter().map(AsRef::as_ref).collect()).or_default() += 1;
    }
    counts
}
