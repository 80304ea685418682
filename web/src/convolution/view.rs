//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use share::{State, widgets::convolution::CONVOLUTION};

use crate::convolution::{look::Look, words::words};
use crate::element::{Element, canvas, el, html_of, ramp};
use crate::widget::{Frame, Parts, own_picture::OwnPicture};

/// One kernel over one photograph.
#[island]
pub fn Convolution() -> impl IntoView {
    let frame = Frame::new(&CONVOLUTION);
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    #[cfg(target_arch = "wasm32")]
    crate::convolution::live::start(frame, look, own);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: vec![maps(frame, look), look.paint.view(frame)],
        controls: own.view(),
        below: below(frame, look),
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "angle" => !["gabor", "edge"].contains(&state.word("kernel")),
        "seed" => state.word("kernel") != "random",
        "row" | "column" | "cells" => true,
        _ => false,
    }
}

fn maps(frame: Frame, look: Look) -> Element {
    let (t, c) = (words(frame.lang), look.canvases);
    let no_pool = move || look.sides.with(|s| s[2] == 0);
    let pooled = canvas(c.pooled, t.pooled, [27, 27]).hidden(no_pool);
    el("div").class("maps").with([
        figure("c-input", t.input, [canvas(c.input, t.input, [227, 227]), field(frame, look)]),
        figure("c-weight", t.kernel, [canvas(c.kernel, t.kernel, [11, 11])]).class("small"),
        el("figure").with([
            output(frame, look),
            el("figcaption").class("c-output").text(t.output),
            legend(look, c.signed, [0, 1]),
        ]),
        figure("", t.relu, [canvas(c.relu, t.relu, [55, 55])]).with([legend(
            look,
            c.positive,
            [2, 3],
        )]),
        figure(
            "",
            t.pooled,
            [pooled, el("p").class("no-map").hidden(move || !no_pool()).text(t.too_small)],
        )
        .with([legend(look, c.pooled_scale, [2, 3])]),
    ])
}

/// A map, and its name.
fn figure(
    class: &'static str,
    name: &'static str,
    map: impl IntoIterator<Item = Element>,
) -> Element {
    let name = el("figcaption").set("class", (!class.is_empty()).then_some(class)).text(name);
    el("figure").with([el("div").class("map").with(map), name])
}

/// The box of a map of this side, in its pixels.
fn overlay(look: Look, at: usize, chosen: Element) -> Element {
    let view_box = move || {
        let side = look.sides.get()[at].max(1);
        format!("0 0 {side} {side}")
    };
    el("svg").set("viewBox", view_box).set("aria-hidden", "true").with([chosen])
}

/// The field of the selected cell.
fn field(frame: Frame, look: Look) -> Element {
    let field = move || {
        let (row, column) = look.cell.get();
        let s = frame.state.get();
        let [size, stride, padding, dilation] =
            ["size", "stride", "padding", "dilation"].map(|key| s.int(key));
        figures::receptive_field(row as i32, column as i32, size, stride, padding, dilation)
    };
    let chosen = el("rect")
        .class("chosen")
        .set("x", move || field().left)
        .set("y", move || field().top)
        .set("width", move || field().side)
        .set("height", move || field().side);
    overlay(look, 0, chosen)
}

/// The output, in which a cell is selected.
fn output(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let chosen = el("rect")
        .class("chosen")
        .set("x", move || look.cell.get().1)
        .set("y", move || look.cell.get().0)
        .set("width", "1")
        .set("height", "1");
    el("div")
        .class("map pick")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.keys_hint)
        .on("keydown", move |e: KeyboardEvent| look.key(frame, &e))
        .on("pointerdown", move |e: PointerEvent| look.point(frame, &e, true))
        .on("pointermove", move |e: PointerEvent| look.point(frame, &e, false))
        .with([canvas(look.canvases.output, t.output, [55, 55]), overlay(look, 1, chosen)])
}

/// A scale of colours with the numbers at its ends.
fn legend(look: Look, scale: NodeRef<Canvas>, [low, high]: [usize; 2]) -> Element {
    let end = move |at: usize| el("span").text(move || look.ends.get()[at].clone());
    el("p").class("legend").with([end(low), ramp(scale, 64), end(high)])
}

/// The sum of the selected cell, and the distribution of all.
fn below(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    let sums = move || html_of(look.sums.get().into_iter().map(|sum| el("span").text(sum)));
    vec![
        el("p").class("sums").set("aria-live", "off").html(sums),
        el("figure").class("chart").with([
            canvas(look.canvases.histogram, t.histogram, [480, 120]),
            el("figcaption").text(t.histogram),
        ]),
    ]
}
