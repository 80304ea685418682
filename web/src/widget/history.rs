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

/// Browsers refuse an address that is written too often.
const PAUSE_MS: f64 = 400.0;

/// Writes a widget's state into the address.
pub(crate) struct History {
    frame: Frame,
    place: String,
    /// When the address was written last.
    last: Cell<f64>,
    /// Whether what was written last was a step.
    stepped: Cell<bool>,
    /// What waits for the end of the pause: whether it is a step.
    waiting: Cell<Option<bool>>,
    /// What it was last.
    written: RefCell<String>,
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
        let since = clock() - self.last.get();
        if since >= PAUSE_MS {
            self.write(push);
            return;
        }
        let waits = self.waiting.get();
        self.waiting.set(Some(waits == Some(true) || push));
        if waits.is_none() {
            let this = Rc::clone(self);
            let rest = Duration::from_millis((PAUSE_MS - since).max(0.0) as u64);
            set_timeout(
                move || {
                    let step = this.waiting.take() == Some(true);
                    this.write(step && !this.stepped.get());
                    this.stepped.set(step);
                },
                rest,
            );
        }
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
