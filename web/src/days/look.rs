//! What the widget shows beside the frame, and what a state says, worked out.

use leptos::{html::Canvas, prelude::*};
use nets::days::{Training, peak};
use share::State;

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Days at the peak, in the paper, here.
    pub(crate) chart: NodeRef<Canvas>,
    /// What was counted and measured; nothing before.
    pub(crate) measured: RwSignal<Option<Measured>>,
}

/// What was counted and measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Measured {
    /// Multiply-adds of the net, for one picture.
    pub(crate) net: u64,
    /// Of what was run, for one picture.
    pub(crate) ran: u64,
    /// Whether that was the whole net.
    pub(crate) whole: bool,
    pub(crate) batch: usize,
    /// The shortest run of a batch.
    pub(crate) time_ms: f64,
}

impl Measured {
    /// Multiply-adds a second.
    pub(crate) fn rate(&self) -> f64 {
        self.ran as f64 * self.batch as f64 / (self.time_ms.max(1e-3) / 1e3)
    }
}

/// A state's factors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Factors {
    pub(crate) training: Training,
    /// Operations a second of all cards.
    pub(crate) peak: f64,
    /// How many days it took: at least, at most.
    pub(crate) took: [f64; 2],
}

impl Factors {
    pub(crate) fn of(state: &State, multiply_adds: u64) -> Self {
        let number = |key: &str| f64::from(state.int(key));
        let (least, most) = (number("least"), number("most"));
        Self {
            training: Training {
                multiply_adds: multiply_adds as f64,
                epochs: number("epochs"),
                pictures: number("pictures") * 1e3,
                forwards: number("forwards"),
            },
            peak: peak(number("cards"), number("cores"), number("clock")),
            took: [least.min(most), least.max(most)],
        }
    }

    /// Days at the peak.
    pub(crate) fn at_peak(&self) -> f64 {
        self.training.days(self.peak)
    }

    /// Which shares of the peak the days mean, the fewest days first.
    pub(crate) fn shares(&self) -> [f64; 2] {
        self.took.map(|days| self.training.share(self.peak, days))
    }

    /// Days at the rate that was measured.
    pub(crate) fn here(&self, measured: &Measured) -> f64 {
        self.training.days(2.0 * measured.rate())
    }
}

impl Look {
    pub(crate) fn new() -> Self {
        Self { chart: NodeRef::new(), measured: RwSignal::default() }
    }
}
