//! The block's maps: x, F(x), their sum, and what the ReLU leaves of it, side by side.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};
use ops::Shortcut;

use crate::block::{
    look::{Look, PANELS, Seen, side},
    words::{self, words},
};
use crate::element::{Element, canvas, el, html_of, ramp};
use crate::widget::{
    Frame,
    pick::{over, pick, square},
};

/// What each panel is called in the present state, and the class of its colour.
fn named(frame: Frame, look: Look, seen: Memo<Seen>, panel: usize) -> impl Fn() -> String + Copy {
    let (t, lang) = (words(frame.lang), frame.lang);
    move || {
        let seen = seen.get();
        let plain = look.net.with(|net| net.shortcut == Shortcut::None);
        let cut = plain || seen.change.cut;
        let percent = (seen.change.scale * 100.0).round() as i32;
        match panel {
            0 if cut => t.x_not_added.to_owned(),
            0 if seen.block.shortcut(look.net.with(|net| net.shortcut)) != "identity" => {
                t.x_brought.to_owned()
            }
            0 => "x".to_owned(),
            1 => words::residual(percent, seen.change.early_relu),
            2 => words::sum(lang, cut).to_owned(),
            _ if seen.change.early_relu => t.y.to_owned(),
            _ => format!("ReLU → {}", t.y),
        }
    }
}

/// The class of a panel's colour.
const HUES: [&str; PANELS] = ["c-input", "c-residual", "", "c-output"];

/// The chosen channel of each, large, with the spread of all its values below.
pub(crate) fn large(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let map_side = move || seen.get().block.side;
    let cell = move || {
        let [row, column] = seen.get().cell;
        Some([row, column, 1])
    };
    let panel = |at: usize| {
        let name = named(frame, look, seen, at);
        let chosen = move || format!("{} · {} {}", name(), t.channel, seen.get().channel);
        let map = canvas(look.large[at], chosen, [16, 16]);
        let drawing = [map, over(map_side, [square("chosen", cell)])];
        let spread = move || format!("{}: {}", t.histogram, name());
        el("figure").set("data-panel", at).with([
            pick(frame, look.large[at], side, t.keys, drawing),
            el("figcaption").class(HUES[at]).text(name),
            el("div").class("chart").with([canvas(look.histograms[at], spread, [240, 120])]),
        ])
    };
    el("div").class("maps block-maps").with((0..PANELS).map(panel))
}

/// The one scale of colours of all maps.
pub(crate) fn legend(look: Look) -> Element {
    let end = move |i: usize| el("span").text(move || look.ends.with(|ends| ends[i].clone()));
    el("p").class("legend").with([end(0), ramp(look.scale, 64), end(1)])
}

/// All channels of each, the same channel in the same place.
pub(crate) fn all(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    el("div").with([
        el("p").class("unit").text(move || format!("{}{}", t.all_of, look.most.get())),
        el("div")
            .class("maps block-maps")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", t.all)
            .on("keydown", move |e: KeyboardEvent| look.channel_key(frame, &e))
            .with((0..PANELS).map(|at| grid(frame, look, seen, at))),
    ])
}

fn grid(frame: Frame, look: Look, seen: Memo<Seen>, at: usize) -> Element {
    let name = named(frame, look, seen, at);
    let size = move || seen.get().grid().size();
    let numbers = move || {
        let grid = seen.get().grid();
        let height = grid.number_height();
        html_of(grid.numbers().into_iter().map(move |(map, x, y)| {
            el("text").set("x", x).set("y", y).set("font-size", height).text(map.to_string())
        }))
    };
    let place = move || seen.get().grid().place(seen.get().channel);
    let chosen = el("rect")
        .class("chosen")
        .set("x", move || place()[0])
        .set("y", move || place()[1])
        .set("width", move || seen.get().block.side)
        .set("height", move || seen.get().block.side);
    el("figure").with([
        el("div")
            .class("map net-map")
            .on("click", move |e: MouseEvent| look.press(frame, at, &e))
            .with([
                canvas(look.all[at], name, untrack(size)),
                el("svg")
                    .set("viewBox", move || format!("0 0 {} {}", size()[0], size()[1]))
                    .set("aria-hidden", "true")
                    .with([el("g").html(numbers), chosen]),
            ]),
        el("figcaption").class(HUES[at]).text(name),
    ])
}
