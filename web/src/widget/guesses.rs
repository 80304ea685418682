//! What a net takes a picture for: its classes as bars, the likeliest first.

use crate::element::{el, html_of};

/// The classes by their logits, the likeliest first.
pub(crate) fn ranked(logits: &[f32]) -> Vec<usize> {
    let mut all: Vec<usize> = (0..logits.len()).collect();
    all.sort_by(|a, b| logits[*b].total_cmp(&logits[*a]).then(a.cmp(b)));
    all
}

/// These classes as bars of their shares, markup; `truth` is the one that is lit.
pub(crate) fn bars(
    classes: impl IntoIterator<Item = usize>,
    shares: &[f32],
    truth: Option<usize>,
    names: &[String],
) -> String {
    let bar = |class: usize| {
        let share = shares.get(class).copied().unwrap_or_default();
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
    html_of(classes.into_iter().map(bar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_comes_first_and_of_equals_the_first() {
        assert_eq!(ranked(&[0.5, 2.0, -1.0, 2.0]), [1, 3, 0, 2]);
    }

    #[test]
    fn a_bar_has_its_name_and_share_and_is_never_markup() {
        let names = ["<cat>".to_owned(), "dog".to_owned()];
        let html = bars([1, 0, 9], &[0.25, 0.75], Some(0), &names);
        assert!(html.contains("75.00%") && html.contains("&lt;cat&gt;") && html.contains("0.00%"));
        assert_eq!(html.matches("data-right").count(), 1);
    }
}
