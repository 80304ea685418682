//! Both stacks unrolled, every head as a map; and one of them large.

use figures::Square;
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    prelude::*,
};
use nets::Site;
use share::widgets::translator::{HEADS, LAYERS, heads_off};

use crate::element::{Element, canvas, el, html_of, ramp};
use crate::translator::{look::Look, words::words};
use crate::widget::Frame;

/// The encoder's layers beside the decoder's.
pub(crate) fn stacks(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let stack = |name: &'static str, of: fn(&Site) -> bool| {
        let sites = Site::all(LAYERS).enumerate().filter(move |(_, site)| of(site));
        el("div")
            .class("tr-stack")
            .with([el("p").class("tr-stack-name").text(name)])
            .with(sites.map(|(at, site)| heads(frame, look, at, site)))
    };
    let stack = move |name, of| {
        stack(name, of)
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", format!("{name}; {}", t.stacks))
            .on("keydown", move |e: KeyboardEvent| look.head_key(frame, &e))
    };
    el("div").class("tr-stacks").with([
        el("p").class("unit").text(t.stacks),
        stack(t.encoder, |site| matches!(site, Site::Encoder(_))),
        stack(t.decoder, |site| !matches!(site, Site::Encoder(_))),
    ])
}

/// The heads of one attention.
fn heads(frame: Frame, look: Look, at: usize, site: Site) -> Element {
    let name = move || words(frame.lang).site(site, open(frame));
    el("figure").set("data-site", at).with([
        el("figcaption").text(name),
        el("div").class("tr-heads").with((0..HEADS).map(|head| map(frame, look, [at, head], site))),
    ])
}

fn open(frame: Frame) -> bool {
    frame.state.with(|s| s.word("causal") == "off")
}

fn whole(frame: Frame, site: Site) -> String {
    words(frame.lang).whole_site(site, open(frame))
}

fn map(frame: Frame, look: Look, [at, head]: [usize; 2], site: Site) -> Element {
    let t = words(frame.lang);
    let number = at * HEADS + head;
    let off = move || frame.state.with(|s| heads_off(s).contains(&number));
    let here = move || {
        let chosen = look.chosen(frame);
        [chosen.at, chosen.head] == [at, head]
    };
    let class = move || match (here(), off()) {
        (true, true) => "tr-head here silent",
        (true, _) => "tr-head here",
        (_, true) => "tr-head silent",
        _ => "tr-head",
    };
    let name = move || format!("{} · {}{}", whole(frame, site), t.head, head + 1);
    let said = move || match off() {
        true => format!("{} {}", head + 1, t.off),
        false => (head + 1).to_string(),
    };
    let [rows, columns] = untrack(move || look.size.get().of(site));
    el("div").class(class).on("click", move |_: MouseEvent| look.head(frame, at, head)).with([
        canvas(look.maps[number], name, [columns, rows]),
        el("span").class("unit").text(said),
    ])
}

/// The chosen head, square by square.
pub(crate) fn large(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let chosen = move || look.chosen(frame);
    let name = move || {
        let chosen = chosen();
        format!("{} · {} · {}{}", t.large, whole(frame, chosen.site), t.head, chosen.head + 1)
    };
    let what = move || match chosen().site {
        Site::Encoder(_) => t.rows_source,
        Site::Decoder(_) => t.rows_self,
        Site::Cross(_) => t.rows_cross,
    };
    let source = move || look.drawn.with(|d| d.sources.iter().map(|w| w.0.clone()).collect());
    let target = move || look.drawn.with(|d| d.targets.iter().map(|w| w.0.clone()).collect());
    let spans = |words: Vec<String>| html_of(words.into_iter().map(|word| el("span").text(word)));
    let encoder = move || matches!(chosen().site, Site::Encoder(_));
    let itself = move || matches!(chosen().site, Site::Decoder(_));
    let rows = move || spans(if encoder() { source() } else { target() });
    let columns = move || spans(if itself() { look.fed.get() } else { source() });
    let tongue = |english: bool| if english { "en" } else { "zh-CN" };
    let view_box = move || {
        let [rows, columns] = look.size.get().of(chosen().site);
        format!("0 0 {columns} {rows}")
    };
    let outline = move || {
        let (row, column) = (chosen().row, chosen().column);
        format!("M{column} {row}h1v1h-1Z")
    };
    let [high, wide] = untrack(move || look.size.get().of(chosen().site));
    let square = Square::fitting(wide);
    let pixels = [wide * square.width, high * square.height];
    el("figure").class("large-map").with([
        el("figcaption").with([el("strong").text(name), el("span").class("unit").text(what)]),
        el("div").class("plate").with([
            el("div")
                .class("columns")
                .set("aria-hidden", "true")
                .set("lang", move || tongue(!itself()))
                .html(columns),
            el("div")
                .class("rows")
                .set("aria-hidden", "true")
                .set("lang", move || tongue(encoder()))
                .html(rows),
            el("div")
                .class("map pick")
                .set("tabindex", "0")
                .set("role", "group")
                .set("aria-label", t.large_keys)
                .on("keydown", move |e: KeyboardEvent| look.cell_key(frame, &e))
                .on("pointerdown", move |e: PointerEvent| look.point(frame, &e, true))
                .on("pointermove", move |e: PointerEvent| look.point(frame, &e, false))
                .with([
                    canvas(look.large, name, pixels),
                    el("svg")
                        .set("viewBox", view_box)
                        .set("preserveAspectRatio", "none")
                        .set("aria-hidden", "true")
                        .with([el("path").class("chosen").set("d", outline)]),
                ]),
        ]),
        el("p").class("legend").with([
            el("span").text("0"),
            ramp(look.ramp, 48),
            el("span").text("1"),
        ]),
    ])
}
