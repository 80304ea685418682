//! What the widget shows beside the frame, and the choice of a net and a stage.

use figures::Scene;
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::Canvas,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys,
};
use nets::family::ROWS;

use crate::widget::{Act, Frame};

/// The nets in the order of the table's columns.
pub(crate) const NETS: [&str; 6] =
    ["resnet18", "resnet34", "resnet50", "resnet101", "resnet152", "own"];

/// The widget's own signals and canvas.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) canvas: NodeRef<Canvas>,
    /// What is drawn, to find what is under the pointer.
    pub(crate) scene: StoredValue<Option<Scene>>,
    pub(crate) drawn: RwSignal<bool>,
    /// How a run goes.
    pub(crate) status: RwSignal<String>,
    /// Milliseconds of each row of table 1; none before a run.
    pub(crate) times: RwSignal<Vec<f64>>,
    /// The guesses as bars, markup; empty where the weights are random.
    pub(crate) guesses: RwSignal<String>,
}

impl Look {
    /// Nothing computed.
    pub(crate) fn new() -> Self {
        Self {
            canvas: NodeRef::new(),
            scene: StoredValue::new(None),
            drawn: RwSignal::new(false),
            status: RwSignal::default(),
            times: RwSignal::default(),
            guesses: RwSignal::default(),
        }
    }

    /// In the drawing: arrow keys choose the stage.
    pub(crate) fn stage_key(frame: Frame, event: &KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowLeft" | "ArrowUp" => -1,
            "ArrowRight" | "ArrowDown" => 1,
            _ => return,
        };
        event.prevent_default();
        step(frame, "stage", &ROWS.map(|row| row.word), by);
    }

    /// In the table: arrow keys choose the stage, and to the sides the net.
    pub(crate) fn table_key(frame: Frame, event: &KeyboardEvent) {
        let (key, by) = match event.key().as_str() {
            "ArrowUp" => ("stage", -1),
            "ArrowDown" => ("stage", 1),
            "ArrowLeft" => ("net", -1),
            "ArrowRight" => ("net", 1),
            _ => return,
        };
        event.prevent_default();
        match key {
            "net" => step(frame, key, &NETS, by),
            _ => step(frame, key, &ROWS.map(|row| row.word), by),
        }
    }

    /// A press on a cell of the table chooses its net and its stage.
    pub(crate) fn press(frame: Frame, event: &MouseEvent) {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        let Some(cell) = target.and_then(|t| t.closest("[data-net], [data-stage]").ok().flatten())
        else {
            return;
        };
        for key in ["net", "stage"] {
            if let Some(word) = cell.get_attribute(&format!("data-{key}")) {
                choose(frame, key, &word);
            }
        }
        frame.act(Act::Changed);
    }

    /// A press on a box of the drawing chooses its stage.
    pub(crate) fn point(self, frame: Frame, event: &PointerEvent) {
        let Some(canvas) = self.canvas.get_untracked() else { return };
        let at = |offset: i32, client: i32, size: u32| {
            (f64::from(offset) / f64::from(client.max(1)) * f64::from(size)) as i32
        };
        let place = (
            at(event.offset_x(), canvas.client_width(), canvas.width()),
            at(event.offset_y(), canvas.client_height(), canvas.height()),
        );
        let cell = self.scene.with_value(|scene| scene.as_ref().and_then(|s| s.at(place)));
        // Number 0 is the picture; what lies below the boxes is of another sample.
        let stage =
            cell.filter(|cell| cell.sample == 0).and_then(|cell| cell.channel.checked_sub(1));
        if let Some(row) = stage.and_then(|stage| ROWS.get(stage)) {
            choose(frame, "stage", row.word);
            frame.act(Act::Changed);
        }
    }
}

fn choose(frame: Frame, key: &'static str, word: &str) {
    let there = frame.state.with_untracked(|s| s.word(key) == word);
    if !there && !frame.link.with_untracked(|l| l.view.lock.contains(&key)) {
        frame.state.update(|s| s.choose(key, word));
    }
}

/// Chooses the word before or behind the present one.
fn step(frame: Frame, key: &'static str, words: &[&'static str], by: isize) {
    let here = frame.state.with_untracked(|s| s.word(key));
    let at = words.iter().position(|word| *word == here).unwrap_or(0);
    let next = at.saturating_add_signed(by).min(words.len() - 1);
    choose(frame, key, words[next]);
    frame.act(Act::Noted);
}
