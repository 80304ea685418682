//! The guesses as bars, and the chosen cell in words.

use crate::browser::engine::{Factor, Trace};
use crate::element::{el, html_of};
use crate::network::{compute::Pass, words::Words};
use crate::widget::Table;

/// The first `top` guesses as bars, markup.
pub(crate) fn bars(pass: &Pass, names: &[String], top: usize) -> String {
    let bar = |class: usize| {
        let share = pass.shares[class];
        let right = pass.truth == Some(class);
        el("li").set("data-right", right.then_some("true")).with([
            el("span").class("name").text(names.get(class).cloned().unwrap_or_default()),
            // A width in a style would be against the page's policy.
            el("svg")
                .class("bar")
                .set("viewBox", "0 0 100 1")
                .set("preserveAspectRatio", "none")
                .set("aria-hidden", "true")
                .with([el("rect").set("width", share * 100.0).set("height", "1")]),
            el("span").class("share").text(format!("{:.2}%", share * 100.0)),
        ])
    };
    html_of(pass.ranked().into_iter().take(top).map(bar))
}

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
