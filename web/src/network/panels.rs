//! What stands under the numbers: counting the errors, the card, the reader's own weights.

use leptos::{
    ev::{Event, MouseEvent},
    prelude::*,
};

use crate::element::{Element, canvas, el};
use crate::network::{
    look::{Ask, Look},
    words::words,
};
use crate::widget::Frame;

pub(crate) fn all(frame: Frame, look: Look) -> Vec<Element> {
    vec![count(frame, look), weights(frame, look), card(frame, look)]
}

fn button(look: Look, words: &'static str, ask: Ask) -> Element {
    let press = move |_: MouseEvent| look.ask(ask.clone());
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

/// A place for the reader's own file of weights.
fn weights(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let id = format!("{}-weights", frame.prefix());
    let own = move || look.file.with(|name| !name.is_empty());
    let using = move || match look.file.get() {
        name if name.is_empty() => t.using_shipped.to_owned(),
        name => format!("{}{name}", t.using_own),
    };
    el("details")
        .class("own-weights")
        .on("dragover", move |e: Event| look.dropped(e, false))
        .on("drop", move |e: Event| look.dropped(e, true))
        .with([
            el("summary").text(t.weights),
            el("div").class("drop").with([
                el("label").set("for", id.clone()).text(t.choose),
                el("input")
                    .set("type", "file")
                    .set("id", id)
                    .set("accept", ".safetensors")
                    .on("change", move |e: Event| look.ask(Ask::File(e))),
            ]),
            el("p").class("unit").text(t.stays),
            el("p").class("using").set("role", "status").text(using),
            el("p")
                .class("remarks error")
                .set("role", "alert")
                .hidden(move || look.refused.with(String::is_empty))
                .text(move || look.refused.get()),
            button(look, t.shipped, Ask::Shipped).hidden(move || !own()),
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
