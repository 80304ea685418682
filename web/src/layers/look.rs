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
}

impl Look {
    pub(crate) fn new() -> Self {
        Self { charts: [NodeRef::new(), NodeRef::new(), NodeRef::new()], memory: NodeRef::new() }
    }

    /// The arrow keys move the selection by a layer.
    pub(crate) fn key(frame: Frame, event: &KeyboardEvent) {
        let on = match event.key().as_str() {
            "ArrowUp" | "ArrowLeft" => -1,
            "ArrowDown" | "ArrowRight" => 1,
            _ => return,
        };
        event.prevent_default();
        let counted = frame.state.with_untracked(Counted::of);
        select(frame, &counted, counted.layer as i32 + on);
        frame.act(Act::Noted);
    }

    /// The pointer selects the layer under it; a press also notes it in the address.
    pub(crate) fn point(frame: Frame, chart: NodeRef<Canvas>, event: &PointerEvent, pressed: bool) {
        let Some(chart) = chart.get_untracked() else { return };
        let counted = frame.state.with_untracked(Counted::of);
        let share = f64::from(event.offset_y()) / f64::from(chart.client_height().max(1));
        select(frame, &counted, bar_at(share, counted.layers.len()) as i32);
        if pressed {
            frame.act(Act::Noted);
        }
    }
}

fn select(frame: Frame, counted: &Counted, to: i32) {
    let to = to.clamp(0, counted.layers.len() as i32 - 1);
    if to != counted.layer as i32 {
        frame.state.update(|s| s.set("layer", f64::from(to)));
    }
}
