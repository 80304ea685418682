//! What the widget shows beside the frame.

use leptos::{html::Canvas, prelude::*};

/// The widget's own signals.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// The picture as the net takes it.
    pub(crate) input: NodeRef<Canvas>,
    /// What is being done; empty where nothing is.
    pub(crate) doing: RwSignal<String>,
    /// What the last run came to.
    pub(crate) measured: RwSignal<String>,
    /// Milliseconds of each layer; none before it has run.
    pub(crate) times: RwSignal<Vec<f64>>,
    /// The guesses as bars, markup; empty of random weights.
    pub(crate) guesses: RwSignal<String>,
    /// Whether what was run last had random weights; `None` before.
    pub(crate) random: RwSignal<Option<bool>>,
}

impl Look {
    pub(crate) fn new() -> Self {
        Self {
            input: NodeRef::new(),
            doing: RwSignal::default(),
            measured: RwSignal::default(),
            times: RwSignal::default(),
            guesses: RwSignal::default(),
            random: RwSignal::new(None),
        }
    }
}
