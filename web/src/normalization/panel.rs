//! One side: what is taken together, its block, its mean and variance, its histograms.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
};

use crate::element::{Element, canvas, el};
use crate::normalization::{
    look::Look,
    seen::{POSTER, Seen},
    words::words,
};
use crate::widget::Frame;

/// The figure of a side: 0 is the left one.
pub(crate) fn panel(frame: Frame, look: Look, seen: Memo<Seen>, side: usize) -> Element {
    let t = words(frame.lang);
    let norm = move || seen.with(|seen| seen.norm(side));
    let name = move || t.norm(norm());
    let shares = move || seen.with(|seen| t.shares(norm(), seen.setup.sentences.is_some()));
    let call = move || seen.with(|seen| seen.call(side));
    let refused = move || look.refused.with(|all| all[side].clone());
    let fails = move || !refused().is_empty();
    let histogram = move || format!("{}: {}", name(), t.histogram);
    el("figure").class("side").set("data-side", side).with([
        el("figcaption").with([
            el("strong").text(name),
            el("code").text(call),
            el("span").text(shares),
        ]),
        scene(frame, look, seen, side),
        el("p").class("cannot").set("role", "status").hidden(move || !fails()).text(refused),
        el("div").class("table").hidden(fails).with([el("table")
            .class("moments")
            .html(move || look.moments.with(|all| all[side].clone()))]),
        el("p").class("sums").hidden(fails).text(move || look.lines.with(|all| all[side].clone())),
        canvas(look.charts[side], histogram, [300, 130]).class("before-after").hidden(fails),
    ])
}

/// The block, which turns and is pointed at.
fn scene(frame: Frame, look: Look, seen: Memo<Seen>, side: usize) -> Element {
    let t = words(frame.lang);
    // The same drawing as on the canvas, before there are colours: the browser finds it there.
    let poster = if cfg!(target_arch = "wasm32") {
        String::new()
    } else {
        seen.with_untracked(|seen| seen.poster(side))
    };
    let name = move || seen.with(|seen| t.norm(seen.norm(side)));
    let hint = move || format!("{}; {}", name(), t.keys_hint);
    let size = [POSTER.0 as usize, POSTER.1 as usize];
    el("div")
        .class("scene")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", hint)
        .set("aria-describedby", format!("{}-chosen", frame.prefix()))
        .on("keydown", move |e: KeyboardEvent| Look::key(frame, &e))
        .on("pointerdown", move |e: PointerEvent| look.down(frame, &e))
        .on("pointermove", move |e: PointerEvent| look.moved(frame, side, &e))
        .on("pointerup", move |e: PointerEvent| look.up(frame, side, &e))
        .on("pointercancel", move |_: PointerEvent| look.lost())
        .with([
            el("div")
                .class("poster")
                .set("aria-hidden", "true")
                .hidden(move || look.drawn.get())
                .html(poster),
            canvas(look.canvases[side], name, size).hidden(move || !look.drawn.get()),
        ])
}
