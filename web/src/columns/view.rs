//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use figures::MapGrid;
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    prelude::*,
};
use nets::Stage;
use share::widgets::columns::COLUMNS;

use crate::columns::{explain, figure, look::Look, real, words::words};
use crate::element::{Element, canvas, el, html_of};
use crate::layers::memory;
use crate::widget::{Frame, Parts};

/// The side of the paper's pictures.
pub(crate) const SIDE: usize = 227;

/// AlexNet on two cards.
#[island]
pub fn Columns() -> impl IntoView {
    let frame = Frame::new(&COLUMNS);
    let look = Look::new();
    #[cfg(target_arch = "wasm32")]
    crate::columns::live::start(frame, look);
    let t = words(frame.lang);
    let memory = memory::panel(frame.lang, look.memory, move || look.cards.get());
    let all = [headline(frame, look), columns(frame, look), legend(frame), lines(frame, look)];
    frame.view(Parts {
        picture: all.into_iter().chain(memory).chain([groups(frame, look)]).collect(),
        controls: Vec::new(),
        below: vec![memory::counts(frame.lang)],
        caption: t.caption,
        unused: |_, _| false,
        data: t.table,
    })
}

fn headline(frame: Frame, look: Look) -> Element {
    let said = move || {
        let some = |all: &Vec<_>| (!all.is_empty()).then(|| explain::headline(frame.lang, all));
        look.halves.with(some)
    };
    el("p").class("ratio").text(said)
}

/// Figure 2.
fn columns(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let (width, height) = figure::SIZE;
    el("div")
        .class("pick two-columns")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.figure)
        .on("keydown", move |e: KeyboardEvent| look.layer_key(frame, &e))
        .on("pointerdown", move |e: PointerEvent| look.layer_press(frame, &e))
        .with([
            el("div")
                .class("poster")
                .set("aria-hidden", "true")
                .hidden(move || look.drawn.get())
                .html(poster(frame)),
            canvas(look.figure, t.figure, [width as usize, height as usize])
                .hidden(move || !look.drawn.get()),
        ])
}

/// The figure as the note sets it, for the prerender; the browser finds it there.
#[cfg(not(target_arch = "wasm32"))]
fn poster(frame: Frame) -> String {
    let net = nets::Spec::parse(&nets::accounts::spec("paper", SIDE, 0)).and_then(nets::Net::new);
    let accounts = net.and_then(|net| nets::accounts::accounts(&net)).unwrap_or_default();
    let halves = nets::columns::halves(&accounts, SIDE as u64);
    let scene = |s: &_| figure::scene(frame.lang, s, &halves, figure::SIZE, 1.0, false);
    frame.state.with_untracked(scene).svg()
}
#[cfg(target_arch = "wasm32")]
fn poster(_: Frame) -> String {
    String::new()
}

fn legend(frame: Frame) -> Element {
    let t = words(frame.lang);
    let of = |class: &'static str, text: &'static str| {
        el("span").with([
            el("i").class(format!("swatch {class}")).set("aria-hidden", "true"),
            el("span").text(text),
        ])
    };
    el("p").class("legend two-columns-legend").with([
        of("seen", t.legend_reads),
        of("own", t.legend_own),
        of("over", t.legend_crosses),
    ])
}

/// The chosen layer in words.
fn lines(frame: Frame, look: Look) -> Element {
    let said = move || {
        let lines = look.halves.with(|all| {
            frame.state.with(|s| {
                let half = all.get(figure::chosen(s, all))?;
                Some(explain::lines(frame.lang, half, s.int("batch") as u64))
            })
        });
        html_of(lines.into_iter().flatten().map(|line| el("p").text(line)))
    };
    el("div").class("sums chosen-layer").set("aria-live", "polite").html(said)
}

