//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use figures::{Part, STEPS};
use leptos::{ev::MouseEvent, prelude::*};
use share::{State, widgets::attention::ATTENTION};

use crate::attention::{formula::formula, look::Look, matrix::matrix, words::words};
use crate::element::{Element, canvas, el, html_of};
use crate::widget::{Frame, Parts};

/// The reader's tokens through one head.
#[island]
pub fn Attention() -> impl IntoView {
    let frame = Frame::new(&ATTENTION);
    let look = Look::new(frame);
    #[cfg(target_arch = "wasm32")]
    crate::attention::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look),
        controls: Vec::new(),
        below: charts(frame, look),
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key has no control of its own kind in this state.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "pad" => state.word("mask") != "padding",
        "step" | "cell" | "row" | "column" => true,
        _ => false,
    }
}

fn picture(frame: Frame, look: Look) -> Vec<Element> {
    let said = move || html_of(look.said.get().into_iter().map(|words| el("p").text(words)));
    let sums = move || html_of(look.sums.get().into_iter().map(|sum| el("span").text(sum)));
    let chain = |parts: &[Part]| {
        el("div").class("chain").with(parts.iter().map(|&part| matrix(frame, look, part)))
    };
    let mut all = formula(frame, look);
    all.extend([
        stepper(frame, look),
        chain(&[Part::X, Part::Q, Part::K]),
        chain(&[Part::Scores, Part::Scaled, Part::Masked, Part::Weights]),
        chain(&[Part::V, Part::Y]),
        el("p")
            .class("sums")
            .set("id", format!("{}-sums", frame.prefix()))
            .set("aria-live", "polite")
            .html(sums),
        el("div")
            .class("said")
            .set("role", "status")
            .hidden(move || look.said.with(Vec::is_empty))
            .html(said),
    ]);
    all
}

/// The walk through the chain.
fn stepper(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let step = move || frame.state.with(|s| s.int("step")) as usize;
    let locked = move || frame.locked("step");
    let said = move || {
        let said = frame.state.with(|s| t.step(s));
        match step() {
            0 => said.to_owned(),
            n => format!("{} {n} {} {said}", t.step, t.of),
        }
    };
    let button = |name: &'static str, words: &'static str| {
        el("button").set("type", "button").set("data-step", name).text(words)
    };
    let go = move |to: usize| look.go(frame, to);
    el("div")
        .class("stepper")
        .set("role", "group")
        .set("aria-label", t.steps)
        .hidden(move || frame.hidden("step"))
        .with([
            button("back", t.back)
                .set("disabled", move || locked() || step() == 0)
                .on("click", move |_: MouseEvent| go(untrack(step).saturating_sub(1))),
            button("next", t.next)
                .set("disabled", move || locked() || step() == STEPS)
                .on("click", move |_: MouseEvent| go(untrack(step) + 1)),
            button("whole", t.whole)
                .set("disabled", move || locked() || step() == 0)
                .on("click", move |_: MouseEvent| go(0)),
            el("p").set("role", "status").text(said),
        ])
}

/// What was measured over d_k.
fn charts(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    let titles = [t.spread, t.entropy, t.jacobian];
    let chart = |(at, title): (usize, &'static str)| {
        el("figure")
            .class("chart")
            .with([el("figcaption").text(title), canvas(look.charts[at], title, [260, 120])])
    };
    vec![
        el("div").class("charts").with(titles.into_iter().enumerate().map(chart)),
        el("p").class("caption").text(t.measured_1),
        el("details").with([
            el("summary").text(t.measured_table),
            el("div")
                .class("table")
                .set("tabindex", "0")
                .with([el("table").class("measured").html(move || look.measured.get())]),
        ]),
    ]
}
