//! The two planes: the query among the keys, and the output among the values.

use std::fmt::Write;

use leptos::{
    ev::{Event, KeyboardEvent, MouseEvent, PointerEvent},
    prelude::*,
};
use share::widgets::query::{PLACES, VALUES, mapped};

use crate::element::{Element, canvas, el, html_of, ramp};
use crate::query::{
    look::{Answer, Look},
    words::words,
};
use crate::widget::Frame;

/// The plane in hundredths, y downwards.
const VIEW_BOX: &str = "-300 -300 600 600";

/// The planes beside each other.
pub(crate) fn planes(frame: Frame, look: Look) -> Element {
    el("div").class("maps planes").with([asking(frame, look), answering(frame, look)])
}

/// A mark on the plane that nobody has to read aloud.
fn drawn(markup: impl Fn() -> String + 'static) -> Element {
    el("g").set("aria-hidden", "true").html(markup)
}

fn axes() -> Element {
    let mut marks = String::from("<path class=\"axes\" d=\"M-300 0H300M0-300V300\"/>");
    for (at, name) in [(-200, "−2"), (-100, "−1"), (100, "1"), (200, "2")] {
        // Writing to a string cannot fail.
        let _ = write!(
            marks,
            "<text class=\"tick\" x=\"{at}\" y=\"22\">{name}</text>\
             <text class=\"tick\" x=\"-16\" y=\"{}\">{name}</text>",
            7 - at
        );
    }
    el("g").set("aria-hidden", "true").html(marks)
}

/// The query among the keys, over the map of one of them.
fn asking(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let name = move || format!("{}k{}{}", t.map_1, frame.state.with(mapped) + 1, t.map_2);
    let lines = move || {
        look.heard.with(|heard| {
            heard.as_ref().map_or(String::new(), |h| lines(h, h.points.query, &h.points.keys))
        })
    };
    let handles = (0..PLACES.len()).rev().map(|point| handle(frame, look, point));
    el("figure").with([
        el("div")
            .class("map plane")
            .on("pointermove", move |e: PointerEvent| look.drag(frame, &e))
            .on("pointerup", move |_: PointerEvent| look.release(frame))
            .on("pointercancel", move |_: PointerEvent| look.release(frame))
            .on("click", move |e: MouseEvent| look.press(frame, &e))
            .with([
                canvas(look.field, name, [40, 40]),
                el("svg")
                    .set("viewBox", VIEW_BOX)
                    .set("role", "group")
                    .set("aria-label", t.plane)
                    .with([axes(), drawn(lines)])
                    .with(handles),
            ]),
        el("figcaption").html(html_of([
            el("span").class("c-query").text(t.query),
            el("span").text(t.among),
            el("span").class("c-key").text(t.keys),
        ])),
        el("p").class("legend").with([
            el("span").text("0"),
            ramp(look.scale, 48),
            el("span").text("1"),
            el("span").class("what").text(name),
        ]),
    ])
}

/// A point that can be moved; 0 is the query.
fn handle(frame: Frame, look: Look, point: usize) -> Element {
    let t = words(frame.lang);
    let place = move || Look::place(frame, point);
    let name = if point == 0 { "q".to_owned() } else { format!("k{point}") };
    let label = {
        let name = name.clone();
        move || {
            let [x, y] = place().map(|at| f64::from(at) / 100.0);
            format!("{name} ({x:.2}, {y:.2}){}", t.arrows)
        }
    };
    let hidden = move || (point as i32 > frame.state.with(|s| s.int("keys"))).then_some("none");
    let class = move || {
        let mapped = point > 0 && frame.state.with(mapped) + 1 == point;
        match (point, mapped) {
            (0, _) => "handle query",
            (_, true) => "handle key mapped",
            _ => "handle key",
        }
    };
    let markup = if point == 0 {
        "<circle class=\"grip\" r=\"34\"/><circle class=\"dot\" r=\"13\"/>".to_owned()
    } else {
        "<circle class=\"grip\" r=\"34\"/><path class=\"dot\" d=\"M0-15L15 0L0 15L-15 0Z\"/>"
            .to_owned()
    };
    el("g")
        .class(class)
        .set("data-point", name.clone())
        .set("display", hidden)
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", label)
        .set("transform", move || {
            let [x, y] = place();
            format!("translate({x} {})", -y)
        })
        // A finger on a point moves it and not the page.
        .on("touchstart", |e: Event| e.prevent_default())
        .on("pointerdown", move |e: PointerEvent| look.take(frame, point, &e))
        .on("keydown", move |e: KeyboardEvent| Look::key(frame, point, &e))
        .on("focus", move |_: Event| Look::focus(frame, point))
        .html(format!("{markup}<text x=\"20\" y=\"-18\">{name}</text>"))
}

/// The output among the values.
fn answering(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let marks = move || {
        let count = frame.state.with(|s| s.int("keys")) as usize;
        let heard = look.heard.get();
        let mut out = heard.as_ref().map_or(String::new(), |h| lines(h, h.y, &h.points.values));
        for (at, [x, y]) in VALUES.iter().take(count).map(|v| v.map(|v| v * 100.0)).enumerate() {
            let weight = heard.as_ref().and_then(|h| h.weights.get(at)).copied().unwrap_or(0.0);
            let radius = 8.0 + 26.0 * weight.max(0.0).sqrt();
            let off = 12.0 + 0.7 * radius;
            // Writing to a string cannot fail.
            let _ = write!(
                out,
                "<g class=\"value\" transform=\"translate({x} {})\"><circle r=\"{radius:.1}\"/>\
                 <text x=\"{off:.0}\" y=\"-{off:.0}\">v{}</text></g>",
                -y,
                at + 1
            );
        }
        if let Some([x, y]) = heard.map(|h| h.y.map(|v| v * 100.0)) {
            let _ = write!(
                out,
                "<g class=\"mean\" transform=\"translate({x:.1} {:.1})\">\
                 <path d=\"M-14-14H14V14H-14Z\"/><text x=\"20\" y=\"-18\">y</text></g>",
                -y
            );
        }
        out
    };
    let said = move || {
        look.heard.with(|heard| {
            heard.as_ref().map_or(String::new(), |h| {
                format!("y = ({:.3}, {:.3})", h.y[0], h.y[1]).replace('-', "−")
            })
        })
    };
    el("figure").with([
        el("div").class("map plane still").with([el("svg")
            .set("viewBox", VIEW_BOX)
            .set("role", "img")
            .set("aria-label", move || format!("{} {}", t.values_plane, said()))
            .with([axes(), drawn(marks)])]),
        el("figcaption").html(html_of([
            el("span").class("c-output").text(t.output),
            el("span").text(t.among),
            el("span").class("c-value").text(t.values),
        ])),
        el("p").class("legend").text(said),
    ])
}

/// From a point to others, as thick as their weights.
fn lines(heard: &Answer, from: [f32; 2], to: &[[f32; 2]]) -> String {
    let mut out = String::new();
    let [x, y] = from.map(|v| v * 100.0);
    for ([to_x, to_y], weight) in to.iter().map(|v| v.map(|v| v * 100.0)).zip(&heard.weights) {
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            "<line class=\"weight\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{to_x:.1}\" y2=\"{:.1}\" \
             stroke-width=\"{:.1}\" stroke-opacity=\"{:.2}\"/>",
            -y,
            -to_y,
            1.0 + 25.0 * weight,
            0.25 + 0.5 * weight
        );
    }
    out
}
