//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use figures::Palette;
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
};
use share::{State, widgets::family::FAMILY};

use crate::element::{Element, canvas, el, html_of};
use crate::family::{
    look::Look,
    panels,
    seen::{POSTER, Seen},
    table::table,
    words::{self, words},
};
use crate::widget::{
    Frame, Parts, own_picture::OwnPicture, own_weights::OwnWeights, own_weights::Without,
};

/// Table 1 of the ResNet paper, live.
#[island]
pub fn Family() -> impl IntoView {
    let frame = Frame::new(&FAMILY);
    let (look, own, weights) = (Look::new(), OwnPicture::new(frame), OwnWeights::new(frame));
    let seen = Memo::new(move |_| frame.state.with(Seen::of));
    #[cfg(target_arch = "wasm32")]
    crate::family::live::start(frame, look, seen, own, weights);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look, seen),
        controls: own.view(),
        below: below(frame, seen, weights),
        caption: t.caption,
        unused,
        data: t.counts,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    let net = state.word("net");
    match key {
        // The table and the drawing choose it.
        "stage" => true,
        "block" | "n2" | "n3" | "n4" | "n5" | "width" => net != "own",
        "stride" => match net {
            "own" => state.word("block") == "basic",
            net => ["resnet18", "resnet34"].contains(&net),
        },
        _ => false,
    }
}

fn picture(frame: Frame, look: Look, seen: Memo<Seen>) -> Vec<Element> {
    let lang = frame.lang;
    let lines = |all: Vec<String>| html_of(all.into_iter().map(|line| el("p").text(line)));
    vec![
        el("div").class("answer").html(move || lines(seen.with(|seen| words::answer(lang, seen)))),
        scene(frame, look, seen),
        el("div")
            .class("sums")
            .set("aria-live", "polite")
            .html(move || lines(seen.with(|seen| words::formulas(lang, seen)))),
        table(frame, seen),
        panels::run(frame, look, seen),
        panels::stages(frame, look, seen),
    ]
}

/// The boxes, and the blocks of the chosen stage.
fn scene(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    // The same drawing as on the canvas, as the page is written.
    let poster = if cfg!(target_arch = "wasm32") {
        String::new()
    } else {
        seen.with_untracked(|seen| seen.scene(t, POSTER, &Palette::new(false, 1.0)).svg())
    };
    el("div")
        .class("family-scene")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.scene_hint)
        .on("keydown", move |e: KeyboardEvent| Look::stage_key(frame, &e))
        .on("pointerdown", move |e: PointerEvent| look.point(frame, &e))
        .with([
            el("div")
                .class("poster")
                .set("aria-hidden", "true")
                .hidden(move || look.drawn.get())
                .html(poster),
            canvas(look.canvas, t.scene_hint, [POSTER as usize, 320])
                .hidden(move || !look.drawn.get()),
        ])
}

/// The reader's own weights, and how everything was measured.
fn below(frame: Frame, seen: Memo<Seen>, weights: OwnWeights) -> Vec<Element> {
    let t = words(frame.lang);
    let fits = move || seen.with(|seen| seen.torchvision().is_some());
    let spec = move || seen.with(|seen| seen.torchvision().unwrap_or("resnet18"));
    let without = Without { using: t.using_random, back: t.back };
    let mut all = vec![
        el("div").hidden(move || !fits()).with([weights.view(spec, without)]),
        el("p").class("unit").hidden(fits).text(t.only_torchvision),
    ];
    all.extend(panels::notes(t));
    all
}
