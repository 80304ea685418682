//! Runs of nets that are trained side by side on the digits, and the file that logs them.

use nets::digits::Digits;
use nets::side_by_side::SideBySide;
use nets::training::{Pairs, Scores, Trainer};
use ops::OpError;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::run::rounded;

/// The seeds over which results are spread; of the first there are curves.
pub const SEEDS: [u64; 3] = [1, 2, 3];
/// Steps of a run.
pub const STEPS: u64 = 200;

/// All runs; a JSON file beside the digits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log<R> {
    /// What does it again.
    pub command: String,
    /// The runs.
    pub runs: Vec<R>,
}

impl<R: Serialize + DeserializeOwned> Log<R> {
    /// Reads a log.
    ///
    /// # Errors
    /// Says where it is none.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The log as JSON, a line for each run.
    ///
    /// # Errors
    /// None.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let command = serde_json::to_string(&self.command)?;
        let runs: Vec<String> =
            self.runs.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
        Ok(format!("{{\"command\": {command}, \"runs\": [\n{}\n]}}\n", runs.join(",\n")))
    }
}

/// One of the nets before its first step.
///
/// # Errors
/// Where the net is impossible.
pub fn trainer<S: SideBySide>(
    setting: &S,
    which: usize,
    train: &Digits,
) -> Result<Trainer<Pairs>, OpError> {
    let (net, options) = setting.net(which)?;
    Trainer::new(&net, options, pairs(train)?)
}

pub(crate) fn pairs(digits: &Digits) -> Result<Pairs, OpError> {
    Pairs::new(vec![digits.pictures.clone()], digits.labels.clone())
}

pub(crate) fn wrong(scores: Scores) -> f64 {
    rounded(scores.top1())
}
