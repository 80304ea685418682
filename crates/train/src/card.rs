//! The model card: what a net was trained on, how, and how often it is wrong.

use nets::training::Scores;
use serde::{Deserialize, Serialize};

use crate::recipe::Recipe;
use crate::run::Curve;
use nets::wilson;

/// A model card, which the page shows; a JSON file beside the weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Card {
    /// What does it again.
    pub command: String,
    /// The arguments of the training.
    pub recipe: Recipe,
    /// How many numbers were learned.
    pub parameters: u64,
    /// Multiply-adds of one picture.
    pub multiply_adds: u64,
    /// What the net is given for a pixel.
    pub input: Input,
    /// The licences of the data, and where it is described.
    pub data: Data,
    /// How training went.
    pub curve: Curve,
    /// How often it is wrong on what it never saw.
    pub test: Errors,
    /// How often it is wrong in new scenes of the emoji that it was trained on.
    pub seen: Errors,
}

/// A pixel's byte becomes (byte − subtract) / divide.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// What is subtracted.
    pub subtract: f64,
    /// What that is divided by.
    pub divide: f64,
}

/// What it was trained and tested on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Data {
    /// The file that describes it, beside the card.
    pub list: String,
    /// The pictures of the test, beside the card.
    pub pictures: String,
    /// Whose drawings were trained on.
    pub trained_on: Vec<String>,
    /// Whose it never saw.
    pub held_out: Vec<String>,
    /// Their licences, SPDX identifiers.
    pub licences: Vec<String>,
}

/// How often a net is wrong on a set.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errors {
    /// How many pictures there are.
    pub n: u64,
    /// Another class is likelier.
    pub top1: Rate,
    /// Five other classes are likelier.
    pub top5: Rate,
}

/// A rate that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// How many are wrong.
    pub wrong: u64,
    /// The share.
    pub rate: f64,
    /// Wilson's 95% interval of it.
    pub interval: [f64; 2],
}

impl Errors {
    /// The errors that were counted.
    #[must_use]
    pub fn of(scores: &Scores) -> Self {
        let (n, rate) = (scores.count, |wrong| Rate::of(wrong, scores.count));
        Self { n, top1: rate(scores.wrong), top5: rate(scores.wrong_in_five) }
    }
}

impl Rate {
    fn of(wrong: u64, n: u64) -> Self {
        let rounded = |v: f64| (v * 1e4).round() / 1e4;
        let interval = wilson(wrong as usize, n as usize).map(rounded);
        Self { wrong, rate: rounded(wrong as f64 / n.max(1) as f64), interval }
    }
}

impl Card {
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

/// An object as JSON, a line for each field.
pub(crate) fn a_line_a_field(card: &impl Serialize) -> Result<String, serde_json::Error> {
    let fields = serde_json::to_value(card)?;
    let fields = fields.as_object().into_iter().flatten();
    let lines: Vec<String> = fields.map(|(name, v)| format!("  {name:?}: {v}")).collect();
    Ok(format!("{{\n{}\n}}\n", lines.join(",\n")))
}
