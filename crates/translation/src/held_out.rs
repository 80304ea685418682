//! What is held out of training on purpose, so that a test asks for what was never seen.

use crate::chinese;
use crate::tree::{Combination, Sentence, combinations};

/// One in so many pairs of words is never trained on.
const ONE_IN: u64 = 12;
/// One in so many whole sentences is never trained on.
const ONE_SENTENCE_IN: u64 = 16;

/// Verbs with so few objects that each has to be seen.
const CLOSED: &[&str] = &[
    "喝", "弹", "拉", "踢", "打", "下", "骑", "说", "学", "学习", "打扫", "爬", "懂", "回答", "唱",
    "听",
];

/// Ways of being new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    /// Only the sentence as a whole is new: no English words of this translation were trained on.
    Sentence,
    /// The verb was never seen with this object, both were with others.
    VerbNoun,
    /// The number was never seen with this noun.
    NumberNoun,
    /// The adjective was never seen before this noun.
    AdjectiveNoun,
    /// A relative clause that leaves out its object, on the subject, was never seen together with
    /// a place before the verb; each was with others.
    RelativeAndPlace,
}

impl Slice {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Sentence,
        Self::VerbNoun,
        Self::NumberNoun,
        Self::AdjectiveNoun,
        Self::RelativeAndPlace,
    ];

    /// The word for it on the card.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sentence => "sentence",
            Self::VerbNoun => "verb-noun",
            Self::NumberNoun => "number-noun",
            Self::AdjectiveNoun => "adjective-noun",
            Self::RelativeAndPlace => "relative-and-place",
        }
    }
}

/// In which ways a sentence is held out, each once; none for what may be trained on.
#[must_use]
pub fn held_out(sentence: &Sentence) -> Vec<Slice> {
    let mut found: Vec<Slice> = combinations(sentence).into_iter().filter_map(slice).collect();
    found.sort_unstable();
    found.dedup();
    let said_whole = matches!(sentence, Sentence::Phrase(_) | Sentence::Named(..));
    if found.is_empty() && !said_whole && hash(&chinese(sentence)).is_multiple_of(ONE_SENTENCE_IN) {
        found.push(Slice::Sentence);
    }
    found
}

fn slice(combination: Combination) -> Option<Slice> {
    let (slice, words) = match combination {
        Combination::RelativeAndPlace => return Some(Slice::RelativeAndPlace),
        Combination::VerbNoun(verb, _) if CLOSED.contains(&verb) => return None,
        Combination::VerbNoun(verb, noun) => (Slice::VerbNoun, [verb, noun]),
        Combination::NumberNoun(number, noun) => (Slice::NumberNoun, [number, noun]),
        Combination::AdjectiveNoun(adjective, noun) => (Slice::AdjectiveNoun, [adjective, noun]),
    };
    hash(&words).is_multiple_of(ONE_IN).then_some(slice)
}

/// FNV-1a over the words, a space between them, mixed once more so that its low bits are good.
fn hash(words: &[&str]) -> u64 {
    let step = |h: u64, byte: u8| (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let h = words.join(" ").bytes().fold(0xcbf2_9ce4_8422_2325, step);
    (h ^ (h >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32
}
