//! Words and their numbers, the same table for both languages.

use std::collections::BTreeMap;

/// Pads a sequence.
pub const PAD: usize = 0;
/// Begins an output.
pub const START: usize = 1;
/// Ends an output.
pub const END: usize = 2;
/// Any word that is not in the vocabulary.
pub const UNKNOWN: usize = 3;

/// English words, an empty line, Chinese words; sorted. `cargo run -p translation --example
/// vocabulary` makes it, and a test says when it is to be made again.
const LIST: &str = include_str!("vocabulary.txt");

/// The words that sentences are made of.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: Vec<&'static str>,
    ids: BTreeMap<&'static str, usize>,
    english: usize,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::new()
    }
}

impl Vocabulary {
    /// How the vocabulary writes a word that it does not have.
    pub const UNKNOWN_WORD: &'static str = "<unknown>";

    /// The vocabulary of the grammar.
    #[must_use]
    pub fn new() -> Self {
        let (english, chinese) = LIST.split_once("\n\n").unwrap_or((LIST, ""));
        let mut words = vec!["<pad>", "<start>", "<end>", Self::UNKNOWN_WORD];
        words.extend(english.lines());
        let english = words.len();
        words.extend(chinese.lines());
        let ids = words.iter().enumerate().map(|(id, &word)| (word, id)).collect();
        Self { words, ids, english }
    }

    /// All words in the order of their numbers.
    #[must_use]
    pub fn words(&self) -> &[&'static str] {
        &self.words
    }

    /// The English words, without those that stand for none.
    #[must_use]
    pub fn english(&self) -> &[&'static str] {
        &self.words[UNKNOWN + 1..self.english]
    }

    /// The Chinese words.
    #[must_use]
    pub fn chinese(&self) -> &[&'static str] {
        &self.words[self.english..]
    }

    /// The number of a word.
    #[must_use]
    pub fn id(&self, word: &str) -> Option<usize> {
        self.ids.get(word).copied()
    }

    /// The numbers of words, [`UNKNOWN`] for those that have none.
    #[must_use]
    pub fn ids<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
        words.into_iter().map(|word| self.id(word).unwrap_or(UNKNOWN)).collect()
    }

    /// The word of a number.
    #[must_use]
    pub fn word(&self, id: usize) -> &'static str {
        self.words.get(id).copied().unwrap_or(self.words[UNKNOWN])
    }
}
