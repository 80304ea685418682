//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    prelude::*,
};
use nets::STAGES;
use share::{State, widgets::network::NETWORK};

use crate::element::{Element, canvas, el, html_of};
use crate::network::{
    look::{Look, chosen, grid},
    panels,
    words::words,
};
use crate::widget::{Frame, Parts, own_picture::OwnPicture, own_weights::OwnWeights};

/// The small AlexNet, whole.
#[island]
pub fn Network() -> impl IntoView {
    let frame = Frame::new(&NETWORK);
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    let weights = OwnWeights::new(frame);
    #[cfg(target_arch = "wasm32")]
    crate::network::live::start(frame, look, own, weights);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: vec![top(frame, look), cell(look), kernels(frame, look), layers(frame, look)],
        controls: own.view(),
        below: panels::all(frame, look, weights),
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "kind" | "row" => state.word("picture") == "own",
        "y" | "x" => true,
        _ => false,
    }
}

/// The picture, the map enlarged, the guesses.
fn top(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let own = move || frame.state.with(|s| s.word("picture")) == "own";
    let said = move || if own() { t.own_input } else { t.input };
    el("div").class("maps net-top").with([
        el("figure").with([
            el("div").class("map").with([canvas(look.input, t.input, [32, 32]), field(frame)]),
            el("figcaption").with([
                el("strong").class("c-input").text(move || look.truth.get()),
                el("span").text(move || format!(" {} · {}", said(), t.field)),
            ]),
        ]),
        el("figure").with([large(frame, look), el("figcaption").text(enlarged(frame))]),
        el("figure").class("guess").with([
            el("figcaption").text(t.guess),
            el("ol").class("bars").html(move || look.guesses.get()),
            el("p").class("verdict").set("role", "status").text(move || look.verdict.get()),
        ]),
    ])
}

/// The first layer's kernels as pictures.
fn kernels(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    el("figure").class("kernels").with([
        canvas(look.kernels, t.kernels, figures::MapGrid::of(16, 5).size()),
        el("figcaption").class("c-weight").text(t.kernels),
    ])
}

/// The name of the map that is enlarged.
fn enlarged(frame: Frame) -> impl Fn() -> String + 'static {
    let t = words(frame.lang);
    move || {
        let (_, stage, [map, ..]) = frame.state.with(chosen);
        format!("{}: {}, {} {map}, {}×{}", t.large, stage.name, t.map, stage.side, stage.side)
    }
}

/// What the chosen cell sees of the input.
fn field(frame: Frame) -> Element {
    let seen = move || {
        let (at, _, [_, y, x]) = frame.state.with(chosen);
        figures::field_through(y as i32, x as i32, STAGES[..=at].iter().map(|s| s.window))
    };
    el("svg").set("viewBox", "0 0 32 32").set("aria-hidden", "true").with([el("rect")
        .class("chosen")
        .set("x", move || seen().left)
        .set("y", move || seen().top)
        .set("width", move || seen().side)
        .set("height", move || seen().side)])
}

fn large(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let at = move || frame.state.with(chosen);
    let view_box = move || format!("0 0 {0} {0}", at().1.side);
    let cell = el("rect")
        .class("chosen")
        .set("x", move || at().2[2])
        .set("y", move || at().2[1])
        .set("width", "1")
        .set("height", "1");
    el("div")
        .class("map pick")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.large_keys)
        .on("keydown", move |e: KeyboardEvent| look.cell_key(frame, &e))
        .on("pointerdown", move |e: PointerEvent| look.point(frame, &e, true))
        .on("pointermove", move |e: PointerEvent| look.point(frame, &e, false))
        .with([
            canvas(look.large, enlarged(frame), [15, 15]),
            el("svg").set("viewBox", view_box).set("aria-hidden", "true").with([cell]),
        ])
}

fn cell(look: Look) -> Element {
    el("p").class("sums net-cell").set("aria-live", "off").text(move || look.cell.get())
}

/// The maps of every layer.
fn layers(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    el("div").with([
        el("p").class("unit").text(t.columns),
        el("div")
            .class("net-layers")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", t.layers)
            .on("keydown", move |e: KeyboardEvent| look.layer_key(frame, &e))
            .with((0..STAGES.len()).map(|at| layer(frame, look, at))),
    ])
}

fn layer(frame: Frame, look: Look, at: usize) -> Element {
    let (t, stage) = (words(frame.lang), STAGES[at]);
    let (grid, [width, height]) = (grid(stage), grid(stage).size());
    let name = format!("{} [{}, {}, {}]", stage.name, stage.maps, stage.side, stage.side);
    let size = grid.number_height();
    let numbers = grid.numbers().into_iter().map(move |(map, x, y)| {
        el("text").set("x", x).set("y", y).set("font-size", size).text(map.to_string())
    });
    let here = move || frame.state.with(chosen);
    let place = move || grid.place(here().2[0].min(stage.maps - 1));
    let chosen_map = el("rect")
        .class(move || if here().0 == at { "chosen" } else { "none" })
        .set("x", move || place()[0])
        .set("y", move || place()[1])
        .set("width", stage.side)
        .set("height", stage.side);
    let crosses = stage.crosses.then(|| el("span").class("crosses").text(t.crosses));
    el("figure").set("data-layer", stage.name).with([
        el("figcaption").with([el("span").text(name.clone())]).with(crosses),
        el("div")
            .class("map net-map")
            .on("click", move |e: MouseEvent| look.press(frame, at, &e))
            .with([
                canvas(look.layers[at], name, [width, height]),
                el("svg")
                    .set("viewBox", format!("0 0 {width} {height}"))
                    .set("aria-hidden", "true")
                    .with([el("g").html(html_of(numbers)), chosen_map]),
            ]),
    ])
}
