//! The guesses as bars, and the chosen cell in words.

use crate::browser::engine::{Factor, Trace};
use crate::network::{compute::Pass, words::Words};
use crate::widget::Table;

/// Whether the first guess, or one of the first `top`, is the true class.
pub(crate) fn verdict(pass: &Pass, top: usize, t: &Words) -> String {
    let Some(truth) = pass.truth else { return t.no_truth.to_owned() };
    let rank = pass.ranked().iter().position(|class| *class == truth).unwrap_or(0);
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

/// A line a term.
pub(crate) fn terms(trace: &Trace, t: &Words) -> Table {
    let factor = |f: &Factor| {
        let index: Vec<String> = f.index.iter().map(usize::to_string).collect();
        format!("{}[{}] = {:.5}", f.input, index.join(", "), f.value)
    };
    let row = |term: &crate::browser::engine::Term| {
        let factors: Vec<String> = term.factors.iter().map(factor).collect();
        vec![factors.join(" × "), format!("{:.6}", term.value)]
    };
    Table {
        head: [t.factors, t.value].map(str::to_owned).to_vec(),
        rows: trace.terms.iter().map(row).collect(),
    }
}
