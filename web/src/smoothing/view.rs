//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::widgets::smoothing::SMOOTHING;

use crate::element::{el, html_of};
use crate::smoothing::words::{self, words};
use crate::widget::{
    Frame, Parts,
    chart::{Chart, Said},
};

/// Label smoothing, its floor and its gradient.
#[island]
pub fn Smoothing() -> impl IntoView {
    let frame = Frame::new(&SMOOTHING);
    let charts = [Chart::new(), Chart::new()];
    #[cfg(target_arch = "wasm32")]
    crate::smoothing::live::start(frame, charts);
    let (t, lang) = (words(frame.lang), frame.lang);
    let lines = move || {
        let lines = frame.state.with(|state| words::lines(lang, words::target(state)));
        html_of(lines.into_iter().map(|line| el("p").text(line)))
    };
    let chart = |(chart, name): (Chart, &'static str)| {
        chart.view(Said {
            name,
            hint: t.hint,
            place: [t.place_1, t.place_2],
            curve: |_, at, names| names.get(at).map(|name| (*name).to_owned()),
            names: [t.smoothed, t.hard, t.floor],
        })
    };
    frame.view(Parts {
        picture: vec![
            el("div").class("answer").set("aria-live", "polite").html(lines),
            el("div")
                .class("charts wide")
                .with(charts.into_iter().zip([t.loss, t.gradient]).map(chart)),
            el("p").class("unit").text(t.legend),
        ],
        controls: Vec::new(),
        below: vec![el("p").class("unit").text(t.made)],
        caption: t.caption,
        unused: |_, _| false,
        data: t.table,
    })
}
