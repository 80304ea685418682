//! One matrix of the chain: its name, its sizes on its edges, its squares, its scale of colours.

use figures::{LENS, MOST_SQUARES, Part, Place, Square, lens_start};
use leptos::{html::Canvas, prelude::*};

use crate::attention::{
    look::Look,
    words::{colour, words},
};
use crate::widget::{Frame, markup::escaped};

/// The figure of a matrix.
pub(crate) fn matrix(frame: Frame, look: Look, part: Part) -> impl IntoView {
    let (t, at) = (words(frame.lang), part.index());
    let lens = matches!(part, Part::Q | Part::K).then(|| lens(frame, look, part));
    view! {
        <figure class="matrix" data-part=part.word()
            class:lit=move || look.lit(frame, part) class:dim=move || look.dim(frame, part)
            on:pointerenter=move |_| look.pointed.set(Some(part))
            on:pointerleave=move |_| look.pointed.set(None)>
            <figcaption class=colour(part)>{t.part(part)}</figcaption>
            {plate(frame, look, part, look.canvases[at], false)}
            {lens}
            <p class="legend">
                <span>{move || look.ends.get()[at][0].clone()}</span>
                <canvas node_ref=look.ramps[at] aria-hidden="true" width="48" height="1"></canvas>
                <span>{move || look.ends.get()[at][1].clone()}</span>
            </p>
        </figure>
    }
}

/// The lens over a matrix whose elements are too small to hit.
fn lens(frame: Frame, look: Look, part: Part) -> impl IntoView {
    let t = words(frame.lang);
    let node = look.lenses[usize::from(part == Part::K)];
    let from = move || start(look, part);
    let name = move || format!("{} {}–{} {}", t.lens, from(), from() + LENS - 1, t.lens_to);
    view! {
        <div class="lens" hidden=move || look.d_k.get() <= LENS>
            <p class="edge">{name}</p>
            {plate(frame, look, part, node, true)}
        </div>
    }
}

/// Where the lens over this matrix begins.
fn start(look: Look, part: Part) -> usize {
    let (selected, _, column) = look.cell.get();
    lens_start(if selected == part { column } else { 0 }, look.d_k.get())
}

/// The squares with their edges; as a lens 16 of the columns.
fn plate(frame: Frame, look: Look, part: Part, node: NodeRef<Canvas>, lens: bool) -> impl IntoView {
    let t = words(frame.lang);
    // What the canvas shows: its first column, and how many.
    let window = move || {
        if lens { [start(look, part), LENS] } else { [0, look.size(part)[1]] }
    };
    let spans = move || {
        let tokens = look.tokens.get();
        tokens.iter().map(|t| format!("<span>{}</span>", escaped(t))).collect::<String>()
    };
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
    let name = format!("{}; {}", t.part(part), t.keys_hint);
    view! {
        <div class="plate" class:thin=thin class:wide=wide>
            <p class="edge" hidden=lens>{down}</p>
            <p class="edge" hidden=lens>{move || format!("{across}={} →", look.size(part)[1])}</p>
            <div class="columns" aria-hidden="true" hidden=!part.square() inner_html=spans></div>
            <div class="rows" aria-hidden="true" inner_html=spans></div>
            <div class="map pick" tabindex="0" role="group" aria-label=name
                aria-describedby=format!("{}-sums", frame.prefix())
                on:keydown=move |e| look.key(frame, part, &e)
                on:focus=move |_| look.focus(frame, part)
                on:blur=move |_| look.pointed.set(None)
                on:pointerdown=move |e| point(&e, true)
                on:pointermove=move |e| point(&e, false)>
                <canvas node_ref=node role="img" aria-label=t.part(part) width=width height=height></canvas>
                <svg viewBox=view_box preserveAspectRatio="none" aria-hidden="true">
                    <path class="source" d=sources></path>
                    <path class="chosen" d=chosen></path>
                </svg>
            </div>
        </div>
    }
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
