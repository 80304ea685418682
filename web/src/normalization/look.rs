//! What the widget shows beside the frame, and what the reader points at.

use figures::{Cell, Scene};
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};

use crate::normalization::seen::Seen;
use crate::widget::{Act, Frame};

/// A press that moves farther than this turns the block, in CSS pixels.
const STILL: i32 = 4;
/// Degrees a pixel.
const BY_PIXEL: f64 = 0.5;
/// Degrees a key.
const BY_KEY: i32 = 15;

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// The blocks, left and right.
    pub(crate) canvases: [NodeRef<Canvas>; 2],
    /// Histograms before and after.
    pub(crate) charts: [NodeRef<Canvas>; 2],
    pub(crate) scale: NodeRef<Canvas>,
    /// The numbers at the ends of the colours.
    pub(crate) ends: RwSignal<[String; 2]>,
    /// Whether anything has been computed.
    pub(crate) drawn: RwSignal<bool>,
    /// Each side's mean and variance as a table's HTML.
    pub(crate) moments: RwSignal<[String; 2]>,
    /// How each side makes the selected number.
    pub(crate) lines: RwSignal<[String; 2]>,
    /// Why a side computes nothing; empty if it does.
    pub(crate) refused: RwSignal<[String; 2]>,
    /// Which number is selected.
    pub(crate) chosen: RwSignal<String>,
    /// What is said in place.
    pub(crate) said: RwSignal<Vec<String>>,
    /// What is drawn, in device pixels, to find the number under the pointer.
    pub(crate) scenes: StoredValue<[Option<Scene>; 2]>,
    press: StoredValue<Option<Press>>,
}

/// Where a press began, and how the block stood.
#[derive(Debug, Clone, Copy)]
struct Press {
    from: [i32; 2],
    turn: i32,
    tilt: i32,
    moved: bool,
}

impl Look {
    /// Nothing computed.
    pub(crate) fn new() -> Self {
        let pair = || [NodeRef::new(), NodeRef::new()];
        Self {
            canvases: pair(),
            charts: pair(),
            scale: NodeRef::new(),
            ends: RwSignal::default(),
            drawn: RwSignal::new(false),
            moments: RwSignal::default(),
            lines: RwSignal::default(),
            refused: RwSignal::default(),
            chosen: RwSignal::default(),
            said: RwSignal::default(),
            scenes: StoredValue::new([None, None]),
            press: StoredValue::new(None),
        }
    }

    /// Arrows and page keys move the selection, arrows with Shift turn the block.
    pub(crate) fn key(frame: Frame, event: &KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowLeft" => [-1, 0, 0],
            "ArrowRight" => [1, 0, 0],
            "ArrowUp" => [0, -1, 0],
            "ArrowDown" => [0, 1, 0],
            "PageUp" => [0, 0, -1],
            "PageDown" => [0, 0, 1],
            _ => return,
        };
        event.prevent_default();
        if event.shift_key() {
            let (turn, tilt) = frame.state.with_untracked(|s| (s.int("turn"), s.int("tilt")));
            turn_to(frame, turn + by[0] * BY_KEY, tilt + by[1] * BY_KEY);
        } else if let Some(cell) = frame.state.with_untracked(|s| Seen::of(s, frame.lang)).cell {
            let moved = |at: usize, by: i32| at.saturating_add_signed(by as isize);
            let cell = Cell {
                channel: moved(cell.channel, by[0]),
                place: moved(cell.place, by[1]),
                sample: moved(cell.sample, by[2]),
            };
            pick(frame, cell);
        }
        frame.act(Act::Noted);
    }

    /// A press begins: it will select, or turn.
    pub(crate) fn down(self, frame: Frame, event: &PointerEvent) {
        let (turn, tilt) = frame.state.with_untracked(|s| (s.int("turn"), s.int("tilt")));
        let from = [event.client_x(), event.client_y()];
        self.press.set_value(Some(Press { from, turn, tilt, moved: false }));
    }

    /// The pointer turns the block, or selects the number under it.
    pub(crate) fn moved(self, frame: Frame, side: usize, event: &PointerEvent) {
        let Some(press) = self.press.get_value() else {
            // A finger does not hover.
            if event.pointer_type() != "touch" {
                self.point(frame, side, event);
            }
            return;
        };
        let [x, y] = [event.client_x() - press.from[0], event.client_y() - press.from[1]];
        if !press.moved && x.abs().max(y.abs()) <= STILL {
            return;
        }
        if !press.moved {
            self.press.set_value(Some(Press { moved: true, ..press }));
            // The turn goes on where the pointer leaves the block.
            hold(self.canvases[side.min(1)], event);
        }
        let by = |pixels: i32| (f64::from(pixels) * BY_PIXEL).round() as i32;
        turn_to(frame, press.turn + by(x), press.tilt + by(y));
    }

    /// A press ends: one that did not move selects.
    pub(crate) fn up(self, frame: Frame, side: usize, event: &PointerEvent) {
        let Some(press) = self.press.get_value() else { return };
        self.press.set_value(None);
        if !press.moved {
            self.point(frame, side, event);
        }
        frame.act(Act::Noted);
    }

    /// The browser took the press for itself, to scroll.
    pub(crate) fn lost(self) {
        self.press.set_value(None);
    }

    fn point(self, frame: Frame, side: usize, event: &PointerEvent) {
        let Some(canvas) = self.canvases[side.min(1)].get_untracked() else { return };
        let scaled = |offset: i32, pixels: u32, size: i32| {
            (f64::from(offset) * f64::from(pixels) / f64::from(size.max(1))).round() as i32
        };
        let at = (
            scaled(event.offset_x(), canvas.width(), canvas.client_width()),
            scaled(event.offset_y(), canvas.height(), canvas.client_height()),
        );
        let found = self.scenes.with_value(|scenes| scenes[side.min(1)].as_ref()?.at(at));
        if let Some(cell) = found {
            pick(frame, cell);
        }
    }
}

/// Holds the pointer on a canvas.
fn hold(canvas: NodeRef<Canvas>, event: &PointerEvent) {
    if let Some(canvas) = canvas.get_untracked() {
        // A pointer that is gone already needs no holding.
        let _ = canvas.set_pointer_capture(event.pointer_id());
    }
}

/// Sets from where the block is seen; around it goes on and on.
fn turn_to(frame: Frame, turn: i32, tilt: i32) {
    if frame.locked("turn") || frame.locked("tilt") {
        return;
    }
    frame.state.update(|s| {
        s.set("turn", f64::from((turn + 180).rem_euclid(360) - 180));
        s.set("tilt", f64::from(tilt));
    });
}

/// Selects a number, kept inside the block.
fn pick(frame: Frame, cell: Cell) {
    let seen = frame.state.with_untracked(|s| Seen::of(s, frame.lang));
    let Some(cell) = seen.sizes.nearest(cell) else { return };
    if seen.cell != Some(cell) {
        frame.state.update(|s| {
            s.set("sample", cell.sample as f64);
            s.set("channel", cell.channel as f64);
            s.set("place", cell.place as f64);
        });
    }
}
