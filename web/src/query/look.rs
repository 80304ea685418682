//! What the widget shows beside the frame, and how a point is moved.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
#[cfg(target_arch = "wasm32")]
use nets::attention::REACH;
use share::widgets::query::{PLACES, Points, points};

use crate::widget::{Act, Frame};

/// An arrow key moves a point by so many hundredths; with Shift by one.
const STEP: i32 = 10;
/// A press nearer than this to a point, in hundredths, is meant for it.
const NEAR: f64 = 30.0;

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// The map of the plane.
    pub(crate) field: NodeRef<Canvas>,
    pub(crate) scale: NodeRef<Canvas>,
    /// The point that the pointer holds: 0 the query, 1 the first key.
    held: RwSignal<Option<usize>>,
    /// What was computed last: the points it is of, scores, weights, output.
    pub(crate) heard: RwSignal<Option<Answer>>,
}

/// An answer, as it is drawn.
#[derive(Clone, PartialEq)]
pub(crate) struct Answer {
    pub(crate) points: Points,
    pub(crate) scores: Vec<f32>,
    pub(crate) weights: Vec<f32>,
    pub(crate) y: [f32; 2],
    pub(crate) temperature: f64,
}

impl Look {
    pub(crate) fn new() -> Self {
        Self {
            field: NodeRef::new(),
            scale: NodeRef::new(),
            held: RwSignal::new(None),
            heard: RwSignal::new(None),
        }
    }

    /// Where a point is, in hundredths.
    pub(crate) fn place(frame: Frame, point: usize) -> [i32; 2] {
        PLACES.get(point).map_or([0, 0], |keys| frame.state.with(|s| keys.map(|key| s.int(key))))
    }

    /// Arrow keys move the point.
    pub(crate) fn key(frame: Frame, point: usize, event: &KeyboardEvent) {
        let by = if event.shift_key() { 1 } else { STEP };
        let [right, up] = match event.key().as_str() {
            "ArrowUp" => [0, by],
            "ArrowDown" => [0, -by],
            "ArrowLeft" => [-by, 0],
            "ArrowRight" => [by, 0],
            _ => return,
        };
        event.prevent_default();
        let [x, y] = untrack(|| Self::place(frame, point));
        go(frame, point, [f64::from(x + right), f64::from(y + up)]);
        frame.act(Act::Noted);
    }

    /// Shows the map of the key that has the focus.
    pub(crate) fn focus(frame: Frame, point: usize) {
        let other = frame.state.with_untracked(|s| s.int("key")) != point as i32;
        if point > 0 && other && !frame.locked("key") {
            frame.state.update(|s| s.set("key", point as f64));
            frame.act(Act::Noted);
        }
    }

    /// The pointer takes the point.
    pub(crate) fn take(self, frame: Frame, point: usize, event: &PointerEvent) {
        self.held.set(Some(point));
        Self::focus(frame, point);
        if let Some(canvas) = self.field.get_untracked() {
            // A pointer that is gone already needs no holding.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
    }

    /// The point follows the pointer that holds it.
    pub(crate) fn drag(self, frame: Frame, event: &PointerEvent) {
        if let (Some(point), Some(to)) = (self.held.get_untracked(), self.under(event)) {
            go(frame, point, to);
        }
    }

    /// The pointer lets go.
    pub(crate) fn release(self, frame: Frame) {
        if self.held.get_untracked().is_some() {
            self.held.set(None);
            frame.act(Act::Changed);
        }
    }

    /// A press where there is no point brings the query there.
    pub(crate) fn press(self, frame: Frame, event: &MouseEvent) {
        let Some(to) = self.under(event) else { return };
        let shown = frame.state.with_untracked(|s| points(s).keys.len());
        let near = (0..=shown).any(|point| {
            let [x, y] = untrack(|| Self::place(frame, point)).map(f64::from);
            (x - to[0]).hypot(y - to[1]) < NEAR
        });
        if !near {
            go(frame, 0, to);
            frame.act(Act::Changed);
        }
    }

    /// The place under the pointer, in hundredths; natively there is no pointer.
    #[cfg(not(target_arch = "wasm32"))]
    fn under(self, _: &MouseEvent) -> Option<[f64; 2]> {
        None
    }

    /// The place under the pointer, in hundredths.
    #[cfg(target_arch = "wasm32")]
    fn under(self, event: &MouseEvent) -> Option<[f64; 2]> {
        let plane = self.field.get_untracked()?.get_bounding_client_rect();
        let share = |at: i32, from: f64, size: f64| (f64::from(at) - from) / size.max(1.0) - 0.5;
        let whole = 200.0 * REACH;
        Some([
            share(event.client_x(), plane.left(), plane.width()) * whole,
            -share(event.client_y(), plane.top(), plane.height()) * whole,
        ])
    }
}

/// Moves a point, kept inside the plane.
fn go(frame: Frame, point: usize, to: [f64; 2]) {
    let Some([x, y]) = PLACES.get(point) else { return };
    if frame.locked(x) || frame.locked(y) {
        return;
    }
    frame.state.update(|s| {
        s.set(x, to[0]);
        s.set(y, to[1]);
    });
}
