//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use nets::attention::by_hand;
use share::{
    State,
    widgets::query::{PLACES, QUERY, points},
};

use crate::element::{Element, el, html_of};
use crate::query::{look::Look, plane::planes, words::words};
use crate::widget::{Frame, Parts};

/// One query among a few keys.
#[island]
pub fn Query() -> impl IntoView {
    let frame = Frame::new(&QUERY);
    let look = Look::new();
    #[cfg(target_arch = "wasm32")]
    crate::query::live::start(frame, look);
    let t = words(frame.lang);
    let directionless = move || {
        frame.state.with(|s| {
            let points = points(s);
            let at_origin = points.keys.iter().chain([&points.query]).any(|p| *p == [0.0; 2]);
            at_origin && s.word("similarity") == "cosine"
        })
    };
    frame.view(Parts {
        picture: vec![
            planes(frame, look),
            shares(frame, look),
            el("div")
                .class("said")
                .set("role", "status")
                .hidden(move || !directionless())
                .with([el("p").text(t.no_direction)]),
        ],
        controls: Vec::new(),
        below: vec![el("p").class("unit").text(t.toy)],
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Points are moved in the picture; their keys have no sliders.
fn unused(_: &State, key: &str) -> bool {
    PLACES.iter().flatten().any(|place| *place == key)
}

/// Softmax step by step, a row a key.
fn shares(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let cells = move || {
        let count = frame.state.with(|s| s.int("keys")) as usize;
        let heard = look.heard.get();
        let steps: Vec<_> = heard.iter().flat_map(|h| by_hand(&h.scores, h.temperature)).collect();
        let row = |at: usize| {
            let of = heard.as_ref().and_then(|h| Some((h.scores.get(at)?, h.weights.get(at)?)));
            let numbers = match (of, steps.get(at)) {
                (Some((score, weight)), Some([over, power, _])) => {
                    [f64::from(*score), *over, *power, f64::from(*weight)].map(number)
                }
                _ => Default::default(),
            };
            let share = of.map_or(0.0, |(_, weight)| weight * 100.0);
            let cell = |text: String| el("td").text(text);
            el("tr")
                .with([el("th").set("scope", "row").class("c-key").text(format!("k{}", at + 1))])
                .with(numbers.map(cell))
                .with([el("td").with([el("svg")
                    .class("bar")
                    .set("viewBox", "0 0 100 1")
                    .set("preserveAspectRatio", "none")
                    .set("aria-hidden", "true")
                    .with([el("rect").set("width", share).set("height", "1")])])])
        };
        let heads = [t.key, "s", "s/T", "e^(s/T − max)", t.weight];
        html_of([
            el("thead").with([el("tr")
                .with(heads.map(|head| el("th").set("scope", "col").text(head)))
                .with([el("td")])]),
            el("tbody").with((0..count).map(row)),
        ])
    };
    el("div").class("table shares").set("tabindex", "0").with([el("table").html(cells)])
}

/// A number with three places; a true minus before what is below zero.
fn number(value: f64) -> String {
    let text = match value.abs() {
        size if size > 0.0 && size < 5e-4 => format!("{value:.1e}"),
        _ => format!("{value:.3}"),
    };
    text.replacen('-', "−", usize::from(value < 0.0))
}
