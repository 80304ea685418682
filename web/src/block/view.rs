//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
};
use share::{State, widgets::block::BLOCK};

use crate::block::{
    look::{Look, Seen},
    maps, panels,
    words::words,
};
use crate::element::{Element, canvas, el, html_of};
use crate::widget::{Frame, Parts, own_picture::OwnPicture, own_weights::OwnWeights};

/// One residual block of a trained net.
#[island]
pub fn Block() -> impl IntoView {
    let frame = Frame::new(&BLOCK);
    let (look, own, weights) = (Look::new(frame), OwnPicture::new(frame), OwnWeights::new(frame));
    let seen = Memo::new(move |_| look.net.with(|net| frame.state.with(|s| Seen::of(s, net))));
    #[cfg(target_arch = "wasm32")]
    crate::block::live::start(frame, look, own, weights);
    let lines = move || html_of(look.lines.get().into_iter().map(|line| el("p").text(line)));
    frame.view(Parts {
        picture: vec![
            guesses(frame, look),
            maps::large(frame, look, seen),
            maps::legend(look),
            el("div").class("sums block-lines").set("aria-live", "off").html(lines),
            maps::all(frame, look, seen),
            ratios(frame, look),
        ],
        controls: own.view(),
        below: panels::all(frame, look, weights),
        caption: words(frame.lang).caption,
        unused,
        data: words(frame.lang).table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "kind" | "which" => state.word("picture") == "own",
        "pixels" => state.word("net") != "own",
        "seed" => state.word("kernels") != "random",
        "shortcut" => state.word("net") == "plain",
        // Chosen in the pictures.
        "stage" | "block" | "map" | "row" | "column" => true,
        _ => false,
    }
}

/// The picture, and what both nets take it for.
fn guesses(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let own = move || frame.state.with(|s| s.word("picture")) == "own";
    let said = move || if own() { t.own_input } else { t.input };
    let bars = move |at: usize, name: &'static str| {
        el("figure").class("guess").with([
            el("figcaption").text(name),
            el("ol").class("bars").html(move || look.guesses.with(|both| both[at].clone())),
        ])
    };
    el("div").class("maps net-top block-top").with([
        el("figure").with([
            el("div").class("map").with([canvas(look.input, t.input, [32, 32])]),
            el("figcaption").with([
                el("strong").class("c-input").text(move || look.truth.get()),
                el("span").text(move || format!(" {}", said())),
            ]),
        ]),
        bars(0, t.as_trained),
        bars(1, t.changed).with([el("p")
            .class("verdict")
            .set("role", "status")
            .text(move || look.verdict.get())]),
    ])
}

/// A bar a block: how large F(x) is beside x. The chosen block is lit.
fn ratios(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let bars = el("div")
        .class("pick bars ratios")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.ratios)
        .on("keydown", move |e: KeyboardEvent| look.block_key(frame, &e))
        .on("pointerdown", move |e: PointerEvent| look.block_point(frame, &e))
        .with([canvas(look.ratios, t.ratios, [480, 198])]);
    el("figure").class("chart").with([el("figcaption").text(t.ratios), bars])
}
