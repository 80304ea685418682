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
    words::{self, Words, words},
};
use crate::widget::{Frame, Parts, Place, numbers::thousands};

/// The accounts of AlexNet. `query` is the note's setting of it, `root` the way to the site's
/// root, `index` its place among its kind on the page.
#[island]
pub fn Layers(
    query: String,
    lang: String,
    root: String,
    embed: bool,
    index: usize,
) -> impl IntoView {
    let frame = Frame::new(&LAYERS, Place { query, lang, root, embed, index });
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
    frame.view(Parts {
        picture: vec![
            el("p").class("ratio").text(told(words::shares)),
            charts(frame, look),
            el("div").class("sums").set("aria-live", "polite").html(lines),
            el("p").class("unit input-side").text(told(words::input)),
            el("figure")
                .class("chart memory")
                .with([canvas(look.memory, t.memory, [480, 96]), el("figcaption").text(t.memory)]),
            el("p").class("ratio").text(told(words::verdict)),
            el("div")
                .class("table parts")
                .set("tabindex", "0")
                .with([el("table").html(move || look.counted.with(|c| html_of(parts(t, c))))]),
        ],
        controls: Vec::new(),
        below: vec![el("p").class("unit").text(t.counts)],
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

/// The table of what memory holds.
fn parts(t: &'static Words, counted: &Counted) -> Vec<Element> {
    let cards = [t.one_card, t.each_of_two].into_iter().take(counted.cards.len());
    let head =
        [t.part].into_iter().chain(cards).map(|name| el("th").set("scope", "col").text(name));
    let mib = |bytes: u64| format!("{:.1}", bytes as f64 / f64::from(1 << 20));
    let row = |name: &'static str, class: &'static str, cells: Vec<String>| {
        let swatch = (!class.is_empty()).then(|| el("i").class(format!("swatch {class}")));
        let name = el("span").text(name);
        let first = el("th").set("scope", "row").with(swatch).with([name]);
        el("tr").with([first]).with(cells.into_iter().map(|cell| el("td").text(cell)))
    };
    let names = [
        (t.weights, "weights"),
        (t.gradients, "gradients"),
        (t.momentum, "momentum"),
        (t.kept, "kept"),
        (t.received, "received"),
        (t.backward, "backward"),
    ];
    let of = |part: usize| counted.cards.iter().map(move |card| card.parts()[part]);
    let rows = names.into_iter().enumerate().filter(|(part, _)| of(*part).any(|bytes| bytes > 0));
    let rows = rows.map(|(part, (name, class))| row(name, class, of(part).map(mib).collect()));
    let totals = counted.cards.iter().map(|card| mib(card.total())).collect();
    let most = counted.largest.iter().map(thousands).collect();
    vec![
        el("thead").with([el("tr").with(head)]),
        el("tbody").with(rows).with([row(t.total, "", totals), row(t.fits, "", most)]),
    ]
}
