//! What such a widget shows beside the frame, and its buttons.

use leptos::prelude::*;

use crate::widget::chart::Chart;

/// What a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Press {
    /// Start, or pause.
    Play,
    /// One step of each net.
    Step,
}

/// The signals and the canvases of `N` charts.
#[derive(Clone, Copy)]
pub(crate) struct Look<const N: usize> {
    /// Loss, training error and test error, and what a widget has beside them.
    pub(crate) charts: [Chart; N],
    /// Whether it trains.
    pub(crate) playing: RwSignal<bool>,
    /// Whether there is a step to take.
    pub(crate) can: RwSignal<bool>,
    /// Where the training is, and how long it will take.
    pub(crate) status: RwSignal<String>,
    /// The answer in numbers.
    pub(crate) answer: RwSignal<String>,
    /// What the widget says beside it: of which step the layers are shown.
    pub(crate) aside: RwSignal<String>,
    /// What is said in place: a run that diverged.
    pub(crate) said: RwSignal<Vec<String>>,
    presses: StoredValue<Option<Callback<Press>>>,
}

impl<const N: usize> Look<N> {
    /// Nothing computed.
    pub(crate) fn new() -> Self {
        Self {
            charts: std::array::from_fn(|_| Chart::new()),
            playing: RwSignal::new(false),
            can: RwSignal::new(false),
            status: RwSignal::default(),
            answer: RwSignal::default(),
            aside: RwSignal::default(),
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
