//! A small net with ReLU and with tanh, at a grid of learning rates: what the page shows behind
//! the reader's own run, and which rate is the best for either.

use nets::activation::{RATES, Rivals, STARTS, reached};
use nets::digits::Digits;
use nets::side_by_side::{SideBySide, TESTED_EVERY};
use ops::OpError;
use serde::{Deserialize, Serialize};

use crate::run::rounded;
use crate::side_by_side::{self, SEEDS, STEPS, pairs, trainer, wrong};

/// All runs; a JSON file beside the digits.
pub type Log = side_by_side::Log<Run>;

/// One run of one net.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// `relu` or `tanh`.
    pub net: String,
    /// `pytorch` or `he`.
    pub start: String,
    /// The learning rate in thousandths.
    pub rate: i32,
    /// The seed.
    pub seed: u64,
    /// The step at which the mean error of ten batches came down to a quarter, if it did.
    pub reached: Option<usize>,
    /// The share of the test's pictures that was wrong, every fifty steps.
    pub test: Vec<f64>,
    /// The share of all pictures that are trained on that was wrong at the end; none where it diverged.
    pub train: Option<f64>,
    /// Loss of each step's batch, before the update; of the first seed alone.
    pub loss: Vec<f64>,
    /// The share of each step's batch that was wrong, before the update; of the first seed alone.
    pub error: Vec<f64>,
    /// Why it ended before its last step, where it did.
    pub ended: Option<String>,
}

/// What is to be run, in the order of the log: from either start both nets at every rate with
/// every seed. The rate is the net's own.
#[must_use]
pub fn jobs() -> Vec<(Rivals, usize)> {
    let mut jobs = Vec::new();
    for (he, which) in [(false, 0), (false, 1), (true, 0), (true, 1)] {
        for rate in RATES {
            let of = |seed| (Rivals { rates: [rate; 2], he, seed, steps: STEPS }, which);
            jobs.extend(SEEDS.map(of));
        }
    }
    jobs
}

/// Trains one of the nets from its first step to its last.
///
/// # Errors
/// Where the net is impossible; one that diverges has a log too.
pub fn run(rivals: &Rivals, which: usize, [train, test]: &[Digits; 2]) -> Result<Run, OpError> {
    let mut trainer = trainer(rivals, which, train)?;
    let (seen, unseen) = (pairs(train)?, pairs(test)?);
    let (mut loss, mut error, mut tests) = (Vec::new(), Vec::new(), Vec::new());
    let mut ended = None;
    while !trainer.done() {
        match trainer.step() {
            Ok(record) => {
                loss.push(rounded(record.loss));
                error.push(rounded(record.error));
                if record.step % TESTED_EVERY == 0 {
                    tests.push(wrong(trainer.evaluate(&unseen)?));
                }
            }
            Err(why) => {
                ended = Some(why.to_string());
                break;
            }
        }
    }
    let reached = reached(&error);
    if rivals.seed != SEEDS[0] {
        (loss, error) = (Vec::new(), Vec::new());
    }
    Ok(Run {
        net: Rivals::NETS[which.min(1)].to_owned(),
        start: STARTS[usize::from(rivals.he)].to_owned(),
        rate: rivals.rates[which.min(1)],
        seed: rivals.seed,
        reached,
        test: tests,
        train: if ended.is_none() { Some(wrong(trainer.evaluate(&seen)?)) } else { None },
        loss,
        error,
        ended,
    })
}

/// The steps to a quarter from a start at a rate, seed by seed.
#[must_use]
pub fn steps_of(runs: &[Run], net: &str, start: &str, rate: i32) -> Vec<Option<usize>> {
    let such = |run: &&Run| run.net == net && run.start == start && run.rate == rate;
    runs.iter().filter(such).map(|run| run.reached).collect()
}

/// The rate of the grid at which a net needs the fewest steps over all seeds; a run that does
/// not get there counts as one step more than there are.
#[must_use]
pub fn best_rate(runs: &[Run], net: &str, start: &str) -> i32 {
    let late = STEPS as usize + 1;
    let sum = |rate: i32| -> usize {
        steps_of(runs, net, start, rate).into_iter().map(|step| step.unwrap_or(late)).sum()
    };
    RATES.into_iter().min_by_key(|&rate| sum(rate)).unwrap_or(RATES[0])
}
