//! Small batches for normalization: padded sentences, and a stem for photographs.

use tensor::{Tensor, random::SplitMix64};

use crate::words::{sentences, vector};

/// The most words of a sentence that are taken.
pub const MOST_WORDS: usize = 12;
/// The side of the kernels, and how far apart they are set (AlexNet's first layer).
pub const STEM: [usize; 2] = [11, 4];
/// The window of the pool behind the stem, and its stride: of 55×55 it leaves 4×4.
pub const POOL: [usize; 2] = [13, 14];

/// A batch of sentences, all brought to one length by padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentences {
    /// Its words, sentence by sentence, without padding.
    pub words: Vec<Vec<String>>,
    /// How many places each has with its padding: T.
    pub places: usize,
    /// How many sentences there are in the text, taken or not.
    pub there: usize,
    /// Whether a sentence lost words beyond [`MOST_WORDS`].
    pub cut: bool,
    /// Each word of the text once, in its order, taken or not.
    vocabulary: Vec<String>,
}

impl Sentences {
    /// The first `batch` sentences of a text, and `pad` places more than the longest needs.
    #[must_use]
    pub fn of(text: &str, batch: usize, pad: usize) -> Self {
        let mut words = sentences(text);
        let there = words.len();
        let cut = words.iter().take(batch).any(|s| s.len() > MOST_WORDS);
        words.iter_mut().for_each(|s| s.truncate(MOST_WORDS));
        let mut vocabulary: Vec<String> = Vec::new();
        for word in words.iter().flatten() {
            if !vocabulary.contains(word) {
                vocabulary.push(word.clone());
            }
        }
        words.truncate(batch);
        let longest = words.iter().map(Vec::len).max().unwrap_or(0);
        Self { words, places: longest + pad, there, cut, vocabulary }
    }

    /// The word at a place of a sentence; `None` where padding stands.
    #[must_use]
    pub fn word(&self, sentence: usize, place: usize) -> Option<&str> {
        self.words.get(sentence)?.get(place).map(String::as_str)
    }

    /// Each word of the text once, in its order, also of sentences that were not taken: a
    /// training draws from them.
    #[must_use]
    pub fn vocabulary(&self) -> &[String] {
        &self.vocabulary
    }

    /// The table of embeddings `[1 + words, width]`: row 0 is the padding's, zeros.
    #[must_use]
    pub fn table(&self, seed: u64, width: usize) -> Tensor {
        let words = self.vocabulary();
        let mut values = vec![0.0; width];
        values.extend(words.iter().flat_map(|word| vector(word, seed, width)));
        Tensor::from_fn(&[1 + words.len(), width], |i| values[i])
    }

    /// The rows of the table `[B, T]`; 0 is padding.
    #[must_use]
    pub fn ids(&self) -> Tensor {
        let words = self.vocabulary();
        let shape = [self.words.len(), self.places];
        let row = |word: &str| words.iter().position(|w| *w == word).map_or(0, |at| at + 1);
        let id = |i: usize| self.word(i / self.places, i % self.places).map_or(0, row);
        Tensor::from_fn(&shape, |i| id(i) as f32)
    }

    /// The rows of the words alone, `[M]`, sentence by sentence: no padding among them.
    #[must_use]
    pub fn real(&self) -> Tensor {
        let ids: Vec<f32> = self.ids().into_data().into_iter().filter(|id| *id > 0.0).collect();
        Tensor::from_fn(&[ids.len()], |i| ids[i])
    }

    /// Which of [`Self::real`] stands at each place, `[B, T]`, counted from 1; 0 is padding.
    #[must_use]
    pub fn spread(&self) -> Tensor {
        let ids = self.ids();
        let mut count = 0.0;
        let at = ids.data().iter().map(|id| {
            let real = *id > 0.0;
            count += f32::from(u8::from(real));
            if real { count } else { 0.0 }
        });
        let at: Vec<f32> = at.collect();
        Tensor::from_fn(ids.shape(), |i| at[i])
    }
}

/// Kernels `[channels, 3, 11, 11]` of seeded normal numbers over √363, each less its mean:
/// a plain wall leaves them silent.
#[must_use]
pub fn stem(channels: usize, seed: u64) -> Tensor {
    let size = 3 * STEM[0] * STEM[0];
    let mut rng = SplitMix64::new(seed);
    let mut values = Vec::with_capacity(channels * size);
    for _ in 0..channels {
        let raw: Vec<f64> = (0..size).map(|_| rng.normal() / (size as f64).sqrt()).collect();
        let mean = raw.iter().sum::<f64>() / size as f64;
        values.extend(raw.iter().map(|w| (w - mean) as f32));
    }
    Tensor::from_fn(&[channels, 3, STEM[0], STEM[0]], |i| values[i])
}

/// Which of `below` things each step of a training draws: `steps · size` numbers.
#[must_use]
pub fn draws(seed: u64, steps: usize, size: usize, below: usize) -> Vec<f32> {
    let mut rng = SplitMix64::new(seed);
    (0..steps * size).map(|_| (rng.uniform() * below as f64).floor() as f32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_sentences_are_padded() {
        let batch = Sentences::of("a b c. b. d e", 2, 1);
        assert_eq!((batch.places, batch.there, batch.cut), (4, 3, false));
        assert_eq!(batch.ids().data(), [1.0, 2.0, 3.0, 0.0, 2.0, 0.0, 0.0, 0.0]);
        assert_eq!(batch.vocabulary(), ["a", "b", "c", "d", "e"]);
        assert_eq!(batch.real().data(), [1.0, 2.0, 3.0, 2.0]);
        assert_eq!(batch.spread().data(), [1.0, 2.0, 3.0, 0.0, 4.0, 0.0, 0.0, 0.0]);
        let table = batch.table(7, 3);
        assert_eq!(table.shape(), [6, 3]);
        assert_eq!(table.data()[..3], [0.0; 3]);
        assert_eq!(table.data()[3..6], vector("a", 7, 3));
        assert_eq!((batch.word(1, 0), batch.word(1, 1), batch.word(9, 0)), (Some("b"), None, None));
    }

    #[test]
    fn no_sentence_and_no_end_of_one_are_batches_too() {
        let none = Sentences::of("a b.", 0, 3);
        assert_eq!((none.words.len(), none.places, none.ids().shape()), (0, 3, &[0, 3][..]));
        let long = Sentences::of(&"word ".repeat(40), 5, 0);
        assert_eq!((long.places, long.cut), (MOST_WORDS, true));
    }

    #[test]
    fn the_stem_is_silent_before_a_wall() {
        let w = stem(4, 1);
        assert_eq!(w.shape(), [4, 3, 11, 11]);
        for kernel in w.data().chunks(363) {
            assert!(kernel.iter().sum::<f32>().abs() < 1e-5);
        }
    }

    #[test]
    fn draws_stay_below() {
        let drawn = draws(3, 50, 2, 6);
        assert_eq!(drawn.len(), 100);
        assert!((0..6).all(|i| drawn.contains(&(i as f32))) && drawn.iter().all(|d| *d < 6.0));
    }
}
