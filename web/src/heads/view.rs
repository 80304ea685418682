//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{ev::MouseEvent, prelude::*};
use share::{State, widgets::heads::HEADS};

use crate::element::{Element, canvas, el, html_of};
use crate::heads::{
    look::Look,
    part::{D_K, HEADS as COUNT, Part},
    words::words,
};
use crate::widget::{
    Act, Frame, Parts,
    sheet::{Named, outline},
};

/// A sentence through the first encoder layer of the small translator.
#[island]
pub fn Heads() -> impl IntoView {
    let frame = Frame::new(&HEADS);
    let look = Look::new(frame);
    #[cfg(target_arch = "wasm32")]
    crate::heads::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look),
        controls: Vec::new(),
        below: saturation(frame, look),
        caption: t.caption,
        unused: |_: &State, key| ["cell", "row", "column"].contains(&key),
        data: t.table,
    })
}

fn picture(frame: Frame, look: Look) -> Vec<Element> {
    use Part::{Hidden, Joined, K, Masked, Normalized, Projected, Q, Scores, V, Weights, X, Y};
    let t = words(frame.lang);
    let said = move || html_of(look.said.get().into_iter().map(|words| el("p").text(words)));
    let fed = move || html_of(look.fed.get().into_iter().map(|words| el("p").text(words)));
    let step = |name: &'static str| el("p").class("sub").text(name);
    let chain = |parts: &[Part]| {
        el("div").class("chain").with(parts.iter().map(|part| matrix(frame, look, *part)))
    };
    vec![
        step(t.split),
        chain(&[X, Q, K, V]),
        step(t.attend),
        el("div")
            .class("chain small-heads")
            .set("role", "group")
            .set("aria-label", t.heads)
            .with((0..COUNT).map(|head| small(frame, look, head))),
        chain(&[Scores, Masked, Weights]),
        step(t.join),
        chain(&[Joined, Projected]),
        step(t.feed),
        chain(&[Normalized, Y, Hidden]),
        el("div").class("sums fed").html(fed),
        el("p").class("sums").set("aria-live", "polite").text(move || look.sums.get()),
        el("div")
            .class("said")
            .set("role", "status")
            .hidden(move || look.said.with(Vec::is_empty))
            .html(said),
    ]
}

/// One of the matrices: the selected number, what makes it, and the columns of the head.
fn matrix(frame: Frame, look: Look, part: Part) -> Element {
    let t = words(frame.lang);
    let named = Named {
        name: t.part(part),
        class: part.class(),
        letter: part.word(),
        hint: t.hint,
        square: part.square(),
        picture: false,
    };
    let path = |class: &'static str| el("path").class(class);
    let source = move || {
        let (cell, head) = frame.state.with(|s| look.cell(s));
        part.source(cell, head, look.sheet(part).size()[0])
    };
    let chosen = move || {
        let ((of, at), _) = frame.state.with(|s| look.cell(s));
        if of == part { outline(at, [1, 1]) } else { String::new() }
    };
    let own = move || {
        let head = frame.state.with(|s| s.int("head")) as usize - 1;
        match part {
            Part::Q | Part::K | Part::V | Part::Joined => {
                outline([0, head * D_K], [look.sheet(part).size()[0], D_K])
            }
            _ => String::new(),
        }
    };
    let marks = [
        path("own").set("d", own),
        path("source").set("d", source),
        path("chosen").set("d", chosen),
    ];
    look.sheet(part).view(named, marks, move |at, pressed| Look::pick(frame, part, at, pressed))
}

/// The weights of a head, small, on a button that chooses it.
fn small(frame: Frame, look: Look, head: usize) -> Element {
    let t = words(frame.lang);
    let name = format!("{}{}", t.head, head + 1);
    let chosen = move || frame.state.with(|s| s.int("head")) as usize == head + 1;
    let choose = move |_: MouseEvent| {
        frame.state.update(|s| s.set("head", head as f64 + 1.0));
        frame.act(Act::Changed);
    };
    el("button")
        .set("type", "button")
        .class("small-head")
        .set("data-head", head + 1)
        .set("disabled", move || frame.locked("head"))
        .set("aria-pressed", move || chosen().to_string())
        .on("click", choose)
        .with([canvas(look.small[head], name.clone(), [10, 10]), el("span").text(name)])
}

/// How far the head is saturated.
fn saturation(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    let titles = [t.largest, t.entropy, t.jacobian];
    let chart = |(at, title): (usize, &'static str)| {
        el("figure")
            .class("chart")
            .with([el("figcaption").text(title), canvas(look.charts[at], title, [260, 120])])
    };
    vec![
        el("p").class("sub").text(t.saturation),
        el("div").class("charts").with(titles.into_iter().enumerate().map(chart)),
        el("p").class("caption").text(t.lines),
        el("details").with([
            el("summary").text(t.measured),
            el("div")
                .class("table")
                .set("tabindex", "0")
                .with([el("table").class("measured").html(move || look.measured.get())]),
        ]),
        el("p").class("unit").text(t.toy),
    ]
}
