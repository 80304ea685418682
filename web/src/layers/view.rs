//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
};
use share::widgets::layers::LAYERS;

use crate::element::{Element, canvas, el, html_of};
use crate::layers::{
    counted::Counted,
    look::Look,
    memory,
    words::{self, words},
};
use crate::widget::{Frame, Parts};

/// The accounts of AlexNet.
#[island]
pub fn Layers() -> impl IntoView {
    let frame = Frame::new(&LAYERS);
    let look = Look::new();
    // Of nothing counted there is nothing to say.
    let told = move |say: fn(share::Lang, &Counted) -> String| {
        move || {
            look.counted
                .with(|c| if c.layers.is_empty() { String::new() } else { say(frame.lang, c) })
        }
    };
    #[cfg(target_arch = "wasm32")]
    crate::layers::live::start(frame, look);
    let t = words(frame.lang);
    let lines = move || {
        let lines = look.counted.with(|c| {
            let layer = c.layers.get(frame.state.with(|s| c.chosen(s)));
            layer.map(|layer| words::formulas(frame.lang, layer))
        });
        html_of(lines.into_iter().flatten().map(|line| el("p").text(line)))
    };
    let counts = [
        el("p").class("ratio").text(told(words::shares)),
        charts(frame, look),
        el("div").class("sums").set("aria-live", "polite").html(lines),
        el("p").class("unit input-side").text(told(words::input)),
    ];
    let memory =
        memory::panel(frame.lang, look.memory, move || look.counted.with(|c| c.cards.clone()));
    frame.view(Parts {
        picture: counts.into_iter().chain(memory).collect(),
        controls: Vec::new(),
        below: vec![memory::counts(frame.lang)],
        caption: t.caption,
        unused: |_, key| key == "layer",
        data: t.table,
    })
}

/// Parameters, multiply-adds, activations of every layer.
fn charts(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let names = [t.parameters, t.multiply_adds, t.activations];
    let charts = names.into_iter().zip(look.charts).map(|(name, node)| {
        let bars = el("div")
            .class("pick bars")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", t.keys_hint)
            .on("keydown", move |e: KeyboardEvent| look.key(frame, &e))
            .on("pointerdown", move |e: PointerEvent| look.point(frame, node, &e, true))
            .with([canvas(node, name, [240, 234])]);
        el("figure").class("chart").with([el("figcaption").text(name), bars])
    });
    el("div").class("charts").with(charts)
}
