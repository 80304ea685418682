//! Writing an output token by token: greedy, and beam search with the length penalty of Wu et
//! al. 2016, equation 14, which the Transformer uses (section 6.1: beam 4, alpha 0.6).
//!
//! [`Search`] says which prefixes it wants continued and is told the logits behind each, so that
//! whoever computes them may wait for a device; [`search`] does the same with a closure.
//!
//! ```
//! use nets::decode::{Limits, Search, search};
//! let limits = Limits { start: 1, end: 2, max: 5 };
//! // After 1 comes 3, after 3 the end.
//! let step = |prefix: &[usize]| match prefix.last() {
//!     Some(1) => Ok::<_, ()>(vec![0.0, 0.0, 1.0, 5.0]),
//!     _ => Ok(vec![0.0, 0.0, 9.0, 1.0]),
//! };
//! let found = search(Search::beam(limits, 2, 0.6), step)?;
//! assert_eq!(found[0].tokens, [3, 2]);
//! # Ok::<(), ()>(())
//! ```

use std::cmp::Ordering;

/// Where an output starts and where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The token before the first.
    pub start: usize,
    /// The token that ends an output.
    pub end: usize,
    /// The most tokens behind the start; what has so many is cut.
    pub max: usize,
}

/// An output, or the beginning of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// The tokens behind the start, the end too where it was reached.
    pub tokens: Vec<usize>,
    /// The sum of the tokens' logarithmic probabilities.
    pub log_probability: f64,
    /// That, divided by the length penalty.
    pub score: f64,
}

/// `((5 + length) / 6)^alpha`; 1 for a single token or an alpha of 0.
#[must_use]
pub fn length_penalty(length: usize, alpha: f64) -> f64 {
    ((5.0 + length as f64) / 6.0).powf(alpha)
}

/// A search for likely outputs.
#[derive(Debug, Clone)]
pub struct Search {
    limits: Limits,
    width: usize,
    /// How many continuations are looked at in each round.
    look: usize,
    alpha: f64,
    alive: Vec<Hypothesis>,
    done: Vec<Hypothesis>,
}

impl Search {
    /// Takes the most likely token each time.
    #[must_use]
    pub fn greedy(limits: Limits) -> Self {
        Self::new(limits, 1, 1, 0.0)
    }

    /// Goes on with the `width` most likely beginnings, at least 1. The larger alpha, which is
    /// not negative, the less an output loses by being long.
    ///
    /// Twice as many continuations as the width are looked at, so that enough remain where
    /// half of them end.
    #[must_use]
    pub fn beam(limits: Limits, width: usize, alpha: f64) -> Self {
        let width = width.max(1);
        Self::new(limits, width, width.saturating_mul(2), alpha.max(0.0))
    }

    fn new(limits: Limits, width: usize, look: usize, alpha: f64) -> Self {
        let empty = Hypothesis { tokens: Vec::new(), log_probability: 0.0, score: 0.0 };
        let (alive, done) =
            if limits.max == 0 { (Vec::new(), vec![empty]) } else { (vec![empty], Vec::new()) };
        Self { limits, width, look, alpha, alive, done }
    }

    /// The beginnings whose next token is asked for, each with the start before it, all of one
    /// length; none when the search is over.
    #[must_use]
    pub fn prefixes(&self) -> Vec<Vec<usize>> {
        let whole = |h: &Hypothesis| [&[self.limits.start], h.tokens.as_slice()].concat();
        self.alive.iter().map(whole).collect()
    }

    /// The beginnings themselves, the likeliest first.
    #[must_use]
    pub fn alive(&self) -> &[Hypothesis] {
        &self.alive
    }

    /// Goes on by one token with the logits behind each of the [`prefixes`](Self::prefixes).
    pub fn advance(&mut self, logits: &[Vec<f32>]) {
        let mut next: Vec<(f64, usize, usize)> = Vec::new();
        for (from, (hypothesis, logits)) in self.alive.iter().zip(logits).enumerate() {
            let before = hypothesis.log_probability;
            let row = log_softmax(logits).enumerate();
            next.extend(row.map(|(token, log)| (before + log, from, token)));
        }
        keep_first(&mut next, self.look, |a, b| {
            b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2)))
        });
        let mut alive = Vec::new();
        for (log_probability, from, token) in next {
            let tokens = [self.alive[from].tokens.as_slice(), &[token]].concat();
            let score = log_probability / length_penalty(tokens.len(), self.alpha);
            let ended = token == self.limits.end;
            let whole = ended || tokens.len() >= self.limits.max;
            let made = Hypothesis { tokens, log_probability, score };
            if whole {
                self.done.push(made);
            } else if alive.len() < self.width {
                alive.push(made);
            }
        }
        keep_first(&mut self.done, self.width, |a, b| b.score.total_cmp(&a.score));
        self.alive = if self.is_decided(&alive) { Vec::new() } else { alive };
    }

    /// Whether no beginning can become better than every output that is there: a probability only
    /// falls, and no penalty is larger than that of the longest output.
    fn is_decided(&self, alive: &[Hypothesis]) -> bool {
        let (Some(best), Some(worst)) = (alive.first(), self.done.last()) else { return false };
        let bound = best.log_probability / length_penalty(self.limits.max, self.alpha);
        self.done.len() == self.width && bound <= worst.score
    }

    /// The outputs found, at most as many as the width, the best score first.
    #[must_use]
    pub fn outputs(self) -> Vec<Hypothesis> {
        self.done
    }
}

/// Carries a search out; `step` answers the logits of the token behind a prefix.
///
/// # Errors
/// Those of `step`.
pub fn search<E>(
    mut search: Search,
    mut step: impl FnMut(&[usize]) -> Result<Vec<f32>, E>,
) -> Result<Vec<Hypothesis>, E> {
    loop {
        let prefixes = search.prefixes();
        if prefixes.is_empty() {
            return Ok(search.outputs());
        }
        let logits: Result<Vec<_>, E> = prefixes.iter().map(|prefix| step(prefix)).collect();
        search.advance(&logits?);
    }
}

/// The `k` most likely classes with their probabilities, the most likely first.
#[must_use]
pub fn top(logits: &[f32], k: usize) -> Vec<(usize, f64)> {
    let mut all: Vec<(usize, f64)> = log_softmax(logits).map(f64::exp).enumerate().collect();
    keep_first(&mut all, k, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}

/// The logarithmic probability of every class, by their numbers.
#[must_use]
pub fn log_probabilities(logits: &[f32]) -> Vec<f64> {
    log_softmax(logits).collect()
}

/// The logarithms of the softmax, in double precision; of what is no number −∞.
fn log_softmax(logits: &[f32]) -> impl Iterator<Item = f64> {
    let number = |v: &f32| if v.is_nan() { f64::NEG_INFINITY } else { f64::from(*v) };
    let most = logits.iter().map(number).fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = logits.iter().map(|v| (number(v) - most).exp()).sum();
    let total = most + sum.ln();
    logits.iter().map(move |v| number(v) - total)
}

/// Sorts and keeps the first `count`, without sorting the others.
fn keep_first<T>(list: &mut Vec<T>, count: usize, order: impl Fn(&T, &T) -> Ordering) {
    let mut first: Vec<T> = Vec::new();
    for one in list.drain(..) {
        let behind = |kept: &T| order(kept, &one) != Ordering::Greater;
        if first.len() < count || !first.last().is_none_or(behind) {
            let at = first.partition_point(behind);
            first.truncate(count.saturating_sub(1));
            first.insert(at, one);
        }
    }
    *list = first;
}
