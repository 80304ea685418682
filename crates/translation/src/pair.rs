//! Sentences in both languages, for training and for the test.

use std::collections::BTreeSet;

use tensor::random::SplitMix64;

use crate::lexicon::{NAMES, NOUNS};
use crate::tree::Sentence;
use crate::{Slice, Vocabulary, chinese, english, held_out, sentence};

/// The most words of a sentence in either language, with its mark.
pub const LONGEST: usize = 14;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// English words.
    pub english: Vec<&'static str>,
    /// Chinese words, with the mark.
    pub chinese: Vec<&'static str>,
}

impl Pair {
    /// What a tree says, the English mark too where it is wanted.
    #[must_use]
    pub fn of(sentence: &Sentence, mark: bool) -> Self {
        Self { english: english(sentence, mark), chinese: chinese(sentence) }
    }

    fn fits(&self) -> bool {
        self.english.len() <= LONGEST && self.chinese.len() <= LONGEST
    }
}

/// A sentence to train on: nothing in it is held out.
///
/// One English sentence in five has no mark. In one of twenty-five a noun or a name is unknown in
/// both languages, so that a word that nobody knows finds its place in a translation.
#[must_use]
pub fn training_pair(chance: &mut SplitMix64) -> Pair {
    loop {
        let drawn = sentence(chance);
        let mark = !chance.next_u64().is_multiple_of(5);
        let hide = chance.next_u64().is_multiple_of(25);
        let pair = Pair::of(&drawn, mark);
        if pair.fits() && held_out(&drawn).is_empty() {
            return if hide { unknown(pair, chance) } else { pair };
        }
    }
}

/// So many sentences that are held out in this way and in no other, each another.
#[must_use]
pub fn held_out_pairs(slice: Slice, count: usize, seed: u64) -> Vec<Pair> {
    let mut chance = SplitMix64::named(seed, slice.name());
    let (mut seen, mut pairs) = (BTreeSet::new(), Vec::new());
    while pairs.len() < count {
        let drawn = sentence(&mut chance);
        if held_out(&drawn) != [slice] {
            continue;
        }
        let pair = Pair::of(&drawn, true);
        if pair.fits() && seen.insert(pair.chinese.clone()) {
            pairs.push(pair);
        }
    }
    pairs
}

/// The same with a noun or a name that nobody knows, where there is one; it is counted with 个,
/// which is right for most things.
fn unknown(mut pair: Pair, chance: &mut SplitMix64) -> Pair {
    let unknown = Vocabulary::UNKNOWN_WORD;
    let hidden: Vec<(usize, usize, bool)> = (0..pair.english.len())
        .filter_map(|at| {
            let (translation, measure) = translation(pair.english[at])?;
            let count = |word| pair.chinese.iter().filter(|&&other| other == word).count();
            let first = pair.chinese.iter().position(|&other| other == translation)?;
            let measured = first > 0 && pair.chinese[first - 1] == measure;
            let plain = count(measure) == usize::from(measured);
            (count(translation) == 1 && plain).then_some((at, first, measured))
        })
        .collect();
    if !hidden.is_empty() {
        let (at, other, measured) = hidden[(chance.next_u64() % hidden.len() as u64) as usize];
        pair.english[at] = unknown;
        pair.chinese[other] = unknown;
        if measured {
            pair.chinese[other - 1] = "个";
        }
    }
    pair
}

/// The Chinese word of an English noun, one of it, or a name; and its measure word.
fn translation(word: &str) -> Option<(&'static str, &'static str)> {
    let mut nouns = NOUNS.iter().flat_map(|list| list.iter());
    let name = NAMES.iter().find(|name| name.english == word).map(|name| (name.chinese, ""));
    name.or_else(|| nouns.find(|n| n.one == word).map(|n| (n.chinese, n.measure)))
}
