//! What stands under the numbers: counting the errors, the reader's own weights, the card.

use leptos::{
    ev::{Event, MouseEvent},
    prelude::*,
};

use crate::element::{Element, canvas, el};
use crate::network::{
    NET,
    look::{Ask, Look},
    words::words,
};
use crate::widget::{
    Frame,
    own_weights::{OwnWeights, Without},
};

pub(crate) fn all(frame: Frame, look: Look, weights: OwnWeights) -> Vec<Element> {
    let t = words(frame.lang);
    let without = Without { using: t.using_shipped, back: t.shipped };
    vec![count(frame, look), weights.view(|| NET, without), card(frame, look)]
}

fn button(look: Look, words: &'static str, ask: Ask) -> Element {
    let press = move |_: MouseEvent| look.ask(ask);
    el("button").set("type", "button").on("click", press).text(words)
}

/// The errors over the pictures of the test.
fn count(frame: Frame, look: Look) -> Element {
    let (t, count) = (words(frame.lang), look.count);
    let running = move || count.with(|c| c.phase == "running");
    el("div").class("count").set("data-count", move || count.with(|c| c.phase)).with([
        el("p").class("actions").with([
            button(look, t.count, Ask::Count).set("disabled", running),
            button(look, t.cancel, Ask::Cancel).hidden(move || !running()),
        ]),
        el("progress")
            .set("max", move || count.with(|c| c.of.max(1)))
            .set("aria-label", t.counting)
            .hidden(move || !running())
            .property("value", move || count.with(|c| c.seen.to_string())),
        el("p").class("said").set("role", "status").text(move || count.with(|c| c.said.clone())),
        el("div")
            .class("table")
            .set("tabindex", "0")
            .hidden(move || count.with(|c| c.table.is_empty()))
            .with([el("table").html(move || count.with(|c| c.table.clone()))]),
    ])
}

/// The model card.
fn card(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    // What is closed has no width to draw in.
    let opened = move |_: Event| look.ask(Ask::Curve);
    el("details").class("model-card").on("toggle", opened).with([
        el("summary").text(t.card),
        el("div")
            .class("table")
            .set("tabindex", "0")
            .with([el("table").html(move || look.card.get())]),
        el("figure")
            .class("chart")
            .with([canvas(look.curve, t.curve, [480, 120]), el("figcaption").text(t.curve)]),
    ])
}
