//! The address and the back button.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::prelude::*;
use share::encode_share;

use crate::browser::{address, clock, entries};
use crate::widget::Frame;

/// Browsers refuse an address that is written too often: Safari, one written more than 100 times
/// in 30 seconds. The pause is the page's, however many widgets are on it.
const PAUSE_MS: f64 = 400.0;

/// Writes a widget's state into the address.
pub(crate) struct History {
    frame: Frame,
    place: String,
    /// When the address was written last.
    last: Cell<f64>,
    /// Whether what was written last was a step.
    stepped: Cell<bool>,
    /// What waits for the end of the pause.
    waiting: Cell<Option<Waiting>>,
    /// What it was last.
    written: RefCell<String>,
}

#[derive(Clone, Copy)]
struct Waiting {
    step: bool,
    /// Whether it goes on with the step before it.
    part: bool,
}

impl History {
    pub(crate) fn new(frame: Frame) -> Self {
        Self {
            frame,
            place: frame.prefix(),
            last: Cell::new(f64::NEG_INFINITY),
            stepped: Cell::new(false),
            waiting: Cell::new(None),
            written: RefCell::default(),
        }
    }

    /// What the present entry of the page's history says of the widget.
    pub(crate) fn remembered(&self) -> Option<String> {
        let query = entries::remembered(&self.place)?;
        self.written.replace(query.clone());
        Some(query)
    }

    /// Remembers what the address said, so that it holds when another widget has the address.
    pub(crate) fn keep(&self) {
        entries::remember(&self.place, &self.query(), None, false);
    }

    /// Writes the present state into the address: as a step of the reader's where `push`
    /// says so. What comes within the pause after another is written at its end, as one:
    /// a step of its own behind something small, part of the step where one began the pause.
    pub(crate) fn save(self: &Rc<Self>, push: bool) {
        let state = self.frame.state.get_untracked();
        self.frame.link.update(|l| l.state = state);
        if *self.written.borrow() == self.query() {
            return;
        }
        let own = clock() - self.last.get();
        let since = own.min(entries::since_written());
        let waits = self.waiting.get();
        if waits.is_none() && since >= PAUSE_MS {
            self.write(push);
            return;
        }
        let begun =
            waits.unwrap_or(Waiting { step: false, part: own < PAUSE_MS && self.stepped.get() });
        self.waiting.set(Some(Waiting { step: begun.step || push, ..begun }));
        if waits.is_none() {
            self.later(PAUSE_MS - since);
        }
    }

    /// Writes what waits after so many milliseconds, or when another widget's pause is over.
    fn later(self: &Rc<Self>, rest_ms: f64) {
        let this = Rc::clone(self);
        let write = move || {
            let rest = PAUSE_MS - entries::since_written();
            if rest > 0.0 {
                this.later(rest);
            } else if let Some(Waiting { step, part }) = this.waiting.take() {
                this.write(step && !part);
                this.stepped.set(step);
            }
        };
        set_timeout(write, Duration::from_millis(rest_ms.max(0.0).ceil() as u64));
    }

    fn write(&self, push: bool) {
        let query = self.query();
        let embed = self.frame.embed();
        let page = address::page().len();
        let (end, _) = self.frame.link.with_untracked(|l| address::end(l, embed, page));
        entries::remember(&self.place, &query, Some(&end), push);
        self.written.replace(query);
        self.last.set(clock());
        self.stepped.set(push);
    }

    fn query(&self) -> String {
        self.frame.link.with_untracked(|l| encode_share(l, true))
    }
}
