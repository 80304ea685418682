//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{html::Canvas, prelude::*};
use share::{State, widgets::pooling::POOLING};

use crate::element::{Element, canvas, el, html_of, ramp};
use crate::pooling::{
    look::{Look, SIDE, Seen},
    words::{self, words},
};
use crate::widget::{
    Frame, Parts,
    own_picture::OwnPicture,
    pick::{over, pick, square},
};

/// Two pools over one activation.
#[island]
pub fn Pooling() -> impl IntoView {
    let frame = Frame::new(&POOLING);
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    let seen = Memo::new(move |_| frame.state.with(Seen::of));
    #[cfg(target_arch = "wasm32")]
    crate::pooling::live::start(frame, look, own);
    let t = words(frame.lang);
    let lines = move || html_of(look.lines.get().into_iter().map(|line| el("p").text(line)));
    let same = move || {
        let out = seen.get().windows[0].out;
        look.same.get().map(|same| words::same(frame.lang, same, out * out))
    };
    frame.view(Parts {
        picture: vec![
            maps(frame, look, seen),
            el("p").class("ratio").hidden(move || !seen.get().compared()).text(same),
            el("div").class("sums").set("aria-live", "off").html(lines),
        ],
        controls: own.view(),
        below: vec![el("p").class("unit").text(t.picture)],
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
        "row" | "column" => true,
        _ => false,
    }
}

fn maps(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let (t, lang) = (words(frame.lang), frame.lang);
    let named = move |before: &'static str, pool: usize| {
        move || format!("{before}{}", words::sizes(lang, &seen.get(), pool))
    };
    let window = move |pool: usize| move || Some(seen.get().window(pool));
    let largest =
        move |pool: usize| move || look.largest.get()[pool].map(|[row, column]| [row, column, 1]);
    let activation = el("figure").with([
        el("div").class("map").with([
            canvas(look.activation, t.activation, [SIDE, SIDE]),
            over(
                || SIDE,
                [
                    square("largest", largest(0)),
                    square("largest", largest(1)),
                    square("source", window(1)),
                    square("chosen", window(0)),
                ],
            ),
        ]),
        el("figcaption").class("c-input").text(t.activation),
        legend(look, look.scale, 0),
    ]);
    let pooled = move |pool: usize, before: &'static str| {
        let side = move || seen.get().windows[pool].out;
        let cell = move || {
            let [row, column] = seen.get().cell;
            Some([row, column, 1])
        };
        let node = look.pooled[pool];
        let map = canvas(node, named(before, pool), [27, 27]);
        el("figure").with([
            pick(frame, node, Seen::side, t.keys_hint, [map, over(side, [square("chosen", cell)])]),
            el("figcaption").class("c-output").text(named(before, pool)),
        ])
    };
    let reads = move |pool: usize, name: &'static str| {
        let map = canvas(look.reads[pool], name, [SIDE, SIDE]);
        let told = move || words::tally(lang, &seen.get(), pool);
        el("figure").with([
            el("div").class("map").with([map, over(|| SIDE, [square("chosen", window(pool))])]),
            el("figcaption").text(name),
            el("p").class("unit").text(told),
        ])
    };
    el("div").class("maps two-by-two haloed").with([
        activation,
        pooled(0, t.pooled),
        pooled(1, t.plain),
        reads(0, t.reads).with([legend(look, look.reads_scale, 1)]),
        reads(1, t.reads_plain),
    ])
}

/// A scale of colours from 0 up.
fn legend(look: Look, scale: NodeRef<Canvas>, at: usize) -> Element {
    let end = move || look.ends.get()[at].clone();
    el("p").class("legend").with([el("span").text("0"), ramp(scale, 64), el("span").text(end)])
}
