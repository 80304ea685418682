//! What the widget shows beside the frame, and the frame that is moved over the photograph.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::augmentation::{Chance, Cut, LAST, PATCH, SIDE};
use share::State;

use crate::widget::{Act, Frame};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) input: NodeRef<Canvas>,
    /// The patch as it is cut out, and with its colours shifted.
    pub(crate) cut: NodeRef<Canvas>,
    pub(crate) patch: NodeRef<Canvas>,
    pub(crate) ten: [NodeRef<Canvas>; 10],
    /// The components as rows of a table, markup.
    pub(crate) components: RwSignal<String>,
    /// What is added to the colours.
    pub(crate) shift: RwSignal<String>,
    /// Where in the frame it is held while it is dragged.
    held: StoredValue<Option<[f64; 2]>>,
}

/// The patch of a state: what chance would have, unless the reader says otherwise.
pub(crate) fn cut(state: &State) -> Cut {
    let chance = Chance::of(u64::from(state.int("seed").unsigned_abs())).cut;
    let place = |key: &str, chance: usize| match state.int(key) {
        -1 => chance,
        at => (at.unsigned_abs() as usize).min(LAST),
    };
    Cut {
        top: place("top", chance.top),
        left: place("left", chance.left),
        mirror: match state.word("mirror") {
            "no" => false,
            "yes" => true,
            _ => chance.mirror,
        },
    }
}

impl Look {
    /// Nothing computed.
    pub(crate) fn new() -> Self {
        Self {
            input: NodeRef::new(),
            cut: NodeRef::new(),
            patch: NodeRef::new(),
            ten: std::array::from_fn(|_| NodeRef::new()),
            components: RwSignal::default(),
            shift: RwSignal::default(),
            held: StoredValue::new(None),
        }
    }

    /// Arrow keys move the frame by a pixel, with the shift key by eight.
    pub(crate) fn key(self, frame: Frame, event: &KeyboardEvent) {
        let by = if event.shift_key() { 8.0 } else { 1.0 };
        let (down, right) = match event.key().as_str() {
            "ArrowUp" => (-by, 0.0),
            "ArrowDown" => (by, 0.0),
            "ArrowLeft" => (0.0, -by),
            "ArrowRight" => (0.0, by),
            _ => return,
        };
        event.prevent_default();
        let Cut { top, left, .. } = frame.state.with_untracked(cut);
        place(frame, [top as f64 + down, left as f64 + right]);
        frame.act(Act::Changed);
    }

    /// The pixel under the pointer.
    fn under(self, event: &PointerEvent) -> Option<[f64; 2]> {
        let map = self.input.get_untracked()?;
        let at = |offset: i32, size: i32| f64::from(offset) / f64::from(size.max(1)) * SIDE as f64;
        let row = at(event.offset_y(), map.client_height());
        Some([row, at(event.offset_x(), map.client_width())])
    }

    /// The frame is held where it is pressed; beside it, it comes under the pointer.
    pub(crate) fn down(self, frame: Frame, event: &PointerEvent) {
        let Some([row, column]) = self.under(event) else { return };
        if let Some(map) = self.input.get_untracked() {
            // Without it a drag ends at the rim.
            let _ = map.set_pointer_capture(event.pointer_id());
        }
        let Cut { top, left, .. } = frame.state.with_untracked(cut);
        let within = |at: f64, from: usize| (at - from as f64).clamp(0.0, PATCH as f64);
        self.held.set_value(Some([within(row, top), within(column, left)]));
        self.moved(frame, event);
    }

    pub(crate) fn moved(self, frame: Frame, event: &PointerEvent) {
        let (Some(held), Some(at)) = (self.held.get_value(), self.under(event)) else { return };
        place(frame, [at[0] - held[0], at[1] - held[1]]);
    }

    /// The end of a drag is one step.
    pub(crate) fn up(self, frame: Frame) {
        if self.held.get_value().is_some() {
            self.held.set_value(None);
            frame.act(Act::Changed);
        }
    }
}

/// Moves the frame, kept inside the photograph.
fn place(frame: Frame, to: [f64; 2]) {
    let Cut { top, left, .. } = frame.state.with_untracked(cut);
    for ((key, now), to) in [("top", top), ("left", left)].into_iter().zip(to) {
        let to = to.round().clamp(0.0, LAST as f64);
        if !frame.locked(key) && now as f64 != to {
            frame.state.update(|s| s.set(key, to));
        }
    }
}
