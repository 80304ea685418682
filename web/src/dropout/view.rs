//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
};
use share::{State, widgets::dropout::DROPOUT};

use crate::dropout::{
    look::{ACROSS, Look, NEURONS},
    words::words,
};
use crate::element::{Element, canvas, el, ramp};
use crate::widget::{Frame, Parts};

/// Dropout at work.
#[island]
pub fn Dropout() -> impl IntoView {
    let frame = Frame::new(&DROPOUT);
    let look = Look::new();
    #[cfg(target_arch = "wasm32")]
    crate::dropout::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look),
        controls: Vec::new(),
        below: vec![
            el("p").class("ratio").text(move || look.answer.get()),
            el("figure")
                .class("chart")
                .with([canvas(look.chart, t.chart, [480, 120]), el("figcaption").text(t.chart)]),
            el("p").class("sums").text(move || look.rectified.get()),
        ],
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(_: &State, key: &str) -> bool {
    key == "neuron"
}

fn picture(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    let paper = move || frame.state.with(|s| s.word("way")) != "pytorch";
    let train = move || if paper() { t.train_paper } else { t.train_pytorch };
    let test = move || if paper() { t.test_paper } else { t.test_pytorch };
    let input = el("figure").with([
        el("div").class("map").with([canvas(look.input, t.input, [32, 32])]),
        el("figcaption").class("c-input").text(move || look.truth.get()),
    ]);
    let legend = el("p").class("legend").with([
        el("span").text(move || look.ends.get()[0].clone()),
        ramp(look.scale, 64),
        el("span").text(move || look.ends.get()[1].clone()),
    ]);
    let kept = move || format!("{}{}", t.mask, look.kept.get());
    vec![
        el("div").class("maps").with([
            input,
            vector(frame, look, 0, move || t.fc6.to_owned()).with([legend]),
            vector(frame, look, 1, kept),
            vector(frame, look, 2, move || train().to_owned()),
            vector(frame, look, 3, move || test().to_owned()),
        ]),
        el("p").class("sums").set("aria-live", "off").text(move || look.neuron.get()),
    ]
}

/// The neurons as squares, one of them chosen.
fn vector(
    frame: Frame,
    look: Look,
    at: usize,
    name: impl Fn() -> String + Clone + 'static,
) -> Element {
    let place = move || frame.state.with(|s| s.int("neuron"));
    let chosen = el("rect")
        .class("chosen")
        .set("x", move || place() % ACROSS as i32)
        .set("y", move || place() / ACROSS as i32)
        .set("width", "1")
        .set("height", "1");
    let over = el("svg")
        .set("viewBox", format!("0 0 {ACROSS} {}", NEURONS / ACROSS))
        .set("aria-hidden", "true")
        .with([chosen]);
    let keys = words(frame.lang).keys;
    el("figure").with([
        el("div")
            .class("map pick neurons")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", keys)
            .on("keydown", move |e: KeyboardEvent| look.key(frame, &e))
            .on("pointerdown", move |e: PointerEvent| look.point(frame, at, &e, true))
            .on("pointermove", move |e: PointerEvent| look.point(frame, at, &e, false))
            .with([canvas(look.vectors[at], name.clone(), [ACROSS, NEURONS / ACROSS]), over]),
        el("figcaption").text(name),
    ])
}
