//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{ev::MouseEvent, prelude::*};
use share::{State, widgets::full::FULL};

use crate::element::{Element, canvas, el};
use crate::full::{explain, look::Look, words::words};
use crate::widget::{
    Act, Frame, Parts,
    markup::table,
    own_picture::OwnPicture,
    own_weights::{OwnWeights, Without},
};

/// The sides of the pictures that the two nets take.
const SIDES: [usize; 2] = [227, 224];

/// AlexNet at full size.
#[island]
pub fn Full() -> impl IntoView {
    let frame = Frame::new(&FULL);
    let (look, own, weights) = (Look::new(), OwnPicture::new(frame), OwnWeights::new(frame));
    #[cfg(target_arch = "wasm32")]
    crate::full::live::start(frame, look, own, weights);
    let t = words(frame.lang);
    let without = Without { using: t.seeded, back: t.back };
    frame.view(Parts {
        picture: vec![run(frame, look, weights), seen(frame, look), layers(frame, look)],
        controls: own.view(),
        below: vec![weights.view(move || frame.state.with(spec), without)],
        caption: t.caption,
        unused: |_, _| false,
        data: t.table,
    })
}

/// The name of the net for the engine.
pub(crate) fn spec(state: &State) -> &'static str {
    state.word("net")
}

/// Whether it is torchvision's, and the side of its pictures.
pub(crate) fn input(state: &State) -> (bool, usize) {
    let torchvision = spec(state) == "alexnet-torchvision";
    (torchvision, SIDES[usize::from(torchvision)])
}

/// The buttons, what is being done, what it came to.
fn run(frame: Frame, look: Look, weights: OwnWeights) -> Element {
    let t = words(frame.lang);
    let busy = move || matches!(frame.shown.phase.get(), "loading" | "running");
    let takes = move || {
        let [parameters, _] = explain::sums(&explain::layers(frame.state.with(spec)));
        format!("{}{}{}", t.takes_1, explain::megabytes(parameters), t.takes_2)
    };
    let own = move || weights.file.with(|name| !name.is_empty());
    let said_already = move || own() || look.random.get().is_some();
    let button = |press: &'static str, words: &'static str, act: Act| {
        el("button")
            .set("type", "button")
            .set("data-press", press)
            .on("click", move |_: MouseEvent| frame.act(act))
            .text(words)
    };
    el("div").class("run").with([
        el("p").class("actions").with([
            button("run", t.run, Act::Retry).set("disabled", busy),
            button("stop", t.stop, Act::Stop).hidden(move || !busy()),
        ]),
        el("p").class("unit takes").text(takes),
        el("p").class("unit").hidden(said_already).text(t.random_before),
        el("p")
            .class("said")
            .set("role", "status")
            .hidden(move || !busy())
            .text(move || look.doing.get()),
        el("p").class("sums measured").set("role", "status").text(move || look.measured.get()),
    ])
}

/// The picture, and what the net takes it for.
fn seen(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let side = move || frame.state.with(input).1;
    let prepared = move || {
        if frame.state.with(input).0 { t.prepared_torchvision } else { t.prepared_paper }
    };
    let random = move || match look.random.get() {
        Some(false) => t.names,
        _ => t.random_after,
    };
    let none = move || look.guesses.with(String::is_empty);
    el("div").class("maps net-top full-size").hidden(move || look.random.get().is_none()).with([
        el("figure").with([
            el("div").class("map").with([canvas(
                look.input,
                move || format!("{0}×{0}", side()),
                [224, 224],
            )]),
            el("figcaption").text(prepared),
        ]),
        el("figure").class("guess").with([
            el("figcaption").hidden(none).text(t.guess),
            el("ol").class("bars").hidden(none).html(move || look.guesses.get()),
            el("p").class("verdict").set("role", "status").text(random),
        ]),
    ])
}

/// Every layer of the present net.
fn layers(frame: Frame, look: Look) -> Element {
    let markup = move || {
        let (layers, times) = (explain::layers(frame.state.with(spec)), look.times.get());
        table(&explain::table(frame.lang, &layers, &times), |_| "")
    };
    el("div").class("table layers-of").set("tabindex", "0").with([el("table").html(markup)])
}
