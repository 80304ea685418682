//! A kernel that the reader paints, cell by cell: with the pointer, or with keys.

use leptos::{
    ev::{Event, KeyboardEvent, MouseEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use share::{Lang, MOST_LEVEL, State, cells, cells_text};

use crate::convolution::words::words;
use crate::element::{Element, canvas, el};
use crate::widget::{Act, Frame};

/// The signals of the painting.
#[derive(Clone, Copy)]
pub(crate) struct Paint {
    map: NodeRef<Canvas>,
    /// The selected cell: row, column.
    at: RwSignal<[usize; 2]>,
    brush: RwSignal<i32>,
    /// What the pointer paints while it is down.
    stroke: StoredValue<Option<i32>>,
}

/// The kernel's side, and its levels row by row.
fn levels(state: &State) -> (usize, Vec<i32>) {
    let side = state.int("size").unsigned_abs() as usize;
    (side, cells(state.text("cells", Lang::En), side))
}

impl Paint {
    pub(crate) fn new() -> Self {
        Self {
            map: NodeRef::new(),
            at: RwSignal::new([0, 0]),
            brush: RwSignal::new(1),
            stroke: StoredValue::new(None),
        }
    }

    /// The selected cell, where the kernel has it.
    fn chosen(self, side: usize) -> [usize; 2] {
        self.at.get().map(|at| at.min(side.saturating_sub(1)))
    }

    /// Sets a cell and selects it. Whether it is a step that Back undoes, `act` says later.
    fn set(self, frame: Frame, [row, column]: [usize; 2], level: i32) {
        self.at.set([row, column]);
        if frame.locked("cells") || frame.locked("kernel") {
            return;
        }
        let (side, mut levels) = frame.state.with_untracked(levels);
        let Some(cell) = levels.get_mut(row * side + column).filter(|cell| **cell != level) else {
            return;
        };
        *cell = level;
        // A text of as many cells as there are is never refused.
        frame.state.update(|s| drop(s.write("cells", &cells_text(&levels))));
    }

    fn key(self, frame: Frame, event: &KeyboardEvent) {
        let (side, levels) = frame.state.with_untracked(levels);
        let [row, column] = untrack(|| self.chosen(side));
        let last = side.saturating_sub(1);
        let now = levels.get(row * side + column).copied().unwrap_or(0);
        let pressed = event.key();
        let level = match pressed.as_str() {
            "ArrowUp" => return self.go(event, [row.saturating_sub(1), column]),
            "ArrowDown" => return self.go(event, [(row + 1).min(last), column]),
            "ArrowLeft" => return self.go(event, [row, column.saturating_sub(1)]),
            "ArrowRight" => return self.go(event, [row, (column + 1).min(last)]),
            "-" => -now,
            "Delete" | "Backspace" => 0,
            " " | "Enter" => self.painted(now),
            digit => match digit.parse() {
                Ok(level @ 0..=MOST_LEVEL) if digit.len() == 1 => level,
                _ => return,
            },
        };
        event.prevent_default();
        self.set(frame, [row, column], level);
        frame.act(Act::Changed);
    }

    fn go(self, event: &KeyboardEvent, to: [usize; 2]) {
        event.prevent_default();
        self.at.set(to);
    }

    /// What the brush makes of a cell: one that has its number already is cleared.
    fn painted(self, now: i32) -> i32 {
        let brush = self.brush.get_untracked();
        if now == brush { 0 } else { brush }
    }

    /// The cell under the pointer.
    fn under(self, side: usize, event: &PointerEvent) -> Option<[usize; 2]> {
        let map = self.map.get_untracked()?;
        // While it is captured, the pointer may be beside the map.
        let at = |offset: i32, size: i32| {
            let cell = (f64::from(offset) / f64::from(size.max(1)) * side as f64).floor();
            (cell >= 0.0 && cell < side as f64).then_some(cell as usize)
        };
        let row = at(event.offset_y(), map.client_height())?;
        Some([row, at(event.offset_x(), map.client_width())?])
    }

    fn down(self, frame: Frame, event: &PointerEvent) {
        let (side, levels) = frame.state.with_untracked(levels);
        let Some([row, column]) = self.under(side, event) else { return };
        if let Some(map) = self.map.get_untracked() {
            // Without it a stroke ends at the rim.
            let _ = map.set_pointer_capture(event.pointer_id());
        }
        let level = self.painted(levels.get(row * side + column).copied().unwrap_or(0));
        self.stroke.set_value(Some(level));
        self.set(frame, [row, column], level);
    }

    fn moved(self, frame: Frame, event: &PointerEvent) {
        let side = frame.state.with_untracked(|s| s.int("size").unsigned_abs() as usize);
        if let (Some(level), Some(cell)) = (self.stroke.get_value(), self.under(side, event)) {
            self.set(frame, cell, level);
        }
    }

    /// The end of a stroke: one step, however many cells it has.
    fn up(self, frame: Frame) {
        if self.stroke.get_value().is_some() {
            self.stroke.set_value(None);
            frame.act(Act::Changed);
        }
    }

    fn clear(self, frame: Frame) {
        let side = frame.state.with_untracked(|s| s.int("size").unsigned_abs() as usize);
        frame.state.update(|s| drop(s.write("cells", &"0".repeat(side * side))));
        frame.act(Act::Changed);
    }

    /// The painting, while the kernel is a painted one.
    pub(crate) fn view(self, frame: Frame) -> Element {
        let t = words(frame.lang);
        let state = frame.state;
        let absent = move || frame.hidden("cells") || state.with(|s| s.word("kernel") != "painted");
        let locked = move || frame.locked("cells") || frame.locked("kernel");
        let said = move || {
            let (side, levels) = state.with(levels);
            let [row, column] = self.chosen(side);
            let level = levels.get(row * side + column).copied().unwrap_or(0);
            format!("{}{row}{}{column}{}{level}{}", t.cell_1, t.cell_2, t.cell_3, t.scaled)
        };
        let side = move || state.with(|s| s.int("size")).max(1);
        let chosen = move |i: usize| move || self.chosen(side() as usize)[i];
        let cursor = el("rect")
            .class("chosen")
            .set("y", chosen(0))
            .set("x", chosen(1))
            .set("width", "1")
            .set("height", "1");
        let grid = el("path").class("cells").set("d", move || lines(side()));
        let over = el("svg")
            .set("viewBox", move || format!("0 0 {0} {0}", side()))
            .set("aria-hidden", "true")
            .with([grid, cursor]);
        let brush_id = format!("{}-brush", frame.prefix());
        let number = |e: &Event| event_target_value(e).parse().unwrap_or(1);
        el("div").class("paint").hidden(absent).with([
            el("div")
                .class("map pick")
                .set("tabindex", "0")
                .set("role", "group")
                .set("aria-label", t.paint)
                .on("keydown", move |e: KeyboardEvent| self.key(frame, &e))
                .on("pointerdown", move |e: PointerEvent| self.down(frame, &e))
                .on("pointermove", move |e: PointerEvent| self.moved(frame, &e))
                .on("pointerup", move |_: PointerEvent| self.up(frame))
                .on("pointercancel", move |_: PointerEvent| self.up(frame))
                .with([canvas(self.map, t.paint_map, [11, 11]), over]),
            el("div").with([
                el("p").class("unit").text(t.paint),
                el("p").class("brush").with([
                    el("label").set("for", brush_id.clone()).text(t.brush),
                    el("input")
                        .set("type", "range")
                        .set("id", brush_id)
                        .set("min", -MOST_LEVEL)
                        .set("max", MOST_LEVEL)
                        .set("step", "1")
                        .set("value", "1")
                        .set("disabled", locked)
                        .on("input", move |e: Event| self.brush.set(number(&e))),
                    el("output").text(move || self.brush.get().to_string()),
                    el("button")
                        .set("type", "button")
                        .set("disabled", locked)
                        .on("click", move |_: MouseEvent| self.clear(frame))
                        .text(t.clear),
                ]),
                el("p").class("unit").set("aria-live", "polite").text(said),
            ]),
        ])
    }

    /// Draws the cells whenever they change.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn follow(self, frame: Frame) {
        Effect::new(move |_| {
            frame.state.with(|s| self.draw(s, crate::browser::canvas::dark()));
        });
    }

    /// Draws the cells.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn draw(self, state: &State, dark: bool) {
        let (side, levels) = levels(state);
        let most = levels.iter().map(|l| l.abs()).max().unwrap_or(0).max(1);
        let values: Vec<f32> = levels.iter().map(|&l| l as f32).collect();
        let range = figures::Range::Signed(most as f32);
        crate::browser::canvas::fill(self.map, &figures::pixels(&values, range, dark), side);
    }
}

/// The lines between the cells.
fn lines(side: i32) -> String {
    (1..side).map(|at| format!("M{at} 0V{side}M0 {at}H{side}")).collect()
}