/// The real layer: its strengths, its inputs, its outputs.
fn groups(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let maps = move || frame.state.with(real::stages).map(|stage| stage.maps);
    let column = el("rect")
        .class("chosen")
        .set("x", move || frame.state.with(real::map))
        .set("y", "0")
        .set("width", "1")
        .set("height", move || maps()[0]);
    let strengths = el("figure").class("strengths").with([
        el("div")
            .class("map pick net-map")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", t.strengths)
            .on("keydown", move |e: KeyboardEvent| look.map_key(frame, &e, 1))
            .on("pointerdown", move |e: PointerEvent| look.column_press(frame, &e))
            .with([
                canvas(look.strengths, t.strengths, [240, 80]),
                el("svg")
                    .set("viewBox", move || format!("0 0 {} {}", maps()[1], maps()[0]))
                    .set("preserveAspectRatio", "none")
                    .set("aria-hidden", "true")
                    .with([column]),
            ]),
        el("figcaption").text(t.strengths),
    ]);
    let size = |at: usize| {
        let stage = &frame.state.with_untracked(real::stages)[at];
        MapGrid::of(stage.maps, stage.side).size()
    };
    let across = move || {
        let [_, stage] = frame.state.with_untracked(real::stages);
        MapGrid::of(stage.maps, stage.side).across()
    };
    let inputs = el("div")
        .class("map net-map still")
        .with([canvas(look.inputs, t.inputs, size(0)), overlay(frame, 0, move || reads(frame))]);
    let outputs = el("div")
        .class("map pick net-map")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.choose)
        .on("keydown", move |e: KeyboardEvent| look.map_key(frame, &e, across()))
        .on("click", move |e: MouseEvent| look.map_press(frame, &e))
        .with([
            canvas(look.outputs, t.outputs, size(1)),
            overlay(frame, 1, move || {
                let map = frame.state.with(real::map);
                vec![(map, "chosen")]
            }),
        ]);
    let name = move |at: usize, words: &'static str| {
        move || {
            let stage = frame.state.with(real::stages)[at];
            format!("{words}: {} [{}, {2}, {2}]", stage.name, stage.maps, stage.side)
        }
    };
    el("div").class("groups").with([
        el("p").with([el("strong").text(t.real)]),
        el("p")
            .class("sums said-of-groups")
            .set("aria-live", "polite")
            .text(move || look.said.get()),
        strengths,
        el("div").class("net-layers").with([
            el("figure").with([
                el("figcaption").class("c-input").text(name(0, t.inputs)),
                inputs,
                el("p").class("unit").text(t.framed),
            ]),
            el("figure")
                .with([el("figcaption").class("c-output").text(name(1, t.outputs)), outputs]),
        ]),
    ])
}

/// The input channels that the chosen map reads, and how each is framed.
fn reads(frame: Frame) -> Vec<(usize, &'static str)> {
    frame.state.with(|s| {
        let ([before, _], read) = (real::stages(s), real::read(s));
        let one = s.int("groups") == 1;
        let all = (0..before.maps).filter(|at| one || read.contains(at));
        all.map(|at| (at, if read.contains(&at) { "chosen" } else { "source" })).collect()
    })
}

/// The numbers before the rows of a grid of maps, and frames around some of them.
fn overlay(
    frame: Frame,
    which: usize,
    framed: impl Fn() -> Vec<(usize, &'static str)> + 'static,
) -> Element {
    let stage = move || frame.state.with(real::stages)[which];
    let grid = |stage: Stage| MapGrid::of(stage.maps, stage.side);
    let view_box = move || {
        let [width, height] = grid(stage()).size();
        format!("0 0 {width} {height}")
    };
    let numbers = move || {
        let grid = grid(stage());
        let size = grid.number_height();
        let number = |(map, x, y): (usize, f32, f32)| {
            el("text").set("x", x).set("y", y).set("font-size", size).text(map.to_string())
        };
        html_of(grid.numbers().into_iter().map(number))
    };
    let frames = move || {
        let stage = stage();
        let frame = |(map, class): (usize, &'static str)| {
            let [x, y] = grid(stage).place(map.min(stage.maps - 1));
            el("rect")
                .class(class)
                .set("x", x)
                .set("y", y)
                .set("width", stage.side)
                .set("height", stage.side)
        };
        html_of(framed().into_iter().map(frame))
    };
    el("svg")
        .set("viewBox", view_box)
        .set("aria-hidden", "true")
        .with([el("g").html(numbers), el("g").html(frames)])
}
