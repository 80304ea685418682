//! A pair of columns as the hand of a clock, and the matrix that turns it.

use std::fmt::Write;

use leptos::prelude::*;
use nets::positions::{turn, wavelength};
use share::widgets::positions::Seen;

use crate::element::{Element, el};
use crate::positions::{look::Look, words::words};
use crate::widget::{Frame, sheet::number};

/// The circle with a dot a position, a hand at pos and one at pos + k.
pub(crate) fn circle(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let marks = move || {
        let Seen { d, n, pair, pos, k } = seen.get();
        let mut out = String::from(
            "<circle class=\"axes\" r=\"100\"/><path class=\"axes\" d=\"M-120 0H120M0-120V120\"/>\
             <text class=\"tick\" x=\"128\" y=\"5\">sin</text><text class=\"tick\" x=\"-18\" y=\"-124\">cos</text>",
        );
        let made = look.turned.get().filter(|made| made.size == [d, n]);
        let Some(made) = made else { return out };
        let at = |p: usize| {
            let [sin, cos] = [0, 1].map(|of| made.pe.get(p * d + 2 * pair + of).copied());
            [sin.unwrap_or_default() * 100.0, cos.unwrap_or_default() * -100.0]
        };
        // Writing to a string cannot fail.
        for [x, y] in (0..n).map(at) {
            let _ = write!(out, "<circle class=\"place\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>");
        }
        let to = made.pair[1].map(|v| v * 100.0);
        let ([x, y], [to_x, to_y]) = (at(pos), [to[0], -to[1]]);
        // From one hand to the other, clockwise, at a third of the radius.
        let step = k as f64 / wavelength(pair, d) % 1.0;
        let (large, arc) = (u8::from(step > 0.5), |v: f32| v * 0.35);
        let _ = write!(
            out,
            "<path class=\"angle\" d=\"M{:.1} {:.1}A35 35 0 {large} 1 {:.1} {:.1}\"/>\
             <path class=\"hand\" d=\"M0 0L{x:.1} {y:.1}\"/>\
             <path class=\"hand later\" d=\"M0 0L{to_x:.1} {to_y:.1}\"/>",
            arc(x),
            arc(y),
            arc(to_x),
            arc(to_y)
        );
        for (class, [x, y], name) in
            [("", [x, y], pos.to_string()), ("later", [to_x, to_y], (pos + k).to_string())]
        {
            let [x, y] = [x, y].map(|v| v * 1.17);
            let _ = write!(
                out,
                "<text class=\"hand-name {class}\" x=\"{x:.1}\" y=\"{:.1}\">{name}</text>",
                y + 5.0
            );
        }
        out
    };
    el("figure").class("clock").with([
        el("svg")
            .set("viewBox", "-150 -150 300 300")
            .set("role", "img")
            .set("aria-label", t.circle)
            .html(marks),
        el("figcaption").text(t.circle),
    ])
}

/// The turn in numbers, and how far it is off.
pub(crate) fn matrix(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let made = move || {
        let Seen { d, n, .. } = seen.get();
        look.turned.get().filter(|made| made.size == [d, n])
    };
    let rows = |cells: [[String; 2]; 2], columns: usize| {
        let row = |cells: [String; 2]| {
            let cells = cells.into_iter().take(columns).map(|cell| el("td").text(cell));
            el("tr").with(cells)
        };
        el("table").class("bracket").with(cells.map(row))
    };
    let formula = move || {
        let Seen { d, pair, pos, k, .. } = seen.get();
        let m = turn(pair, k, d).map(|row| row.map(number));
        let Some(made) = made() else { return String::new() };
        let upright = |v: [f32; 2]| v.map(|v| [number(f64::from(v)), String::new()]);
        let here =
            [0, 1].map(|of| made.pe.get(pos * d + 2 * pair + of).copied().unwrap_or_default());
        let sign = |words: &'static str| el("span").text(words);
        crate::element::html_of([
            rows(m, 2),
            sign("·"),
            rows(upright(here), 1),
            sign("="),
            rows(upright(made.pair[0]), 1),
        ])
    };
    let said = move || {
        let Seen { n, pair, pos, k, .. } = seen.get();
        made().map(|made| {
            let [sin, cos] = made.pair[1].map(|v| number(f64::from(v)));
            format!(
                "M({k}) · PE({pos})[{pair}]; PE({})[{pair}] = ({sin}, {cos}). {} {n} {} {:.1e}",
                pos + k,
                t.off_1,
                t.off_2,
                made.off
            )
        })
    };
    let waves = move || {
        let Seen { d, pair, .. } = seen.get();
        let [own, short, long] = [pair, 0, d / 2 - 1].map(|pair| wavelength(pair, d));
        format!("{} {own:.1} {}{} {short:.2}{} {long:.0}", t.wave, t.places, t.among, t.to)
    };
    el("div").class("turn").with([
        el("p").class("edge").text(t.turn),
        el("div").class("brackets").html(formula),
        el("p").class("sums off").text(said),
        el("p").class("sums").text(waves),
    ])
}
