//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::augmentation::{Cut, PATCH, PATCHES, PATCHES_IN_PAPER, SIDE, ten};
use share::{State, widgets::augmentation::AUGMENTATION};

use crate::augmentation::{
    look::{Look, cut},
    words::words,
};
use crate::element::{Element, canvas, el};
use crate::widget::{Act, Frame, Parts, own_picture::OwnPicture};

/// Patches of a photograph.
#[island]
pub fn Augmentation() -> impl IntoView {
    let frame = Frame::new(&AUGMENTATION);
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    #[cfg(target_arch = "wasm32")]
    crate::augmentation::live::start(frame, look, own);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: vec![another(frame), train(frame, look), tested(frame, look)],
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
        "top" | "left" | "mirror" | "colour" | "seed" => testing(state),
        "sigma" => testing(state) || state.word("colour") == "none",
        _ => false,
    }
}

fn testing(state: &State) -> bool {
    state.word("show") == "test"
}

/// How many pictures there are, and a button for the next.
fn another(frame: Frame) -> Element {
    let t = words(frame.lang);
    let next = move |_: MouseEvent| {
        frame.state.update(|s| {
            s.set("seed", f64::from((s.int("seed") + 1) % 10_000));
            ["top", "left", "mirror"].iter().for_each(|key| s.forget(key));
        });
        frame.act(Act::Changed);
    };
    let places = SIDE - PATCH;
    let count = format!(
        "{}{1}×{1}×2 = {PATCHES}{2}{places}×{places}×2 = {PATCHES_IN_PAPER}{3}",
        t.count_1,
        places + 1,
        t.count_2,
        t.count_3
    );
    el("div").class("stepper").with([
        el("button")
            .set("type", "button")
            .set("data-press", "another")
            .set("disabled", move || frame.locked("seed"))
            .hidden(move || frame.state.with(testing))
            .on("click", next)
            .text(t.another),
        el("p").text(count),
    ])
}

/// The photograph with the frame, the patch, and the patch with its colours shifted.
fn train(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let now = move || frame.state.with(cut);
    let mirrored = move || match now().mirror {
        true => format!("{}{}", t.cut, t.mirrored),
        false => t.cut.to_owned(),
    };
    el("div").class("maps photos").hidden(move || frame.state.with(testing)).with([
        photograph(frame, look),
        el("figure").with([
            el("div").class("map").with([canvas(look.cut, t.cut, [PATCH, PATCH])]),
            el("figcaption").text(mirrored),
        ]),
        el("figure").with([
            el("div").class("map").with([canvas(look.patch, t.patch, [PATCH, PATCH])]),
            el("figcaption").class("c-output").text(t.patch),
        ]),
    ])
}

fn photograph(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let now = move || frame.state.with(cut);
    let chosen = el("rect")
        .class("chosen")
        .set("x", move || now().left)
        .set("y", move || now().top)
        .set("width", PATCH)
        .set("height", PATCH);
    let said = move || {
        let Cut { top, left, .. } = now();
        let (bottom, right) = (top + PATCH - 1, left + PATCH - 1);
        format!("{}{top}…{bottom}{}{left}…{right}{}", t.rows, t.columns, t.columns_end)
    };
    el("figure").with([
        el("div")
            .class("map pick")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", t.keys)
            .on("keydown", move |e: KeyboardEvent| look.key(frame, &e))
            .on("pointerdown", move |e: PointerEvent| look.down(frame, &e))
            .on("pointermove", move |e: PointerEvent| look.moved(frame, &e))
            .on("pointerup", move |_: PointerEvent| look.up(frame))
            .on("pointercancel", move |_: PointerEvent| look.up(frame))
            .with([
                canvas(look.input, t.input, [SIDE, SIDE]),
                el("svg")
                    .set("viewBox", format!("0 0 {SIDE} {SIDE}"))
                    .set("aria-hidden", "true")
                    .with([chosen]),
            ]),
        el("figcaption").class("c-input").text(said),
    ])
}

/// The ten patches of testing.
fn tested(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let one = |(node, (at, name)): (NodeRef<Canvas>, (Cut, &'static str))| {
        let name = if at.mirror { format!("{name}{}", t.mirrored) } else { name.to_owned() };
        el("figure").with([
            el("div").class("map").with([canvas(node, name.clone(), [PATCH, PATCH])]),
            el("figcaption").text(name),
        ])
    };
    let names = [t.top_left, t.top_right, t.bottom_left, t.bottom_right, t.centre];
    let cuts = ten().into_iter().zip(names.into_iter().cycle());
    el("div")
        .class("maps photos")
        .set("data-ten", true)
        .hidden(move || !frame.state.with(testing))
        .with(look.ten.into_iter().zip(cuts).map(one))
}

/// The components of the colours, and what they add.
fn below(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    vec![
        el("p").class("sums").text(move || look.shift.get()),
        el("div").class("table").set("tabindex", "0").with([
            el("p").class("unit").text(t.components),
            el("table").html(move || look.components.get()),
        ]),
    ]
}
