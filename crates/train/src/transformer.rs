//! The small translator: its recipe, and the sentences that it is trained on.

use nets::training::{Batch, Examples};
use tensor::{Tensor, random::SplitMix64};
use translation::{
    END, LONGEST, PAD, Pair, START, Slice, Vocabulary, held_out_pairs, training_pair,
};

use crate::recipe::Recipe;

/// The seed of the sentences of the test.
pub const TEST_SEED: u64 = 2017;
/// The seed of the sentences by which the recipe was chosen.
pub const TUNING_SEED: u64 = 1;
/// How many sentences of each slice are tested.
pub const TESTED: usize = 300;

/// How many checkpoints at the end are averaged (Transformer, section 6.1: five).
pub const AVERAGED: usize = 5;

/// The recipe.
///
/// # Errors
/// None for the file that is compiled in.
pub fn recipe() -> Result<Recipe, serde_json::Error> {
    Recipe::read(include_str!("../recipes/transformer.json"))
}

/// Sentences of the grammar, drawn anew for every step; nothing of them is held out.
#[derive(Debug, Clone)]
pub struct Sentences {
    vocabulary: Vocabulary,
    batch: usize,
}

impl Sentences {
    /// For steps of so many sentences.
    #[must_use]
    pub fn new(batch: usize) -> Self {
        Self { vocabulary: Vocabulary::new(), batch }
    }
}

impl Examples for Sentences {
    /// There is no list of them: as many as a step takes.
    fn count(&self) -> usize {
        self.batch
    }

    fn shapes(&self) -> (Vec<Vec<usize>>, usize) {
        (vec![vec![LONGEST], vec![LONGEST + 1]], LONGEST + 1)
    }

    fn batch(&self, which: &[usize], chance: Option<&mut SplitMix64>) -> Batch {
        let mut fixed = SplitMix64::named(0, "sentences");
        let chance = chance.unwrap_or(&mut fixed);
        let pairs: Vec<Pair> = which.iter().map(|_| training_pair(chance)).collect();
        batch(&self.vocabulary, &pairs)
    }
}

/// Sentences as the net takes them: what is read, what is written behind the start, and as
/// labels the same with the end behind it.
#[must_use]
pub fn batch(vocabulary: &Vocabulary, pairs: &[Pair]) -> Batch {
    let rows = |length: usize, row: &dyn Fn(&Pair) -> Vec<usize>| {
        let mut ids = Vec::with_capacity(pairs.len() * length);
        for pair in pairs {
            let mut row = row(pair);
            row.resize(length, PAD);
            ids.extend(row);
        }
        ids
    };
    let chinese = |pair: &Pair| vocabulary.ids(pair.chinese.iter().copied());
    let source = rows(LONGEST, &|pair| vocabulary.ids(pair.english.iter().copied()));
    let target = rows(LONGEST + 1, &|pair| [&[START], &chinese(pair)[..]].concat());
    let labels = rows(LONGEST + 1, &|pair| [&chinese(pair)[..], &[END]].concat());
    let tensor = |shape: &[usize], ids: &[usize]| Tensor::from_fn(shape, |at| ids[at] as f32);
    Batch {
        inputs: vec![
            tensor(&[pairs.len(), LONGEST], &source),
            tensor(&[pairs.len(), LONGEST + 1], &target),
        ],
        labels: tensor(&[labels.len()], &labels),
    }
}

/// The sentences of a test, slice by slice.
#[must_use]
pub fn test_pairs(seed: u64, count: usize) -> Vec<(Slice, Vec<Pair>)> {
    Slice::ALL.iter().map(|&slice| (slice, held_out_pairs(slice, count, seed))).collect()
}
