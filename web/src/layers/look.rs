//! The canvases of the widget, and the selection of a layer.

use figures::bar_at;
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};

use crate::layers::counted::Counted;
use crate::widget::{Act, Frame};

/// The widget's canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Parameters, multiply-adds, activations.
    pub(crate) charts: [NodeRef<Canvas>; 3],
    pub(crate) memory: NodeRef<Canvas>,
    /// What was counted; nothing before.
    pub(crate) counted: RwSignal<Counted>,
}

impl Look {
    pub(crate) fn new() -> Self {
        Self {
            charts: [NodeRef::new(), NodeRef::new(), NodeRef::new()],
            memory: NodeRef::new(),
            counted: RwSignal::default(),
        }
    }

    /// The arrow keys move the selection by a layer.
    pub(crate) fn key(self, frame: Frame, event: &KeyboardEvent) {
        let on = match event.key().as_str() {
            "ArrowUp" | "ArrowLeft" => -1,
            "ArrowDown" | "ArrowRight" => 1,
            _ => return,
        };
        event.prevent_default();
        let chosen = self.counted.with_untracked(|c| frame.state.with_untracked(|s| c.chosen(s)));
        self.select(frame, chosen as i32 + on);
        frame.act(Act::Noted);
    }

    /// The pointer selects the layer under it; a press also notes it in the address.
    pub(crate) fn point(
        self,
        frame: Frame,
        chart: NodeRef<Canvas>,
        event: &PointerEvent,
        pressed: bool,
    ) {
        let Some(chart) = chart.get_untracked() else { return };
        let share = f64::from(event.offset_y()) / f64::from(chart.client_height().max(1));
        let layers = self.counted.with_untracked(|c| c.layers.len());
        self.select(frame, bar_at(share, layers) as i32);
        if pressed {
            frame.act(Act::Noted);
        }
    }

    fn select(self, frame: Frame, to: i32) {
        let last = self.counted.with_untracked(|c| c.layers.len()) as i32 - 1;
        frame.state.update(|s| s.set("layer", f64::from(to.clamp(0, last.max(0)))));
    }
}
