//! What the widget shows beside the frame, and the choice of n on a chart.

use figures::size_at;
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use share::widgets::complexity::POSITIONS;

use crate::complexity::seen::ENDS;
use crate::widget::{Act, Frame};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Work, sequential operations, longest path.
    pub(crate) charts: [NodeRef<Canvas>; 3],
    /// How a run goes; empty before.
    pub(crate) status: RwSignal<String>,
    /// Milliseconds of attention and of the recurrent layer; none before a run.
    pub(crate) times: RwSignal<Option<[f64; 2]>>,
}

impl Look {
    /// Nothing timed.
    pub(crate) fn new() -> Self {
        Self {
            charts: std::array::from_fn(|_| NodeRef::new()),
            status: RwSignal::default(),
            times: RwSignal::default(),
        }
    }

    /// The pointer chooses the n under it; at the end of a press it is noted.
    pub(crate) fn point(self, frame: Frame, chart: usize, event: &PointerEvent, ends: bool) {
        let Some(canvas) = self.charts[chart].get_untracked() else { return };
        if event.buttons() > 0 || ends {
            let width = f64::from(canvas.client_width().max(1));
            choose(frame, size_at(f64::from(event.offset_x()), width, ENDS));
        }
        if ends {
            frame.act(Act::Changed);
        }
    }

    /// Arrow keys choose the next n.
    pub(crate) fn key(frame: Frame, event: &KeyboardEvent) {
        let by = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            "Home" => isize::MIN,
            "End" => isize::MAX,
            _ => return,
        };
        event.prevent_default();
        let here = frame.state.with_untracked(|s| s.int("n"));
        let at = POSITIONS.iter().position(|n| *n == here).unwrap_or(0);
        let next = at.saturating_add_signed(by).min(POSITIONS.len() - 1);
        choose(frame, f64::from(POSITIONS[next]));
        frame.act(Act::Noted);
    }
}

/// Chooses the n that is nearest where doubling is as far everywhere.
fn choose(frame: Frame, wanted: f64) {
    let off = |n: &&i32| (f64::from(**n) / wanted).ln().abs();
    let near = POSITIONS.iter().min_by(|a, b| off(a).total_cmp(&off(b))).copied();
    let here = frame.state.with_untracked(|s| s.int("n"));
    let locked = frame.link.with_untracked(|l| l.view.lock.contains(&"n"));
    if let Some(n) = near.filter(|n| *n != here && !locked) {
        frame.state.update(|s| s.set("n", f64::from(n)));
    }
}
