//! What the widget shows beside the frame, and the choice of a neuron.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};

use crate::widget::{Act, Frame};

/// Neurons of fc6, in rows of so many.
pub(crate) const NEURONS: usize = 224;
/// How many of them stand in a row.
pub(crate) const ACROSS: usize = 16;

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// The picture.
    pub(crate) input: NodeRef<Canvas>,
    /// What fc6 gives, which of it is kept, what is passed on in training, and in testing.
    pub(crate) vectors: [NodeRef<Canvas>; 4],
    pub(crate) scale: NodeRef<Canvas>,
    pub(crate) chart: NodeRef<Canvas>,
    /// The numbers at the ends of the scale.
    pub(crate) ends: RwSignal<[String; 2]>,
    /// What the picture is.
    pub(crate) truth: RwSignal<String>,
    /// How many neurons are kept.
    pub(crate) kept: RwSignal<String>,
    /// The chosen neuron in numbers.
    pub(crate) neuron: RwSignal<String>,
    /// What many draws come to.
    pub(crate) answer: RwSignal<String>,
    /// The same behind a ReLU.
    pub(crate) rectified: RwSignal<String>,
}

impl Look {
    /// Nothing computed.
    pub(crate) fn new() -> Self {
        Self {
            input: NodeRef::new(),
            vectors: std::array::from_fn(|_| NodeRef::new()),
            scale: NodeRef::new(),
            chart: NodeRef::new(),
            ends: RwSignal::default(),
            truth: RwSignal::default(),
            kept: RwSignal::default(),
            neuron: RwSignal::default(),
            answer: RwSignal::default(),
            rectified: RwSignal::default(),
        }
    }

    /// Arrow keys move the choice.
    pub(crate) fn key(self, frame: Frame, event: &KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowUp" => -(ACROSS as i32),
            "ArrowDown" => ACROSS as i32,
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            _ => return,
        };
        event.prevent_default();
        let to = frame.state.with_untracked(|s| s.int("neuron")) + by;
        if (0..NEURONS as i32).contains(&to) {
            choose(frame, to);
            frame.act(Act::Noted);
        }
    }

    /// The pointer chooses the neuron under it; a press also notes it in the address.
    pub(crate) fn point(self, frame: Frame, at: usize, event: &PointerEvent, pressed: bool) {
        let Some(map) = self.vectors[at].get_untracked() else { return };
        let place = |offset: i32, size: i32, cells: usize| {
            let share = f64::from(offset) / f64::from(size.max(1));
            ((share * cells as f64).max(0.0) as usize).min(cells - 1)
        };
        let row = place(event.offset_y(), map.client_height(), NEURONS / ACROSS);
        let column = place(event.offset_x(), map.client_width(), ACROSS);
        choose(frame, (row * ACROSS + column) as i32);
        if pressed {
            frame.act(Act::Noted);
        }
    }
}

/// Chooses a neuron, if it is another.
fn choose(frame: Frame, neuron: i32) {
    if frame.state.with_untracked(|s| s.int("neuron")) != neuron {
        frame.state.update(|s| s.set("neuron", f64::from(neuron)));
    }
}
