//! A toy grammar of English and Chinese: sentences from a seed in both languages, a vocabulary
//! that both share, what of it is held out of training, and BLEU by hand.
//!
//! ```
//! use tensor::random::SplitMix64;
//! use translation::{Pair, Vocabulary, training_pair, words};
//! let pair: Pair = training_pair(&mut SplitMix64::new(1));
//! assert!(!pair.english.is_empty() && !pair.chinese.is_empty());
//! let vocabulary = Vocabulary::new();
//! let read = words("Yesterday Tom didn't buy the book.");
//! assert_eq!(read, ["yesterday", "tom", "did", "not", "buy", "the", "book", "."]);
//! assert!(read.iter().all(|word| vocabulary.id(word).is_some()));
//! ```
//!
//! A [`Sentence`](tree::Sentence) is a tree of entries of the [`lexicon`]; [`english`] and
//! [`chinese`] say it. English is the richer side, several sentences of it have one translation,
//! so that a translation is right or wrong.
//! Chinese is cut into the words of the lexicon, not into characters: a word of the one language
//! then stands for a word of the other, and cross-attention can be read.
//!
//! May depend on: `tensor`.

mod bleu;
mod chinese;
mod cut;
mod english;
mod grams;
mod held_out;
pub mod lexicon;
mod line;
mod pair;
mod reading;
mod sample;
mod text;
pub mod tree;
mod vocabulary;
mod words;

pub use bleu::{Bleu, Counts, Order, bleu};
pub use chinese::chinese;
pub use cut::Cut;
pub use english::english;
pub use grams::{Found, Gram, covered, found, grams};
pub use held_out::{Slice, held_out};
pub use pair::{LONGEST, Pair, held_out_pairs, training_pair};
pub use reading::{Known, MOST_WORDS, Reading, Word};
pub use sample::sentence;
pub use text::{chinese_text, english_text};
pub use vocabulary::{END, PAD, START, UNKNOWN, Vocabulary};
pub use words::words;
