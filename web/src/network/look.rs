//! What the widget shows beside the frame, and the choice of a map and a cell.

use figures::MapGrid;
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::{STAGES, Stage, stage_of};
use share::State;

use crate::widget::{Act, Frame, counting::Count};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) layers: [NodeRef<Canvas>; STAGES.len()],
    pub(crate) input: NodeRef<Canvas>,
    pub(crate) kernels: NodeRef<Canvas>,
    pub(crate) large: NodeRef<Canvas>,
    pub(crate) curve: NodeRef<Canvas>,
    /// What the input is: its true class.
    pub(crate) truth: RwSignal<String>,
    /// The bars of the guesses, as markup, and what they say.
    pub(crate) guesses: RwSignal<String>,
    pub(crate) verdict: RwSignal<String>,
    /// The chosen cell in words.
    pub(crate) cell: RwSignal<String>,
    /// The card as rows of a table, as markup.
    pub(crate) card: RwSignal<String>,
    pub(crate) count: RwSignal<Count>,
    asks: StoredValue<Option<Callback<Ask>>>,
}

/// What the reader asks for beside the state.
#[derive(Clone, Copy)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "answered in the browser"))]
pub(crate) enum Ask {
    Count,
    Cancel,
    /// The curve of the card has come into sight.
    Curve,
}

/// The layer, map, row and column that a state means: its layer has fewer maps than another.
pub(crate) fn chosen(state: &State) -> (usize, Stage, [usize; 3]) {
    let at = stage_of(state.word("layer")).unwrap_or(0);
    let stage = STAGES[at];
    let place = |key: &str| match state.int(key) {
        -1 => stage.side / 2,
        at => (at as usize).min(stage.side - 1),
    };
    (at, stage, [(state.int("map") as usize).min(stage.maps - 1), place("y"), place("x")])
}

/// The grid of a layer.
pub(crate) fn grid(stage: Stage) -> MapGrid {
    MapGrid::of(stage.maps, stage.side)
}

impl Look {
    /// Nothing computed.
    pub(crate) fn new() -> Self {
        Self {
            layers: std::array::from_fn(|_| NodeRef::new()),
            input: NodeRef::new(),
            kernels: NodeRef::new(),
            large: NodeRef::new(),
            curve: NodeRef::new(),
            truth: RwSignal::new(String::new()),
            guesses: RwSignal::new(String::new()),
            verdict: RwSignal::new(String::new()),
            cell: RwSignal::new(String::new()),
            card: RwSignal::new(String::new()),
            count: RwSignal::new(Count::default()),
            asks: StoredValue::new(None),
        }
    }

    /// Says who answers what the reader asks.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer(self, asks: Callback<Ask>) {
        self.asks.set_value(Some(asks));
    }

    pub(crate) fn ask(self, ask: Ask) {
        if let Some(asks) = self.asks.get_value() {
            asks.run(ask);
        }
    }

    /// Arrow keys change the map, Page Up and Page Down the layer.
    pub(crate) fn layer_key(self, frame: Frame, event: &KeyboardEvent) {
        let (at, stage, [map, y, x]) = frame.state.with_untracked(chosen);
        let across = grid(stage).across() as isize;
        let by = |by: isize| (map as isize + by).clamp(0, stage.maps as isize - 1) as usize;
        let next = (at + 1).min(STAGES.len() - 1);
        // In another layer the cell at the same place of the picture.
        let turn = |to: Stage| {
            let moved = |v: usize| (2 * v + 1) * to.side / (2 * stage.side);
            pick(frame, to, [map.min(to.maps - 1), moved(y), moved(x)]);
        };
        match event.key().as_str() {
            "ArrowLeft" => pick(frame, stage, [by(-1), y, x]),
            "ArrowRight" => pick(frame, stage, [by(1), y, x]),
            "ArrowUp" => pick(frame, stage, [by(-across), y, x]),
            "ArrowDown" => pick(frame, stage, [by(across), y, x]),
            "PageUp" => turn(STAGES[at.saturating_sub(1)]),
            "PageDown" => turn(STAGES[next]),
            _ => return,
        }
        event.prevent_default();
        frame.act(Act::Noted);
    }

    /// A press on a layer chooses the map and the cell under it.
    pub(crate) fn press(self, frame: Frame, at: usize, event: &MouseEvent) {
        let Some(map) = self.layers[at].get_untracked() else { return };
        let [width, height] = grid(STAGES[at]).size().map(|side| side as f64);
        let place = |offset: i32, client: i32, size: f64| {
            f64::from(offset) / f64::from(client.max(1)) * size
        };
        let x = place(event.offset_x(), map.client_width(), width);
        let y = place(event.offset_y(), map.client_height(), height);
        if let Some(hit) = grid(STAGES[at]).hit(x, y) {
            pick(frame, STAGES[at], hit);
            frame.act(Act::Changed);
        }
    }

    /// Arrow keys move the cell of the enlarged map.
    pub(crate) fn cell_key(self, frame: Frame, event: &KeyboardEvent) {
        let (down, right) = match event.key().as_str() {
            "ArrowUp" => (-1, 0),
            "ArrowDown" => (1, 0),
            "ArrowLeft" => (0, -1),
            "ArrowRight" => (0, 1),
            _ => return,
        };
        event.prevent_default();
        let (_, stage, [map, y, x]) = frame.state.with_untracked(chosen);
        let by = |at: usize, by: isize| (at as isize + by).clamp(0, stage.side as isize - 1);
        pick(frame, stage, [map, by(y, down) as usize, by(x, right) as usize]);
        frame.act(Act::Noted);
    }

    /// The pointer chooses the cell under it; a press also notes it in the address.
    pub(crate) fn point(self, frame: Frame, event: &PointerEvent, pressed: bool) {
        let Some(map) = self.large.get_untracked() else { return };
        let (_, stage, [number, ..]) = frame.state.with_untracked(chosen);
        let at = |offset: i32, size: i32| {
            let share = f64::from(offset) / f64::from(size.max(1));
            ((share * stage.side as f64).max(0.0) as usize).min(stage.side - 1)
        };
        let y = at(event.offset_y(), map.client_height());
        let x = at(event.offset_x(), map.client_width());
        pick(frame, stage, [number, y, x]);
        if pressed {
            frame.act(Act::Noted);
        }
    }
}

/// Chooses a cell, if it is another.
fn pick(frame: Frame, stage: Stage, at: [usize; 3]) {
    let (_, was, place) = frame.state.with_untracked(chosen);
    if (was.name, place) != (stage.name, at) {
        frame.state.update(|s| {
            s.choose("layer", stage.name);
            for (key, value) in ["map", "y", "x"].into_iter().zip(at) {
                s.set(key, value as f64);
            }
        });
    }
}
