//! A cell of a square map, selected by the pointer or the arrow keys, and kept in the keys
//! `row` and `column`, where −1 is the middle.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use share::State;

use crate::{
    element::{Element, el},
    widget::{Act, Frame},
};

/// The selected cell of a map of this side: row, column.
pub(crate) fn cell(state: &State, side: usize) -> [usize; 2] {
    ["row", "column"].map(|key| match state.int(key) {
        -1 => side / 2,
        at => (at as usize).min(side.saturating_sub(1)),
    })
}

/// A map in which a cell is selected: its canvas, what lies over it, its name; `side` says how
/// many rows and columns can be selected in a state.
pub(crate) fn pick(
    frame: Frame,
    node: NodeRef<Canvas>,
    side: fn(&State) -> usize,
    name: &'static str,
    shown: impl IntoIterator<Item = Element>,
) -> Element {
    let point = move |event: &PointerEvent, pressed: bool| {
        let Some(map) = node.get_untracked() else { return };
        // The drawing may have more rows than can be selected; each has its share of it.
        let rows = f64::from(map.height());
        let at = |offset: i32, size: i32| {
            (f64::from(offset) / f64::from(size.max(1)) * rows).floor() as i32
        };
        let row = at(event.offset_y(), map.client_height());
        select(frame, side, [row, at(event.offset_x(), map.client_width())]);
        if pressed {
            frame.act(Act::Noted);
        }
    };
    el("div")
        .class("map pick")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", name)
        .on("keydown", move |e: KeyboardEvent| key(frame, side, &e))
        .on("pointerdown", move |e: PointerEvent| point(&e, true))
        .on("pointermove", move |e: PointerEvent| point(&e, false))
        .with(shown)
}

/// Arrow keys move the selection by one.
fn key(frame: Frame, side: fn(&State) -> usize, event: &KeyboardEvent) {
    let (down, right) = match event.key().as_str() {
        "ArrowUp" => (-1, 0),
        "ArrowDown" => (1, 0),
        "ArrowLeft" => (0, -1),
        "ArrowRight" => (0, 1),
        _ => return,
    };
    event.prevent_default();
    let [row, column] = frame.state.with_untracked(|s| cell(s, side(s)));
    select(frame, side, [row as i32 + down, column as i32 + right]);
    frame.act(Act::Noted);
}

/// Moves the selection to a cell, kept inside.
fn select(frame: Frame, side: fn(&State) -> usize, to: [i32; 2]) {
    let side = frame.state.with_untracked(side);
    let last = (side as i32 - 1).max(0);
    let [row, column] = to.map(|at| at.clamp(0, last));
    if frame.state.with_untracked(|s| cell(s, side)) != [row as usize, column as usize] {
        frame.state.update(|s| {
            s.set("row", f64::from(row));
            s.set("column", f64::from(column));
        });
    }
}

/// What lies over a map of so many cells a side.
pub(crate) fn over(
    side: impl Fn() -> usize + 'static,
    marks: impl IntoIterator<Item = Element>,
) -> Element {
    let view_box = move || {
        let side = side().max(1);
        format!("0 0 {side} {side}")
    };
    el("svg").set("viewBox", view_box).set("aria-hidden", "true").with(marks)
}

/// A square of cells: row and column of its first, cells a side; none where there is none.
pub(crate) fn square(
    class: &'static str,
    at: impl Fn() -> Option<[usize; 3]> + Copy + 'static,
) -> Element {
    let part = move |i: usize| move || at().map_or(0, |square| square[i]);
    el("rect")
        .class(class)
        .set("y", part(0))
        .set("x", part(1))
        .set("width", part(2))
        .set("height", part(2))
}
