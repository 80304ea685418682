//! The translator's card: what it was trained on, how, and how often it is right.

use nets::wilson;
use serde::{Deserialize, Serialize};
use tensor::random::SplitMix64;
use translation::{Counts, Order, Pair};

use crate::card::a_line_a_field;
use crate::recipe::Recipe;
use crate::run::Curve;

/// How many times the test is drawn again for BLEU's interval.
const RESAMPLED: usize = 1000;

/// A translator's card, which the page shows; a JSON file beside the weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct TranslatorCard {
    /// What does it again.
    pub command: String,
    /// The arguments of the training.
    pub recipe: Recipe,
    /// How many checkpoints at the end are averaged, one every so many steps.
    pub averaged: [u64; 2],
    /// How many numbers were learned.
    pub parameters: u64,
    /// Multiply-adds for eight words of either language, all of them at once.
    pub multiply_adds: u64,
    /// What it was trained on.
    pub grammar: Grammar,
    /// How training went.
    pub curve: Curve,
    /// How often it is right on what was held out, slice by slice.
    pub slices: Vec<Scored>,
    /// The same, all slices together.
    pub test: Score,
    /// All slices together where cross-attention adds nothing.
    pub ablated: Score,
}

/// What a translator was trained on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Grammar {
    /// What it is, in both languages.
    pub is: Said,
    /// What is not in the training, in both languages.
    pub without: Said,
    /// Words of a sentence at most, the mark too.
    pub longest: usize,
    /// English words that it knows.
    pub english: usize,
    /// Chinese words that it knows.
    pub chinese: usize,
    /// Every word in the order of the rows of the embedding.
    pub words: Vec<String>,
}

/// The same in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// How often a slice is right.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scored {
    /// Which slice.
    pub slice: String,
    /// How often it is right.
    pub score: Score,
}

/// How often translations are right, and how near.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// How many sentences there are.
    pub n: u64,
    /// How many are right word by word.
    pub exact: Exact,
    /// BLEU, from 0 to 100.
    pub bleu: f64,
    /// Its 95% interval, from sentences drawn again.
    #[serde(rename = "bleuInterval")]
    pub bleu_interval: [f64; 2],
}

/// How many are right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exact {
    /// How many.
    pub right: u64,
    /// The share.
    pub rate: f64,
    /// Wilson's 95% interval of it.
    pub interval: [f64; 2],
}

impl Score {
    /// The score of translations.
    #[must_use]
    pub fn of(pairs: &[Pair], translations: &[Vec<&'static str>]) -> Self {
        let both = || pairs.iter().zip(translations);
        let right = both().filter(|(pair, got)| pair.chinese == **got).count();
        let n = pairs.len();
        let rounded = |v: f64| (v * 1e4).round() / 1e4;
        let exact = Exact {
            right: right as u64,
            rate: rounded(right as f64 / n.max(1) as f64),
            interval: wilson(right, n).map(rounded),
        };
        let counts: Vec<Counts> =
            both().map(|(pair, got)| Counts::of(got, &[pair.chinese.as_slice()])).collect();
        let whole = |counts: Counts| counts.bleu(Order::Whole).score;
        let mut chance = SplitMix64::named(0, "bootstrap");
        let mut again = || counts[(chance.next_u64() % n.max(1) as u64) as usize];
        let mut drawn: Vec<f64> =
            (0..RESAMPLED).map(|_| whole((0..n).map(|_| again()).sum())).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| drawn[(share * (RESAMPLED - 1) as f64).round() as usize];
        let short = |v: f64| (v * 100.0).round() / 100.0;
        Self {
            n: n as u64,
            exact,
            bleu: short(whole(counts.iter().copied().sum())),
            bleu_interval: [short(at(0.025)), short(at(0.975))],
        }
    }
}

impl TranslatorCard {
    /// Reads a card.
    ///
    /// # Errors
    /// Says where it is none.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The card as JSON, a line for each field.
    ///
    /// # Errors
    /// None.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        a_line_a_field(self)
    }
}
