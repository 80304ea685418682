//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::widgets::days::DAYS;

use crate::days::{
    look::{Factors, Look},
    words::{self, words},
};
use crate::element::{canvas, el, html_of};
use crate::widget::{Frame, Parts};

/// How long AlexNet's training takes.
#[island]
pub fn Days() -> impl IntoView {
    let frame = Frame::new(&DAYS);
    let look = Look::new();
    #[cfg(target_arch = "wasm32")]
    crate::days::live::start(frame, look);
    let t = words(frame.lang);
    let headline = move || {
        let measured = look.measured.get();
        let factors = measured.map(|m| frame.state.with(|s| Factors::of(s, m.net)));
        factors.map_or(String::new(), |factors| words::headline(frame.lang, &factors))
    };
    let lines = move || {
        let measured = look.measured.get();
        let lines = measured.map(|m| frame.state.with(|s| words::lines(frame.lang, s, &m)));
        html_of(lines.into_iter().flatten().map(|line| el("p").text(line)))
    };
    frame.view(Parts {
        picture: vec![
            el("p").class("ratio").text(headline),
            el("figure")
                .class("chart days")
                .with([canvas(look.chart, t.chart, [480, 120]), el("figcaption").text(t.chart)]),
            el("div").class("sums").set("aria-live", "off").html(lines),
        ],
        controls: Vec::new(),
        below: vec![el("p").class("unit").text(t.source), el("p").class("unit").text(t.measured)],
        caption: t.caption,
        unused: |_, _| false,
        data: t.table,
    })
}
