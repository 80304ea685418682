//! What the grammar says, sentence by sentence, and what holds for all of them.

mod make;
mod said;

use std::collections::{BTreeMap, BTreeSet};

use tensor::random::SplitMix64;
use translation::{
    LONGEST, Pair, Slice, Vocabulary, held_out, held_out_pairs, sentence, training_pair,
};

#[test]
fn no_english_sentence_has_two_translations() {
    let mut chance = SplitMix64::new(1);
    let mut all: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
    for _ in 0..60_000 {
        let drawn = sentence(&mut chance);
        // Readers leave the mark out, too.
        let Pair { english, chinese } = Pair::of(&drawn, false);
        let before = all.insert(english.clone(), chinese.clone());
        assert!(before.is_none_or(|before| before == chinese), "{english:?}");
    }
}

/// `cargo run -p translation --example vocabulary` makes it again.
#[test]
fn the_vocabulary_is_what_is_trained_on() {
    let vocabulary = Vocabulary::new();
    let mut chance = SplitMix64::new(0);
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for _ in 0..100_000 {
        let pair = training_pair(&mut chance);
        assert!(pair.english.len() <= LONGEST && pair.chinese.len() <= LONGEST);
        said.extend(pair.english);
        said.extend(pair.chinese);
    }
    for word in &said {
        assert!(vocabulary.id(word).is_some(), "{word} is not in the vocabulary");
    }
    for word in &vocabulary.words()[4..] {
        assert!(said.contains(word), "{word} is never trained on");
    }
    assert!(vocabulary.english().len() >= 300);
}

#[test]
fn what_is_held_out_is_never_trained_on() {
    let mut chance = SplitMix64::new(2);
    let trained: BTreeSet<Vec<&str>> =
        (0..60_000).map(|_| training_pair(&mut chance).chinese).collect();
    for slice in Slice::ALL {
        let pairs = held_out_pairs(slice, 100, 2017);
        assert_eq!(pairs, held_out_pairs(slice, 100, 2017), "a seed has one test");
        for pair in pairs {
            assert!(!trained.contains(&pair.chinese), "{:?}", pair.english);
        }
    }
}

/// One in twelve pairs and one in sixteen sentences are held out.
#[test]
fn most_sentences_may_be_trained_on() {
    let mut chance = SplitMix64::new(3);
    let mut counts: BTreeMap<Vec<Slice>, usize> = BTreeMap::new();
    for _ in 0..10_000 {
        *counts.entry(held_out(&sentence(&mut chance))).or_default() += 1;
    }
    assert!((8_000..9_500).contains(&counts[&vec![]]), "{counts:?}");
    for slice in Slice::ALL {
        assert!(counts.contains_key(&vec![slice]), "{slice:?}: {counts:?}");
    }
}

/// A word that nobody knows stands in both languages, and is counted with 个.
#[test]
fn some_words_are_unknown() {
    let mut chance = SplitMix64::new(4);
    let unknown = Vocabulary::UNKNOWN_WORD;
    let pairs: Vec<Pair> = (0..10_000).map(|_| training_pair(&mut chance)).collect();
    let with = |words: &[&str]| words.contains(&unknown);
    let hidden: Vec<&Pair> = pairs.iter().filter(|pair| with(&pair.english)).collect();
    assert!((200..500).contains(&hidden.len()), "{} sentences", hidden.len());
    assert!(hidden.iter().all(|pair| with(&pair.chinese)));
    assert!(pairs.iter().all(|pair| with(&pair.english) == with(&pair.chinese)));
}

/// The same on every machine and for ever: what is trained on follows from the seed.
#[test]
fn a_seed_has_its_sentences() {
    let mut chance = SplitMix64::new(1);
    let first: Vec<String> = (0..3).map(|_| training_pair(&mut chance).english.join(" ")).collect();
    let want = [
        "the sheep will be in the classroom .",
        "please go to the garden .",
        "lily is too clever too",
    ];
    assert_eq!(first, want);
}
