//! What the widget shows beside the frame, and what a state says, worked out.

use leptos::{html::Canvas, prelude::*};
use nets::response::Response;
use share::State;

/// Rows and columns of a map: conv1 over 227×227.
pub(crate) const SIDE: usize = 55;

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) picture: NodeRef<Canvas>,
    /// The chosen channel before and after, and the ratio.
    pub(crate) maps: [NodeRef<Canvas>; 3],
    pub(crate) scales: [NodeRef<Canvas>; 3],
    /// The numbers at the upper ends of the colours.
    pub(crate) ends: RwSignal<[String; 3]>,
    /// Over the channels: before, after, sums of squares, divisors.
    pub(crate) charts: [NodeRef<Canvas>; 4],
    /// In what share of all numbers the sum of squares is k/α or more.
    pub(crate) gripped: RwSignal<Option<f64>>,
    /// How the selected number came about.
    pub(crate) lines: RwSignal<Vec<String>>,
}

impl Look {
    pub(crate) fn new() -> Self {
        let three = || [NodeRef::new(), NodeRef::new(), NodeRef::new()];
        Self {
            picture: NodeRef::new(),
            maps: three(),
            scales: three(),
            ends: RwSignal::default(),
            charts: [NodeRef::new(), NodeRef::new(), NodeRef::new(), NodeRef::new()],
            gripped: RwSignal::default(),
            lines: RwSignal::default(),
        }
    }
}

/// What is normalized in a state, and how.
pub(crate) fn response(state: &State) -> Response {
    Response::of(|key| state.int(key), |key| state.word(key))
}
