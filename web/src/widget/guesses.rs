//! What a net takes a picture for: classes and their probabilities, as bars.

use crate::element::{el, html_of};

/// The numbers of the classes, the likeliest first.
pub(crate) fn ranked(logits: &[f32]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..logits.len()).collect();
    all.sort_by(|a, b| logits[*b].total_cmp(&logits[*a]).then(a.cmp(b)));
    all
}

/// The first `top` classes as bars, markup; the true one is marked.
pub(crate) fn bars(
    logits: &[f32],
    shares: &[f32],
    truth: Option<usize>,
    names: &[String],
    top: usize,
) -> String {
    let bar = |class: usize| {
        let share = shares.get(class).copied().unwrap_or(f32::NAN);
        let right = truth == Some(class);
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
    html_of(ranked(logits).into_iter().take(top).map(bar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_come_first_and_the_true_one_is_marked() {
        assert_eq!(ranked(&[0.5, 2.0, 0.5, -1.0]), [1, 0, 2, 3]);
        let names = ["a", "<b>"].map(str::to_owned);
        let html = bars(&[0.0, 1.0], &[0.25, 0.75], Some(0), &names, 2);
        let (first, second) = html.split_once("</li>").expect("two");
        assert!(first.contains("&lt;b&gt;") && first.contains("75.00%"), "{html}");
        assert!(second.contains("data-right") && !first.contains("data-right"), "{html}");
    }
}
