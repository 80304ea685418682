//! Writes `src/vocabulary.txt`: the words of many sentences to train on.

use std::{collections::BTreeSet, fs};

use tensor::random::SplitMix64;
use translation::{Vocabulary, training_pair};

fn main() -> std::io::Result<()> {
    let mut chance = SplitMix64::new(0);
    let mut words: [BTreeSet<&str>; 2] = Default::default();
    for _ in 0..200_000 {
        let pair = training_pair(&mut chance);
        words[0].extend(pair.english);
        words[1].extend(pair.chinese);
    }
    let lines = words.map(|mut words| {
        words.remove(Vocabulary::UNKNOWN_WORD);
        println!("{} words", words.len());
        words.into_iter().collect::<Vec<_>>().join("\n")
    });
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/vocabulary.txt");
    fs::write(file, lines.join("\n\n") + "\n")
}
