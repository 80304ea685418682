//! The formula, letter by letter: a letter lights its matrix, and the other way round.

use figures::Part;
use leptos::{
    ev::{Event, MouseEvent, PointerEvent},
    prelude::*,
};

use crate::attention::{
    look::Look,
    words::{colour, words},
};
use crate::element::{Element, el, html_of};
use crate::widget::{Act, Frame};

/// The formula of the state's similarity, and the similarity in words.
pub(crate) fn formula(frame: Frame, look: Look) -> Vec<Element> {
    use Part::{K, Masked, Q, Scaled, Scores, V, Weights, Y};
    let t = words(frame.lang);
    let term = move |part: Part, sign: &'static str| term(frame, look, part, sign);
    let sign = |words: &'static str| el("span").text(words);
    let similarity = move || frame.state.with(|s| s.word("similarity"));
    // One for each, so that every letter stays where it is written.
    let score = |word: &'static str, letters: Vec<Element>| {
        let other = move || match (word, similarity()) {
            ("", now) => ["additive", "cosine", "gaussian"].contains(&now),
            (word, now) => word != now,
        };
        el("span").hidden(other).with(letters)
    };
    let scores = [
        score("", vec![term(Q, "Q"), term(Scores, "·"), term(K, "Kᵀ")]),
        score(
            "additive",
            vec![
                term(Scores, "w·tanh"),
                sign("("),
                term(Q, "Q"),
                sign(" + "),
                term(K, "K"),
                sign(")"),
            ],
        ),
        score(
            "cosine",
            vec![term(Scores, "cos"), sign("("), term(Q, "Q"), sign(", "), term(K, "K"), sign(")")],
        ),
        score(
            "gaussian",
            vec![
                term(Scores, "−½"),
                sign("‖"),
                term(Q, "Q"),
                sign(" − "),
                term(K, "K"),
                sign("‖²"),
            ],
        ),
    ];
    let unscaled = move || similarity() != "scaled";
    let fraction = el("span").class("fraction").with([
        el("span").with(scores),
        el("span").class("under").hidden(unscaled).with([term(Scaled, "√d")]),
    ]);
    vec![
        el("div")
            .class("live-formula")
            .set("role", "group")
            .set("aria-label", t.formula)
            .on("pointerleave", move |_: PointerEvent| look.pointed.set(None))
            .with([
                term(Y, "Y"),
                sign(" = "),
                term(Weights, "softmax"),
                sign(" ( "),
                fraction,
                sign(" + "),
                term(Masked, "M"),
                sign(" ) "),
                term(V, "V"),
            ]),
        el("p").class("caption").text(move || frame.state.with(|s| t.similarity(s))),
    ]
}

/// A letter; pressed, it selects a number of its matrix.
fn term(frame: Frame, look: Look, part: Part, sign: &'static str) -> Element {
    let t = words(frame.lang);
    // The name begins as the letter reads.
    let index = if part == Part::Scaled { "k" } else { "" };
    let class = move || {
        let lit = if look.lit(frame, part) { " lit" } else { "" };
        format!("term {}{lit}", colour(part))
    };
    let pick = move |_: MouseEvent| {
        let (_, row, column) = look.cell.get_untracked();
        look.pick(frame, part, [row as i32, column as i32]);
        frame.act(Act::Noted);
    };
    let letter = el("button")
        .set("type", "button")
        .class(class)
        .set("data-term", part.word())
        .set("aria-label", format!("{sign}{index}: {}", t.part(part)))
        .on("pointerenter", move |_: PointerEvent| look.pointed.set(Some(part)))
        .on("pointerleave", move |_: PointerEvent| look.pointed.set(None))
        .on("focus", move |_: Event| look.pointed.set(Some(part)))
        .on("blur", move |_: Event| look.pointed.set(None))
        .on("click", pick);
    match index {
        "" => letter.text(sign),
        index => letter.html(html_of([el("span").text(sign), el("sub").text(index)])),
    }
}
