//! What the widget shows beside the frame.

use leptos::prelude::*;
use share::widgets::{attention::shown, positions::Seen};

use crate::widget::{Act, Frame, chart::Chart, sheet::Sheet};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) pe: Sheet,
    pub(crate) dots: Sheet,
    pub(crate) chart: Chart,
    /// Without positions and with them: Y, Y of the shuffled words put back, their difference.
    pub(crate) outputs: [[Sheet; 3]; 2],
    /// The largest difference of either.
    pub(crate) off: RwSignal<[Option<f32>; 2]>,
    pub(crate) order: RwSignal<String>,
    pub(crate) turned: RwSignal<Option<Turned>>,
}

/// What was computed of the state that is shown.
#[derive(Clone)]
pub(crate) struct Turned {
    /// d and n that it is of.
    pub(crate) size: [usize; 2],
    /// The encodings of all positions.
    pub(crate) pe: std::sync::Arc<Vec<f32>>,
    /// The chosen pair at pos + k: turned, and encoded.
    pub(crate) pair: [[f32; 2]; 2],
    /// The largest difference of all that was turned.
    pub(crate) off: f32,
    /// The largest difference of dot products at one distance.
    pub(crate) spread: f32,
}

impl Look {
    pub(crate) fn new(frame: Frame) -> Self {
        let (Seen { d, n, .. }, words) =
            frame.state.with_untracked(|s| (Seen::of(s), shown(s, frame.lang).0));
        let sheet = || Sheet::new(words.clone(), 8);
        let three = || [sheet(), sheet(), sheet()];
        Self {
            pe: Sheet::new(places(n), d),
            dots: Sheet::new(places(n), n),
            chart: Chart::new(),
            outputs: [three(), three()],
            off: RwSignal::default(),
            order: RwSignal::default(),
            turned: RwSignal::new(None),
        }
    }

    /// Chooses position, and pair or offset, unless a link locks them.
    pub(crate) fn choose(frame: Frame, to: [(&'static str, usize); 2], pressed: bool) {
        if !pressed || to.iter().any(|(key, _)| frame.locked(key)) {
            return;
        }
        frame.state.update(|s| to.iter().for_each(|(key, at)| s.set(key, *at as f64)));
        frame.act(Act::Noted);
    }
}

/// Positions as names of rows.
pub(crate) fn places(n: usize) -> Vec<String> {
    (0..n).map(|at| at.to_string()).collect()
}
