//! A run from its first step to its last, and what is kept of it.

use nets::training::{Examples, Trainer};
use serde::{Deserialize, Serialize};

/// How many of the first losses are kept, to be compared with by whoever runs them again.
pub const FIRST: u64 = 30;

/// What is kept of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Curve {
    /// The losses of the first steps.
    pub first: Vec<f64>,
    /// Means over steps that follow each other.
    pub points: Vec<Point>,
}

/// The means over some steps of training, before their updates, in wild scenes, with dropout where the net has it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The last of the steps; the first of all is 1.
    pub step: u64,
    /// The mean loss.
    pub loss: f64,
    /// The share of examples whose likeliest class was wrong.
    pub error: f64,
}

/// Takes the steps that are left and adds them to the curve so far; a point every so many, of
/// which is told.
///
/// # Errors
/// Where the training diverges, or that of `tell`.
pub fn run<E: Examples>(
    trainer: &mut Trainer<E>,
    every: u64,
    mut curve: Curve,
    mut tell: impl FnMut(&Trainer<E>, &Curve) -> Result<(), String>,
) -> Result<Curve, String> {
    let (mut loss, mut error) = (0.0, 0.0);
    while !trainer.done() {
        let record = trainer.step().map_err(|e| e.to_string())?;
        if record.step <= FIRST {
            curve.first.push(rounded(record.loss));
        }
        loss += record.loss;
        error += record.error;
        if record.step % every == 0 {
            let mean = |sum: f64| rounded(sum / every as f64);
            curve.points.push(Point { step: record.step, loss: mean(loss), error: mean(error) });
            tell(trainer, &curve)?;
            (loss, error) = (0.0, 0.0);
        }
    }
    Ok(curve)
}

/// To a millionth, so that files are short.
pub(crate) fn rounded(v: f64) -> f64 {
    (v * 1e6).round() / 1e6
}
