//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{ev::MouseEvent, prelude::*};
use share::widgets::degradation::DEGRADATION;

use crate::degradation::{
    look::{Look, Press},
    words::words,
};
use crate::element::{Element, canvas, el, html_of};
use crate::widget::{Frame, Parts, Place};

/// Two deep nets, trained side by side. `query` is the note's setting of it, `root` the
/// way to the site's root, `index` its place among its kind on the page.
#[island]
pub fn Degradation(
    query: String,
    lang: String,
    root: String,
    embed: bool,
    index: usize,
) -> impl IntoView {
    let frame = Frame::new(&DEGRADATION, Place { query, lang, root, embed, index });
    let look = Look::new();
    #[cfg(target_arch = "wasm32")]
    crate::degradation::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look),
        controls: Vec::new(),
        below: vec![el("p").class("caption").text(t.caption)],
        caption: t.made,
        unused: |_, _| false,
        data: t.table,
    })
}

fn picture(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    let said = move || html_of(look.said.get().into_iter().map(|words| el("p").text(words)));
    let chart = |i: usize, name: &'static str| {
        el("figure")
            .class("chart")
            .with([el("figcaption").text(name), canvas(look.charts[i], name, [240, 120])])
    };
    let button = move |press: Press| {
        el("button")
            .set("type", "button")
            .set("disabled", move || !look.can.get() && !look.playing.get())
            .on("click", move |_: MouseEvent| look.press(press))
    };
    vec![
        el("p").class("legend twins").with([
            el("span").class("plain").text(t.plain),
            el("span").class("residual").text(t.residual),
            el("span").class("what").text(t.pale),
        ]),
        el("p").class("ratio").text(move || look.answer.get()),
        el("div").class("stepper").set("role", "group").set("aria-label", t.train_group).with([
            button(Press::Play)
                .set("data-press", "play")
                .text(move || if look.playing.get() { t.pause } else { t.start }),
            button(Press::Step).set("data-press", "step").text(t.step),
            el("p").class("status").text(move || look.status.get()),
        ]),
        el("div")
            .class("said")
            .set("role", "status")
            .hidden(move || look.said.with(Vec::is_empty))
            .html(said),
        el("div").class("charts").with([chart(0, t.loss), chart(1, t.error), chart(2, t.test)]),
        el("p").class("unit").text(move || look.layers.get()),
        el("div").class("charts").with([chart(3, t.norms), chart(4, t.responses)]),
    ]
}
