//! BLEU by hand (Papineni et al. 2002): how many n-grams of a translation stand in a reference.
//!
//! The figures are those of `sacrebleu`: n from 1 to 4, all sentences counted together, and where
//! no n-gram of a length is right, half a match, then a quarter, and so on.
//!
//! ```
//! use translation::{Order, bleu};
//! let (got, want) = (["我", "喜欢", "茶", "。"], ["我", "很", "喜欢", "茶", "。"]);
//! let bleu = bleu([(&got[..], &[&want[..]][..])], Order::Whole);
//! assert_eq!(bleu.matches, [4, 2, 1, 0]);
//! ```

use std::collections::BTreeMap;

/// The longest n-grams.
const N: usize = 4;

/// How BLEU comes about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bleu {
    /// From 0 to 100.
    pub score: f64,
    /// The share of n-grams that are right, in percent, n from 1 to 4.
    pub precisions: [f64; N],
    /// How many n-grams are right, none more often than in a reference.
    pub matches: [usize; N],
    /// How many there are.
    pub totals: [usize; N],
    /// Below 1 where the translations are shorter than their references.
    pub brevity_penalty: f64,
    /// Words of the translations.
    pub length: usize,
    /// Words of the references; of several the nearest in length counts.
    pub reference_length: usize,
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
    let mut all = Bleu {
        score: 0.0,
        precisions: [0.0; N],
        matches: [0; N],
        totals: [0; N],
        brevity_penalty: 0.0,
        length: 0,
        reference_length: 0,
    };
    for (translation, references) in translations {
        let length = translation.len();
        all.length += length;
        let nearest = references.iter().map(|r| r.len()).min_by_key(|&r| (r.abs_diff(length), r));
        all.reference_length += nearest.unwrap_or_default();
        for n in 1..=N {
            let most = references.iter().fold(BTreeMap::new(), |mut most, reference| {
                for (gram, count) in grams(reference, n) {
                    let held: &mut usize = most.entry(gram).or_default();
                    *held = count.max(*held);
                }
                most
            });
            for (gram, count) in grams(translation, n) {
                all.totals[n - 1] += count;
                all.matches[n - 1] += count.min(most.get(&gram).copied().unwrap_or_default());
            }
        }
    }
    all.finish(order);
    all
}

/// How often each n-gram stands in a sentence.
fn grams<S: AsRef<str>>(words: &[S], n: usize) -> BTreeMap<Vec<&str>, usize> {
    let mut counts = BTreeMap::new();
    for gram in words.windows(n) {
        *counts.entry(gram.iter().map(AsRef::as_ref).collect()).or_default() += 1;
    }
    counts
}

impl Bleu {
    /// Precisions, penalty and score from the counts.
    fn finish(&mut self, order: Order) {
        let (length, reference) = (self.length as f64, self.reference_length as f64);
        self.brevity_penalty = match self.length {
            _ if length >= reference => 1.0,
            0 => 0.0,
            _ => (1.0 - reference / length).exp(),
        };
        if self.matches == [0; N] {
            return;
        }
        let mut half = 1.0;
        let mut lengths = 0;
        for n in 0..N {
            let total = self.totals[n] as f64;
            if self.totals[n] == 0 {
                break;
            }
            lengths = n + 1;
            self.precisions[n] = if self.matches[n] == 0 {
                half *= 2.0;
                100.0 / (half * total)
            } else {
                100.0 * self.matches[n] as f64 / total
            };
        }
        let lengths = if order == Order::Whole { N } else { lengths };
        let logarithms = self.precisions[..lengths].iter().map(|p| p.ln()).sum::<f64>();
        self.score = self.brevity_penalty * (logarithms / lengths as f64).exp();
    }
}
