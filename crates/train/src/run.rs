//! A run from its first step to its last, and what is kept of it.

use nets::training::{Examples, Trainer};
use ops::OpError;
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

/// The means over some steps of training, before their updates, with dropout and in wild scenes.
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

/// Takes the steps that are left; a point of the curve every so many.
///
/// # Errors
/// Where the training diverges.
pub fn run<E: Examples>(
    trainer: &mut Trainer<E>,
    every: u64,
    mut tell: impl FnMut(&Point),
) -> Result<Curve, OpError> {
    let mut curve = Curve::default();
    let (mut loss, mut error) = (0.0, 0.0);
    while !trainer.done() {
        let record = trainer.step()?;
        if record.step <= FIRST {
            curve.first.push(rounded(record.loss));
        }
        loss += record.loss;
        error += record.error;
        if record.step % every == 0 {
            let mean = |sum: f64| rounded(sum / every as f64);
            let point = Point { step: record.step, loss: mean(loss), error: mean(error) };
            tell(&point);
            curve.points.push(point);
            (loss, error) = (0.0, 0.0);
        }
    }
    Ok(curve)
}

/// To a millionth, so that files are short.
pub(crate) fn rounded(v: f64) -> f64 {
    (v * 1e6).round() / 1e6
}
