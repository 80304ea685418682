//! Guesses of a net as bars.

use crate::element::{el, html_of};

/// The likeliest `top` classes as bars, markup; `right` is the true class, where there is one.
pub(crate) fn bars(shares: &[f32], names: &[String], top: usize, right: Option<usize>) -> String {
    let bar = |class: usize| {
        let share = shares[class];
        el("li").set("data-right", (right == Some(class)).then_some("true")).with([
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
    html_of(ranked(shares).into_iter().take(top).map(bar))
}

/// The classes, the one with the largest number first.
pub(crate) fn ranked(numbers: &[f32]) -> Vec<usize> {
    tensor::order(numbers.len(), &|a, b| numbers[b].total_cmp(&numbers[a]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_come_first_and_the_right_one_is_marked() {
        let names = ["cat", "<b>", "dog"].map(str::to_owned);
        let made = bars(&[0.2, 0.5, 0.3], &names, 2, Some(2));
        assert_eq!(made.matches("<li").count(), 2);
        let (b, dog) = (made.find("&lt;b&gt;"), made.find("dog"));
        assert!(b < dog && !made.contains("cat") && made.contains("data-right"), "{made}");
        assert_eq!(ranked(&[0.1, 0.7, 0.7]), [1, 2, 0]);
        assert_eq!(bars(&[], &[], 5, None), "");
    }
}
