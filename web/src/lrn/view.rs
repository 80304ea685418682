//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{html::Canvas, prelude::*};
use share::{State, widgets::lrn::LRN};

use crate::element::{Element, canvas, el, html_of, ramp};
use crate::lrn::{
    look::{Look, SIDE, response},
    words::{self, words},
};
use crate::widget::{
    Frame, Parts,
    own_picture::OwnPicture,
    pick::{cell, over, pick, square},
};

/// Local response normalization of an activation.
#[island]
pub fn Lrn() -> impl IntoView {
    let frame = Frame::new(&LRN);
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    #[cfg(target_arch = "wasm32")]
    crate::lrn::live::start(frame, look, own);
    let t = words(frame.lang);
    let gripped = move || {
        let response = frame.state.with(response);
        look.gripped.get().map(|share| words::gripped(frame.lang, share, &response))
    };
    let lines = move || {
        let equal = words::equal(frame.lang, &frame.state.with(response));
        html_of(look.lines.get().into_iter().chain([equal]).map(|line| el("p").text(line)))
    };
    let kernels = move || match frame.state.with(|s| s.word("kernels")) {
        "random" => t.random_kernels,
        _ => t.formula_kernels,
    };
    let chart = |at: usize, name: &'static str| {
        el("figure")
            .class("chart")
            .with([canvas(look.charts[at], name, [480, 120]), el("figcaption").text(name)])
    };
    frame.view(Parts {
        picture: vec![
            el("p").class("ratio").text(gripped),
            maps(frame, look),
            el("div").class("sums").set("aria-live", "off").html(lines),
            el("p").class("unit").text(t.across),
            el("div").class("charts wide").with([
                chart(0, t.bars_before),
                chart(1, t.bars_after),
                chart(2, t.sums),
                chart(3, t.divisors),
            ]),
        ],
        controls: own.view(),
        below: vec![el("p").class("unit").text(kernels)],
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "seed" => state.word("kernels") != "random",
        "row" | "column" => true,
        _ => false,
    }
}

fn maps(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let chosen = move || {
        let [row, column] = frame.state.with(|s| cell(s, SIDE));
        Some([row, column, 1])
    };
    let map = |at: usize, name: &'static str, class: &'static str| {
        let node = look.maps[at];
        let shown = [canvas(node, name, [SIDE, SIDE]), over(|| SIDE, [square("chosen", chosen)])];
        el("figure").with([
            pick(frame, node, |_| SIDE, t.keys_hint, shown),
            el("figcaption").set("class", (!class.is_empty()).then_some(class)).text(name),
            legend(look, look.scales[at], at),
        ])
    };
    el("div").class("maps haloed").with([
        el("figure").with([
            el("div").class("map").with([canvas(look.picture, t.picture, [227, 227])]),
            el("figcaption").text(t.picture),
        ]),
        map(0, t.before, "c-input"),
        map(1, t.after, "c-output"),
        map(2, t.ratio, ""),
    ])
}

/// A scale of colours from 0 up.
fn legend(look: Look, scale: NodeRef<Canvas>, at: usize) -> Element {
    let end = move || look.ends.get()[at].clone();
    el("p").class("legend").with([el("span").text("0"), ramp(scale, 64), el("span").text(end)])
}
