//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{ev::MouseEvent, prelude::*};
use share::{State, widgets::normalization::NORMALIZATION};

use crate::element::{Element, el, html_of, ramp};
use crate::normalization::{look::Look, panel::panel, seen::Seen, words::words};
use crate::widget::{Act, Frame, Parts};

/// Pairs worth comparing.
const PAIRS: [[&str; 2]; 4] =
    [["batch", "layer"], ["layer", "sample"], ["batch", "instance"], ["instance", "group"]];

/// One batch, normalized in two ways.
#[island]
pub fn Normalization() -> impl IntoView {
    let frame = Frame::new(&NORMALIZATION);
    let look = Look::new();
    let seen = Memo::new(move |_| frame.state.with(|state| Seen::of(state, frame.lang)));
    #[cfg(target_arch = "wasm32")]
    crate::normalization::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look, seen),
        controls: Vec::new(),
        below: vec![el("p").class("caption").text(t.caption)],
        caption: t.made,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    let images = state.word("data") == "images";
    let eval = state.word("mode") == "eval";
    let has = |norm: &str| ["norm", "against"].iter().any(|key| state.word(key) == norm);
    match key {
        "text" | "pad" => images,
        "padding" => images || eval || !has("batch"),
        "steps" => !eval || !has("batch"),
        "groups" => !has("group"),
        "sample" | "channel" | "place" => true,
        _ => false,
    }
}

fn picture(frame: Frame, look: Look, seen: Memo<Seen>) -> Vec<Element> {
    let t = words(frame.lang);
    let end = move |i: usize| el("span").text(move || look.ends.with(|ends| ends[i].clone()));
    let shown = move || if seen.with(|seen| seen.after) { t.scale_after } else { t.scale_before };
    let said = move || html_of(look.said.get().into_iter().map(|words| el("p").text(words)));
    vec![
        pairs(frame),
        el("div").class("sides").with([0, 1].map(|side| panel(frame, look, seen, side))),
        el("p").class("legend of-pair of-sides").with([
            end(0),
            ramp(look.scale, 64),
            end(1),
            el("span").class("what").text(shown),
        ]),
        el("p")
            .class("sums chosen-number")
            .set("id", format!("{}-chosen", frame.prefix()))
            .set("aria-live", "polite")
            .text(move || look.chosen.get()),
        el("div")
            .class("said")
            .set("role", "status")
            .hidden(move || look.said.with(Vec::is_empty))
            .html(said),
    ]
}

/// Buttons that set both sides.
fn pairs(frame: Frame) -> Element {
    let t = words(frame.lang);
    let hidden = move || frame.hidden("norm") || frame.hidden("against");
    let locked = move || frame.locked("norm") || frame.locked("against");
    let button = move |[left, right]: [&'static str; 2]| {
        let pressed =
            move || frame.state.with(|s| s.word("norm") == left && s.word("against") == right);
        let press = move |_: MouseEvent| {
            frame.state.update(|s| {
                s.choose("norm", left);
                s.choose("against", right);
            });
            frame.act(Act::Changed);
        };
        el("button")
            .set("type", "button")
            .set("data-pair", format!("{left}-{right}"))
            .set("disabled", locked)
            .set("aria-pressed", move || pressed().to_string())
            .on("click", press)
            .text(t.pair(left, right))
    };
    el("div")
        .class("stepper pairs")
        .set("role", "group")
        .set("aria-label", t.pairs)
        .hidden(hidden)
        .with(PAIRS.map(button))
}
