//! The guesses and the chosen cell in words.

use crate::browser::engine::Trace;
use crate::network::{compute::Pass, words::Words};
use crate::widget::guesses::ranked;

/// Whether the first guess, or one of the first `top`, is the true class.
pub(crate) fn verdict(pass: &Pass, top: usize, t: &Words) -> String {
    let Some(truth) = pass.truth else { return t.no_truth.to_owned() };
    let rank = ranked(&pass.logits).iter().position(|class| *class == truth).unwrap_or(0);
    match rank {
        0 => t.right_first.to_owned(),
        rank if rank < top => format!("{}{} (k = {top})", t.right_within, rank + 1),
        rank => format!("{}{} (k = {top})", t.wrong, rank + 1),
    }
}

/// Of so many terms, how they became the number.
pub(crate) fn made(trace: &Trace, t: &Words) -> String {
    let how = match trace.combine.as_str() {
        "max" => t.c_max,
        "relu" => t.c_relu,
        "localResponse" => t.c_response,
        _ => t.c_sum,
    };
    format!("{} {}: {how}", trace.terms.len(), t.terms)
}
