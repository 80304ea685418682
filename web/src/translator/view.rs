//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys,
};
use share::{
    State,
    widgets::translator::{SENTENCES, TRANSLATOR},
};

use crate::element::{Element, el, html_of};
use crate::translator::{
    look::{Look, shown},
    panels,
    words::words,
};
use crate::widget::{Act, Frame, Parts};

/// The small Transformer, whole.
#[island]
pub fn Translator() -> impl IntoView {
    let frame = Frame::new(&TRANSLATOR);
    let look = Look::new(frame);
    #[cfg(target_arch = "wasm32")]
    crate::translator::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look),
        controls: vec![examples(frame)],
        below: panels::all(frame, look),
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key has no control of its own kind in this state.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "reference" => state.word("mode") == "free",
        "alpha" => state.int("beam") == 1,
        "off" | "step" | "site" | "head" | "row" | "column" => true,
        _ => false,
    }
}

fn picture(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    let said = move || html_of(look.said.get().into_iter().map(|words| el("p").text(words)));
    let right = move || frame.state.with(|s| s.word("mode")) == "forced";
    vec![
        el("p").class("unit").text(t.toy),
        el("div").class("tr-results").set("role", "status").html(move || look.results.get()),
        stepper(frame, look),
        el("div").class("two-sides").with([
            el("figure").class("tr-aligned").with([
                alignment(frame, look),
                el("figcaption").text(move || format!("{} · {}", t.lines, look.crossing.get())),
            ]),
            el("figure").class("guess").with([
                el("figcaption").text(move || match right() {
                    true => format!("{}; {}", t.top, t.right),
                    false => t.top.to_owned(),
                }),
                el("ol").class("bars").set("lang", "zh-CN").html(move || look.bars.get()),
            ]),
        ]),
        el("div")
            .class("said")
            .set("role", "status")
            .hidden(move || look.said.with(Vec::is_empty))
            .html(said),
    ]
}

/// Both sentences; a written word can be chosen.
fn alignment(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let press = move |e: PointerEvent| {
        let here = e.current_target().map(JsCast::unchecked_into::<web_sys::Element>);
        look.press(frame, &e, here.map_or(0, |here| here.client_height()));
    };
    el("div")
        .class("tr-align")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", format!("{}; {}", t.lines, t.lines_keys))
        .on("keydown", move |e: KeyboardEvent| look.word_key(frame, &e))
        .on("pointerdown", press)
        .with([el("svg")
            .set("viewBox", move || look.drawn.with(|d| d.view_box()))
            .html(move || look.drawn.with(|d| d.html()))])
}

/// The walk through the words.
fn stepper(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let step = move || frame.state.with(|s| s.int("step")) as usize;
    let locked = move || frame.locked("step");
    let last =
        move || frame.state.with(|s| shown(s, look.size.get())[0]) == look.size.get().written;
    let go = move |to: usize| look.go(frame, to);
    let button = |name: &'static str, words: &'static str| {
        el("button").set("type", "button").set("data-step", name).text(words)
    };
    let said = move || match step() {
        0 => t.whole_said.to_owned(),
        _ => look.stepped.get(),
    };
    el("div")
        .class("stepper")
        .set("role", "group")
        .set("aria-label", t.steps)
        .hidden(move || frame.hidden("step"))
        .with([
            button("back", t.back)
                .set("disabled", move || locked() || step() == 0)
                .on("click", move |_: MouseEvent| go(untrack(step).saturating_sub(1))),
            button("next", t.next)
                .set("disabled", move || locked() || (step() > 0 && last()))
                .on("click", move |_: MouseEvent| go(untrack(step) + 1)),
            button("whole", t.whole)
                .set("disabled", move || locked() || step() == 0)
                .on("click", move |_: MouseEvent| go(0)),
            el("p").set("role", "status").text(said),
        ])
}

/// Sentences of the grammar, each with its translation as the reference.
fn examples(frame: Frame) -> Element {
    let t = words(frame.lang);
    let hidden = move || frame.hidden("text") || frame.locked("text");
    el("div")
        .class("tr-examples")
        .hidden(hidden)
        .with([el("p").class("unit").text(t.examples)])
        .with(SENTENCES.map(|(english, chinese, _)| {
            let choose = move |_: MouseEvent| {
                frame.state.update(|s| {
                    for (key, text) in [("text", english), ("reference", chinese)] {
                        s.forget(key);
                        if s.text(key, frame.lang) != text {
                            // A sentence of ours is short, and not empty.
                            let _ = s.write(key, text);
                        }
                    }
                    s.set("step", 0.0);
                });
                frame.act(Act::Changed);
            };
            el("button").set("type", "button").set("lang", "en").on("click", choose).text(english)
        }))
}
