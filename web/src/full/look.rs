//! What the widget shows beside the frame, and what the reader presses.

use leptos::{html::Canvas, prelude::*};
use nets::accounts::Account;

/// The widget's own signals.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// The picture as the net takes it.
    pub(crate) input: NodeRef<Canvas>,
    /// The layers of the present net; none before they are known.
    pub(crate) layers: RwSignal<Vec<Account>>,
    /// What is being done; empty where nothing is.
    pub(crate) doing: RwSignal<String>,
    /// What the last run came to.
    pub(crate) measured: RwSignal<String>,
    /// Whether a net is in memory.
    pub(crate) held: RwSignal<bool>,
    /// The guesses as bars, markup; empty of random weights.
    pub(crate) guesses: RwSignal<String>,
    /// Whether what was run last had random weights; `None` before.
    pub(crate) random: RwSignal<Option<bool>>,
    presses: StoredValue<Option<Callback<Press>>>,
}

/// What the reader presses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Press {
    Run,
    Stop,
    Release,
}

impl Look {
    pub(crate) fn new() -> Self {
        Self {
            input: NodeRef::new(),
            layers: RwSignal::default(),
            doing: RwSignal::default(),
            measured: RwSignal::default(),
            held: RwSignal::new(false),
            guesses: RwSignal::default(),
            random: RwSignal::new(None),
            presses: StoredValue::new(None),
        }
    }

    /// Says who answers the buttons.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer(self, presses: Callback<Press>) {
        self.presses.set_value(Some(presses));
    }

    pub(crate) fn press(self, press: Press) {
        if let Some(presses) = self.presses.get_value() {
            presses.run(press);
        }
    }
}
