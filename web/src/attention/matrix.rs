//! One matrix of the chain: its name, its sizes on its edges, its squares, its scale of colours.

use figures::{LENS, MOST_SQUARES, Part, Place, Square, lens_start};
use leptos::{
    ev::{Event, KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};

use crate::attention::{
    look::Look,
    words::{colour, words},
};
use crate::element::{Element, canvas, el, html_of, ramp};
use crate::widget::Frame;

/// The figure of a matrix.
pub(crate) fn matrix(frame: Frame, look: Look, part: Part) -> Element {
    let (t, at) = (words(frame.lang), part.index());
    let lens = matches!(part, Part::Q | Part::K).then(|| lens(frame, look, part));
    let end = move |which: usize| el("span").text(move || look.ends.get()[at][which].clone());
    let class = move || match (look.lit(frame, part), look.dim(frame, part)) {
        (true, _) => "matrix lit",
        (_, true) => "matrix dim",
        _ => "matrix",
    };
    el("figure")
        .class(class)
        .set("data-part", part.word())
        .on("pointerenter", move |_: PointerEvent| look.pointed.set(Some(part)))
        .on("pointerleave", move |_: PointerEvent| look.pointed.set(None))
        .with([
            el("figcaption").class(colour(part)).text(t.part(part)),
            plate(frame, look, part, look.canvases[at], false),
        ])
        .with(lens)
        .with([el("p").class("legend").with([end(0), ramp(look.ramps[at], 48), end(1)])])
}

/// The lens over a matrix whose elements are too small to hit.
fn lens(frame: Frame, look: Look, part: Part) -> Element {
    let t = words(frame.lang);
    let node = look.lenses[usize::from(part == Part::K)];
    let from = move || start(look, part);
    let name = move || format!("{} {}–{} {}", t.lens, from(), from() + LENS - 1, t.lens_to);
    el("div")
        .class("lens")
        .hidden(move || look.d_k.get() <= LENS)
        .with([el("p").class("edge").text(name), plate(frame, look, part, node, true)])
}

/// Where the lens over this matrix begins.
fn start(look: Look, part: Part) -> usize {
    let (selected, _, column) = look.cell.get();
    lens_start(if selected == part { column } else { 0 }, look.d_k.get())
}

/// The squares with their edges; as a lens 16 of the columns.
fn plate(frame: Frame, look: Look, part: Part, node: NodeRef<Canvas>, lens: bool) -> Element {
    let t = words(frame.lang);
    // What the canvas shows: its first column, and how many.
    let window = move || {
        if lens { [start(look, part), LENS] } else { [0, look.size(part)[1]] }
    };
    let spans = move || html_of(look.tokens.get().into_iter().map(|token| el("span").text(token)));
    let thin = move || !lens && (LENS + 1..=MOST_SQUARES).contains(&look.size(part)[1]);
    let wide = move || !lens && look.size(part)[1] > MOST_SQUARES;
    let across = match part {
        Part::X => "d_model",
        Part::Q | Part::K => "d_k",
        Part::V | Part::Y => "d_v",
        _ => "T",
    };
    let down = move || format!("T={} ↓", look.size(part)[0]);
    let view_box = move || format!("0 0 {} {}", window()[1], look.size(part)[0]);
    let outline = move |places: Vec<Place>| {
        let ([rows, columns], [first, count]) = (look.size(part), window());
        places
            .into_iter()
            .map(|p| rectangle(p, [rows, columns], [first, count]))
            .collect::<String>()
    };
    let chosen = move || {
        let (selected, row, column) = look.cell.get();
        outline(if selected == part { vec![Place::Cell(row, column)] } else { Vec::new() })
    };
    let sources = move || {
        let (selected, row, column) = look.cell.get();
        let all = selected.sources(row, column);
        outline(all.into_iter().filter(|s| s.0 == part).map(|s| s.1).collect())
    };
    let begin = untrack(move || look.size(part));
    let square = Square::fitting(if lens { LENS } else { begin[1] });
    let [width, height] = [window_width(lens, begin[1]) * square.width, begin[0] * square.height];
    let point = move |e: &_, pressed| {
        look.point(frame, part, node, untrack(window), e, pressed);
    };
    let class = move || match (thin(), wide()) {
        (true, _) => "plate thin",
        (_, true) => "plate wide",
        _ => "plate",
    };
    let edge = || el("p").class("edge").hidden(lens);
    let tokens =
        |class: &'static str| el("div").class(class).set("aria-hidden", "true").html(spans);
    let map = el("div")
        .class("map pick")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", format!("{}; {}", t.part(part), t.keys_hint))
        .set("aria-describedby", format!("{}-sums", frame.prefix()))
        .on("keydown", move |e: KeyboardEvent| look.key(frame, part, &e))
        .on("focus", move |_: Event| look.focus(frame, part))
        .on("blur", move |_: Event| look.pointed.set(None))
        .on("pointerdown", move |e: PointerEvent| point(&e, true))
        .on("pointermove", move |e: PointerEvent| point(&e, false))
        .with([
            canvas(node, t.part(part), [width, height]),
            el("svg")
                .set("viewBox", view_box)
                .set("preserveAspectRatio", "none")
                .set("aria-hidden", "true")
                .with([
                    el("path").class("source").set("d", sources),
                    el("path").class("chosen").set("d", chosen),
                ]),
        ]);
    el("div").class(class).with([
        edge().text(down),
        edge().text(move || format!("{across}={} →", look.size(part)[1])),
        tokens("columns").hidden(!part.square()),
        tokens("rows"),
        map,
    ])
}

fn window_width(lens: bool, columns: usize) -> usize {
    if lens { LENS } else { columns }
}

/// A path around a place, in units of elements, in a window of `[first, count]` columns.
fn rectangle(place: Place, [rows, columns]: [usize; 2], [first, count]: [usize; 2]) -> String {
    let ([top, bottom], [left, right]) = match place {
        Place::Row(row) => ([row, row + 1], [0, columns]),
        Place::Column(column) => ([0, rows], [column, column + 1]),
        Place::Cell(row, column) => ([row, row + 1], [column, column + 1]),
    };
    let (left, right) = (left.max(first), right.min(first + count));
    if left >= right {
        return String::new();
    }
    format!("M{} {top}H{}V{bottom}H{}Z", left - first, right - first, left - first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_outlined_inside_the_window() {
        let size = [7, 64];
        assert_eq!(rectangle(Place::Cell(2, 20), size, [0, 64]), "M20 2H21V3H20Z");
        assert_eq!(rectangle(Place::Cell(2, 20), size, [16, 16]), "M4 2H5V3H4Z");
        assert_eq!(rectangle(Place::Cell(2, 20), size, [32, 16]), "");
        assert_eq!(rectangle(Place::Row(3), size, [16, 16]), "M0 3H16V4H0Z");
        assert_eq!(rectangle(Place::Column(0), [3, 8], [0, 8]), "M0 0H1V3H0Z");
    }
}
