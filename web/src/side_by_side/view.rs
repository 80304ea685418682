//! What the reader sees of two nets that are trained side by side.

use leptos::{ev::MouseEvent, html::Canvas, prelude::*};
use share::Lang;

use crate::element::{Element, canvas, el, html_of};
use crate::side_by_side::{
    look::{Look, Press},
    words::words,
};

/// Which curve is whose.
pub(crate) fn legend(lang: Lang, [first, second]: [&'static str; 2]) -> Element {
    el("p").class("legend twins").with([
        el("span").class("first").text(first),
        el("span").class("second").text(second),
        el("span").class("what").text(words(lang).pale),
    ])
}

/// The answer, the buttons of the training, and what is said in place.
pub(crate) fn training<const N: usize>(lang: Lang, look: Look<N>) -> Vec<Element> {
    let t = words(lang);
    let said = move || html_of(look.said.get().into_iter().map(|words| el("p").text(words)));
    let button = move |press: Press| {
        el("button")
            .set("type", "button")
            .set("disabled", move || !look.can.get() && !look.playing.get())
            .on("click", move |_: MouseEvent| look.press(press))
    };
    vec![
        el("p").class("ratio").text(move || look.answer.get()),
        el("div").class("stepper").set("role", "group").set("aria-label", t.train_group).with([
            button(Press::Play)
                .set("data-press", "play")
                .text(move || if look.playing.get() { t.pause } else { t.start }),
            button(Press::Step).set("data-press", "step").text(t.step),
            el("p").class("status").text(move || look.status.get()),
        ]),
        el("div")
            .class("said")
            .set("role", "status")
            .hidden(move || look.said.with(Vec::is_empty))
            .html(said),
    ]
}

/// Loss, training error and test error, which every such widget draws.
pub(crate) fn charts<const N: usize>(lang: Lang, look: Look<N>) -> Element {
    let t = words(lang);
    let names = [t.loss, t.error, t.test].into_iter().zip(look.charts);
    el("div").class("charts").with(names.map(|(name, node)| chart(node, name)))
}

/// A chart under its name.
pub(crate) fn chart(node: NodeRef<Canvas>, name: &'static str) -> Element {
    el("figure").class("chart").with([el("figcaption").text(name), canvas(node, name, [240, 120])])
}

/// What the table of numbers is.
pub(crate) fn data(lang: Lang) -> &'static str {
    words(lang).table
}
