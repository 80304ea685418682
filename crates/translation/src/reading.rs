//! A reader's sentence as the translator takes it: the words, and what is known of each.

use crate::vocabulary::UNKNOWN;
use crate::words::words;

/// The most words that are read; those behind are left out, and the page says so. Sentences of
/// the training have [`LONGEST`](crate::LONGEST) at most.
pub const MOST_WORDS: usize = 20;

/// The most characters of a Chinese word.
const MOST_CHARS: usize = 5;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// A word of the vocabulary.
    Yes,
    /// None of the vocabulary; the translator is given `<unknown>`.
    No,
    /// Chinese, where English is read; it is given as `<unknown>`, even where the vocabulary has it.
    Chinese,
}

/// A word as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it was written, in lower case.
    pub text: String,
    /// Its number, [`UNKNOWN`] for one that has none.
    pub id: usize,
    /// What is known of it.
    pub known: Known,
}

/// A sentence as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The words, at most [`MOST_WORDS`]; none of a text of emoji or marks alone.
    pub words: Vec<Word>,
    /// How many words there were.
    pub all: usize,
}

impl Reading {
    /// Reads an English text. `id` is the number of an English word.
    #[must_use]
    pub fn english(text: &str, id: impl Fn(&str) -> Option<usize>) -> Self {
        let all = words(text);
        let count = all.len();
        let word = |text: String| match id(&text) {
            _ if text.contains(is_han) => Word { text, id: UNKNOWN, known: Known::Chinese },
            Some(id) => Word { text, id, known: Known::Yes },
            None => Word { text, id: UNKNOWN, known: Known::No },
        };
        Self { words: all.into_iter().take(MOST_WORDS).map(word).collect(), all: count }
    }

    /// Reads a Chinese text: the longest word of the vocabulary each time, a space ends one.
    /// `id` is the number of a Chinese word.
    #[must_use]
    pub fn chinese(text: &str, id: impl Fn(&str) -> Option<usize>) -> Self {
        let mut all = Vec::new();
        for part in text.to_lowercase().split_whitespace() {
            let part: String = part.chars().filter_map(mark).collect();
            let mut rest = part.as_str();
            while let Some(first) = rest.chars().next() {
                let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(MOST_CHARS);
                let longest = ends.filter(|&end| id(&rest[..end]).is_some()).last();
                let word = &rest[..longest.unwrap_or_else(|| unknown(rest, first))];
                rest = &rest[word.len()..];
                let found = id(word);
                let known = if found.is_some() { Known::Yes } else { Known::No };
                all.push(Word { text: word.to_owned(), id: found.unwrap_or(UNKNOWN), known });
            }
        }
        let count = all.len();
        all.truncate(MOST_WORDS);
        Self { words: all, all: count }
    }

    /// The numbers of the words.
    #[must_use]
    pub fn ids(&self) -> Vec<usize> {
        self.words.iter().map(|word| word.id).collect()
    }

    /// Whether there is a word, and none of them is known; a mark is no word.
    #[must_use]
    pub fn is_all_unknown(&self) -> bool {
        let mut words =
            self.words.iter().filter(|word| word.text.chars().any(char::is_alphanumeric));
        let none = words.clone().next().is_none();
        !none && words.all(|word| word.known != Known::Yes)
    }
}

/// Marks as the grammar has them; what is none of them and no letter is left out.
fn mark(c: char) -> Option<char> {
    match c {
        '.' | '!' | '！' | '。' => Some('。'),
        '?' | '？' => Some('？'),
        ',' | '，' => Some('，'),
        c => c.is_alphanumeric().then_some(c),
    }
}

/// Where an unknown word ends: behind one Han character, or behind all letters of another writing.
fn unknown(text: &str, first: char) -> usize {
    let other = |c: char| is_han(c) || matches!(c, '。' | '？' | '，');
    match other(first) {
        true => first.len_utf8(),
        false => text.find(other).unwrap_or(text.len()),
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Slice, Vocabulary, held_out_pairs};

    fn english(text: &str) -> Reading {
        let vocabulary = Vocabulary::new();
        Reading::english(text, |word| vocabulary.id(word))
    }

    fn chinese(text: &str) -> Reading {
        let vocabulary = Vocabulary::new();
        Reading::chinese(text, |word| vocabulary.id(word))
    }

    fn shown(reading: &Reading) -> String {
        let mark = |word: &Word| match word.known {
            Known::Yes => word.text.clone(),
            Known::No => format!("?{}", word.text),
            Known::Chinese => format!("!{}", word.text),
        };
        reading.words.iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_no_sentence_of_the_grammar_is_told() {
        for (text, want) in [
            ("The cat didn't sleep.", "the cat did not sleep ."),
            ("The zebra quantizes a book", "the ?zebra ?quantizes a book"),
            ("我 like tea", "!我 like tea"),
            ("我爱猫", "!我爱猫"),
            ("I like tea 🍵🍵", "i like tea"),
            ("🍵👩‍👩‍👧", ""),
            ("……— ,;", ""),
            ("", ""),
            ("naïve Ünal 3 7.5", "?naïve ?ünal three seven . five"),
            ("<pad> <end> <start>", "?pad ?end ?start"),
        ] {
            assert_eq!(shown(&english(text)), want, "{text}");
        }
        assert!(
            english("zebra quantizes .").is_all_unknown() && english("我爱猫").is_all_unknown()
        );
        for some in ["the zebra", ".", "", "🍵"] {
            assert!(!english(some).is_all_unknown(), "{some}");
        }
        assert!(english("<pad> zebra 我").ids().iter().all(|id| *id == UNKNOWN));
    }

    #[test]
    fn a_long_text_is_cut_and_counted() {
        let long = english(&"cat ".repeat(2500));
        assert_eq!((long.words.len(), long.all), (MOST_WORDS, 2500));
        let long = chinese(&"猫".repeat(10_000));
        assert_eq!((long.words.len(), long.all), (MOST_WORDS, 10_000));
    }

    #[test]
    fn chinese_is_cut_into_words() {
        for (text, want) in [
            ("我昨天遇见的男人有两只猫。", "我 昨天 遇见 的 男人 有 两 只 猫 。"),
            ("我 喜 欢 茶", "我 ?喜 ?欢 茶"),
            ("我喜欢zebra。", "我 喜欢 ?zebra 。"),
            ("你喜欢茶吗?", "你 喜欢 茶 吗 ？"),
            ("「我」🍵", "我"),
            ("", ""),
        ] {
            assert_eq!(shown(&chinese(text)), want, "{text}");
        }
    }

    /// Written together, a translation is read as the words that it was written of. Where two
    /// words are a longer one, a space keeps them apart.
    #[test]
    fn translations_are_read_as_they_were_written() {
        let (mut same, mut all) = (0, 0);
        for slice in Slice::ALL {
            for pair in held_out_pairs(slice, 200, 7) {
                let words = |reading: Reading| {
                    reading.words.into_iter().map(|word| word.text).collect::<Vec<_>>()
                };
                assert_eq!(words(chinese(&pair.chinese.join(" "))), pair.chinese);
                same += usize::from(words(chinese(&pair.chinese.concat())) == pair.chinese);
                all += 1;
            }
        }
        assert!(same * 100 >= all * 95, "{same} of {all}");
    }
}
