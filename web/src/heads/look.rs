//! What the widget shows beside the frame.

use leptos::{html::Canvas, prelude::*};
use share::{State, widgets::heads::words};

use crate::heads::{
    part::{HEADS, Part},
    words as said,
};
use crate::widget::{Act, Frame, sheet::Sheet};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// A matrix each, in the order of [`Part::ALL`].
    pub(crate) sheets: [Sheet; 12],
    /// The weights of every head, small.
    pub(crate) small: [NodeRef<Canvas>; HEADS],
    /// Largest weight, entropy, Jacobian.
    pub(crate) charts: [NodeRef<Canvas>; 3],
    /// The measured numbers as a table's HTML.
    pub(crate) measured: RwSignal<String>,
    /// How the selected number came about.
    pub(crate) sums: RwSignal<String>,
    /// What the feed-forward network did.
    pub(crate) fed: RwSignal<Vec<String>>,
    /// What is said in place.
    pub(crate) said: RwSignal<Vec<String>>,
}

impl Look {
    pub(crate) fn new(frame: Frame) -> Self {
        let rows = frame.state.with_untracked(|s| {
            let mut rows = words(s, frame.lang);
            rows.extend(pads(s, frame));
            rows
        });
        let nodes = |_| NodeRef::new();
        Self {
            sheets: Part::ALL.map(|part| Sheet::new(rows.clone(), part.columns(rows.len()))),
            small: std::array::from_fn(nodes),
            charts: std::array::from_fn(nodes),
            measured: RwSignal::default(),
            sums: RwSignal::default(),
            fed: RwSignal::default(),
            said: RwSignal::default(),
        }
    }

    pub(crate) fn sheet(&self, part: Part) -> Sheet {
        self.sheets[part.index()]
    }

    /// The selected number, kept inside its matrix, and the head from 0.
    pub(crate) fn cell(self, state: &State) -> ((Part, [usize; 2]), usize) {
        let part = Part::of(state.word("cell"));
        let [rows, columns] = self.sheet(part).size();
        let at = |key: &str, count: usize| (state.int(key) as usize).min(count.saturating_sub(1));
        ((part, [at("row", rows), at("column", columns)]), state.int("head") as usize - 1)
    }

    /// Selects a number, and notes it in the address if it was pressed.
    pub(crate) fn pick(frame: Frame, part: Part, [row, column]: [usize; 2], pressed: bool) {
        if pressed {
            frame.state.update(|s| {
                s.choose("cell", part.word());
                s.set("row", row as f64);
                s.set("column", column as f64);
            });
            frame.act(Act::Noted);
        }
    }
}

/// The names of the padding's rows.
pub(crate) fn pads(state: &State, frame: Frame) -> impl Iterator<Item = String> {
    let name = said::words(frame.lang).pad;
    (0..state.int("pad")).map(move |_| name.to_owned())
}
