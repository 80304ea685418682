//! What the widget shows beside the frame, and its buttons.

use leptos::{html::Canvas, prelude::*};

/// The charts, in the order in which they stand.
pub(crate) const CHARTS: usize = 5;

/// What a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Press {
    /// Start, or pause.
    Play,
    /// One step of each net.
    Step,
}

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Loss, training error, test error, norms of gradients, deviations of responses.
    pub(crate) charts: [NodeRef<Canvas>; CHARTS],
    /// Whether it trains.
    pub(crate) playing: RwSignal<bool>,
    /// Whether there is a step to take.
    pub(crate) can: RwSignal<bool>,
    /// Where the training is, and how long it will take.
    pub(crate) status: RwSignal<String>,
    /// The answer in numbers.
    pub(crate) answer: RwSignal<String>,
    /// Of which step the layers are shown.
    pub(crate) layers: RwSignal<String>,
    /// What is said in place: a run that diverged.
    pub(crate) said: RwSignal<Vec<String>>,
    presses: StoredValue<Option<Callback<Press>>>,
}

impl Look {
    /// Nothing computed.
    pub(crate) fn new() -> Self {
        Self {
            charts: std::array::from_fn(|_| NodeRef::new()),
            playing: RwSignal::new(false),
            can: RwSignal::new(false),
            status: RwSignal::default(),
            answer: RwSignal::default(),
            layers: RwSignal::default(),
            said: RwSignal::default(),
            presses: StoredValue::new(None),
        }
    }

    /// Asks for something; natively, where nothing lives, nothing happens.
    pub(crate) fn press(self, press: Press) {
        if let Some(presses) = self.presses.get_value() {
            presses.run(press);
        }
    }

    /// Says who answers [`Self::press`].
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer_presses(self, presses: Callback<Press>) {
        self.presses.set_value(Some(presses));
    }
}
