//! What the widget shows beside the frame, and what the reader selects.

use figures::{MapGrid, stack_at};
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::{accounts::Cards, columns::Half};

use crate::columns::{figure, real};
use crate::widget::{Act, Frame};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) figure: NodeRef<Canvas>,
    pub(crate) memory: NodeRef<Canvas>,
    pub(crate) strengths: NodeRef<Canvas>,
    pub(crate) inputs: NodeRef<Canvas>,
    pub(crate) outputs: NodeRef<Canvas>,
    /// The layers on one card; none before they are counted.
    pub(crate) halves: RwSignal<Vec<Half>>,
    pub(crate) cards: RwSignal<Cards>,
    /// Whether the figure has been drawn in the browser.
    pub(crate) drawn: RwSignal<bool>,
    /// What is said of the real layer.
    pub(crate) said: RwSignal<String>,
}

impl Look {
    pub(crate) fn new() -> Self {
        Self {
            figure: NodeRef::new(),
            memory: NodeRef::new(),
            strengths: NodeRef::new(),
            inputs: NodeRef::new(),
            outputs: NodeRef::new(),
            halves: RwSignal::default(),
            cards: RwSignal::default(),
            drawn: RwSignal::new(false),
            said: RwSignal::default(),
        }
    }

    /// The arrow keys move along the layers.
    pub(crate) fn layer_key(self, frame: Frame, event: &KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => -1,
            "ArrowRight" | "ArrowDown" => 1,
            _ => return,
        };
        event.prevent_default();
        let at = self.halves.with_untracked(|all| {
            frame.state.with_untracked(|s| figure::chosen(s, all)).checked_add_signed(by)
        });
        self.layer(frame, at);
    }

    /// A press selects the layer under it.
    pub(crate) fn layer_press(self, frame: Frame, event: &PointerEvent) {
        let Some(canvas) = self.figure.get_untracked() else { return };
        let share = f64::from(event.offset_x()) / f64::from(canvas.client_width().max(1));
        let stacks = self.halves.with_untracked(Vec::len) + 1;
        self.layer(frame, stack_at(share, stacks).checked_sub(1));
    }

    fn layer(self, frame: Frame, at: Option<usize>) {
        let name = self.halves.with_untracked(|all| Some(all.get(at?)?.name.clone()));
        if let Some(name) = name {
            frame.state.update(|s| s.choose("layer", &name));
            frame.act(Act::Noted);
        }
    }

    /// The arrow keys choose an output map; `across` is how many lie in a row.
    pub(crate) fn map_key(self, frame: Frame, event: &KeyboardEvent, across: usize) {
        let by = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            "ArrowUp" => -(across as isize),
            "ArrowDown" => across as isize,
            _ => return,
        };
        event.prevent_default();
        let at = frame.state.with_untracked(real::map).saturating_add_signed(by);
        choose(frame, at);
    }

    /// A press on the outputs chooses the map under it.
    pub(crate) fn map_press(self, frame: Frame, event: &MouseEvent) {
        let Some(canvas) = self.outputs.get_untracked() else { return };
        let [_, stage] = frame.state.with_untracked(real::stages);
        let grid = MapGrid::of(stage.maps, stage.side);
        let [width, height] = grid.size().map(|size| size as f64);
        let place = |offset: i32, client: i32, size: f64| {
            f64::from(offset) / f64::from(client.max(1)) * size
        };
        let x = place(event.offset_x(), canvas.client_width(), width);
        let y = place(event.offset_y(), canvas.client_height(), height);
        if let Some([map, ..]) = grid.hit(x, y) {
            choose(frame, map);
        }
    }

    /// The pointer on the strengths chooses the map of the column under it.
    pub(crate) fn column_press(self, frame: Frame, event: &PointerEvent) {
        let Some(canvas) = self.strengths.get_untracked() else { return };
        let [_, stage] = frame.state.with_untracked(real::stages);
        let share = f64::from(event.offset_x()) / f64::from(canvas.client_width().max(1));
        choose(frame, stack_at(share, stage.maps));
    }
}

fn choose(frame: Frame, map: usize) {
    let [_, stage] = frame.state.with_untracked(real::stages);
    frame.state.update(|s| s.set("map", map.min(stage.maps - 1) as f64));
    frame.act(Act::Noted);
}
