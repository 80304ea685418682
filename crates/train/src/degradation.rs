//! Plain nets and their twins with shortcuts, trained side by side: what the page shows behind
//! the reader's own run.

use nets::degradation::Twins;
use nets::digits::Digits;
use nets::side_by_side::{SideBySide, TESTED_EVERY};
use nets::training::Record;
use ops::OpError;
use serde::{Deserialize, Serialize};

use crate::run::rounded;
use crate::side_by_side::{self, SEEDS, STEPS, pairs, trainer, wrong};

/// The depths; both are trained with batch normalization, and with the first seed without.
pub const DEPTHS: [usize; 2] = [20, 56];

/// All runs; a JSON file beside the digits.
pub type Log = side_by_side::Log<Run>;

/// One run of one net.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Run {
    /// `plain` or `residual`.
    pub net: String,
    /// Layers.
    pub depth: usize,
    /// `batch` or `none`.
    pub norm: String,
    /// The seed.
    pub seed: u64,
    /// Loss of each step's batch, before the update; of the first seed alone.
    pub loss: Vec<f64>,
    /// The share of each step's batch that was wrong, before the update; of the first seed alone.
    pub error: Vec<f64>,
    /// The share of the test's pictures that was wrong, every fifty steps.
    pub test: Vec<f64>,
    /// The share of all pictures that are trained on that was wrong at the end; none where it diverged.
    pub train: Option<f64>,
    /// Norms of the gradients at the first and at the last step, of the first seed alone.
    pub grad_norms: Vec<Vec<f64>>,
    /// Deviations of the responses at these steps, of the first seed alone.
    pub response_std: Vec<Vec<f64>>,
    /// Why it ended before its last step, where it did.
    pub ended: Option<String>,
}

/// What is to be run, in the order of the log.
#[must_use]
pub fn jobs() -> Vec<(Twins, bool)> {
    let twins = |depth, norm, seed| Twins { depth, norm, seed, steps: STEPS };
    let with = SEEDS.iter().flat_map(|&seed| DEPTHS.map(|depth| twins(depth, true, seed)));
    let without = DEPTHS.map(|depth| twins(depth, false, SEEDS[0]));
    with.chain(without).flat_map(|twins| [(twins, false), (twins, true)]).collect()
}

/// Trains one of the nets from its first step to its last.
///
/// # Errors
/// Where the net is impossible; one that diverges has a log too.
pub fn run(twins: &Twins, residual: bool, [train, test]: &[Digits; 2]) -> Result<Run, OpError> {
    let mut trainer = trainer(twins, usize::from(residual), train)?;
    let (seen, unseen) = (pairs(train)?, pairs(test)?);
    let mut run = Run {
        net: Twins::NETS[usize::from(residual)].to_owned(),
        depth: twins.depth,
        norm: if twins.norm { "batch" } else { "none" }.to_owned(),
        seed: twins.seed,
        loss: Vec::new(),
        error: Vec::new(),
        test: Vec::new(),
        train: None,
        grad_norms: Vec::new(),
        response_std: Vec::new(),
        ended: None,
    };
    let whole = twins.seed == SEEDS[0];
    let mut last = None;
    while !trainer.done() {
        let record = match trainer.step() {
            Ok(record) => record,
            Err(error) => {
                run.ended = Some(error.to_string());
                break;
            }
        };
        if whole {
            run.loss.push(rounded(record.loss));
            run.error.push(rounded(record.error));
        }
        if record.step % TESTED_EVERY == 0 {
            run.test.push(wrong(trainer.evaluate(&unseen)?));
        }
        if record.step == 1 && whole {
            keep(&mut run, &record);
        }
        last = Some(record);
    }
    if let Some(record) = last.filter(|_| whole) {
        keep(&mut run, &record);
    }
    if run.ended.is_none() {
        run.train = Some(wrong(trainer.evaluate(&seen)?));
    }
    Ok(run)
}

fn keep(run: &mut Run, record: &Record) {
    run.grad_norms.push(record.grad_norms.iter().copied().map(shortened).collect());
    run.response_std.push(record.response_std.iter().copied().map(shortened).collect());
}

/// To four digits: norms differ by powers of ten.
fn shortened(v: f64) -> f64 {
    format!("{v:.3e}").parse().unwrap_or(v)
}
