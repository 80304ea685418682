//! A subject of any kind, as the frame sees it: without its types.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
};

use share::{Link, State, Widget};

use crate::browser::{
    clock,
    engine::{ThirdPass, engine, open},
};
use crate::widget::{
    check::Line,
    checking::{Goldens, compare},
    subject::Subject,
};

/// Something that ends in words where it fails.
pub(crate) type Task<T> = Pin<Box<dyn Future<Output = Result<T, String>>>>;

/// What a forward came to.
pub(crate) struct Done {
    pub(crate) summary: String,
    pub(crate) backend: String,
    /// What computed, in words.
    pub(crate) adapter: String,
    pub(crate) time_ms: f64,
}

/// A widget's subject with what it has made.
pub(crate) struct Runner<S: Subject> {
    table: &'static Widget,
    subject: Rc<S>,
    kept: RefCell<S::Kept>,
    /// Whether `kept` holds something from before.
    warm: Cell<bool>,
    made: RefCell<Option<Made<S>>>,
    /// Whether the run was stopped.
    stopped: Cell<bool>,
}

struct Made<S: Subject> {
    state: State,
    values: Rc<S::Values>,
    /// `None`: of what is known before anything is computed.
    engine: Option<ThirdPass>,
}

/// What a run that was stopped ends with.
pub(crate) const STOPPED: &str = "third-pass: the run was stopped by the reader";

/// A runner whose subject has been forgotten.
pub(crate) trait Run {
    fn looked_at(&self) -> &'static [&'static str];
    /// Whether its numbers are made in the page, on no backend.
    fn at_once(&self) -> bool;
    /// Whether the widget waits in this state; then it has what is known before.
    fn wait(&self, state: &State) -> bool;
    /// Ends what runs in a worker of its own, and the worker.
    fn stop(&self);
    fn run(self: Rc<Self>, state: State, backend: &'static str) -> Task<Done>;
    fn draw(&self, dark: bool);
    fn look(&self, state: &State);
    /// Empty before the first forward.
    fn csv(&self) -> String;
    /// Empty before the first forward.
    fn svg(&self) -> String;
    fn adopt(&self, link: &mut Link) -> Vec<String>;
    /// The reference state on a backend: what computed, and how far off it is.
    fn check(
        self: Rc<Self>,
        backend: &'static str,
        goldens: Rc<Goldens>,
    ) -> Task<(String, Vec<Line>)>;
}

impl<S: Subject> Runner<S> {
    pub(crate) fn new(table: &'static Widget, subject: S) -> Self {
        Self {
            table,
            subject: Rc::new(subject),
            kept: RefCell::default(),
            warm: Cell::new(false),
            made: RefCell::new(None),
            stopped: Cell::new(false),
        }
    }

    /// The page's engine, or the subject's own.
    async fn engine(&self, backend: &'static str) -> Result<ThirdPass, String> {
        match self.subject.alone() {
            Some(alone) => alone.engine(backend).await,
            None => engine(backend).await,
        }
    }

    async fn once(&self, state: &State, backend: &'static str) -> Result<Done, String> {
        let began = clock();
        if let Some(values) = self.subject.at_once(state) {
            let (time_ms, summary) = (clock() - began, self.subject.summary(&values, state));
            let made = Made { state: state.clone(), values: Rc::new(values), engine: None };
            self.made.replace(Some(made));
            return Ok(Done { summary, backend: "cpu".into(), adapter: String::new(), time_ms });
        }
        let engine = self.engine(backend).await?;
        self.subject.prepare(state).await?;
        if self.stopped.get() {
            return Err(STOPPED.to_owned());
        }
        let began = clock();
        // One forward at a time: nobody else wants what is taken here.
        let mut kept = self.kept.take();
        let made = self.subject.compute(&engine, state, &mut kept).await;
        self.kept.replace(kept);
        let values = Rc::new(made?);
        if self.stopped.get() {
            return Err(STOPPED.to_owned());
        }
        let time_ms = clock() - began;
        let summary = self.subject.summary(&values, state);
        let (backend, adapter) = (engine.backend(), engine.adapter());
        *self.made.borrow_mut() = Some(Made { state: state.clone(), values, engine: Some(engine) });
        Ok(Done { summary, backend, adapter, time_ms })
    }
}

impl<S: Subject> Run for Runner<S> {
    fn looked_at(&self) -> &'static [&'static str] {
        S::LOOKED_AT
    }

    fn run(self: Rc<Self>, state: State, backend: &'static str) -> Task<Done> {
        Box::pin(async move {
            self.stopped.set(false);
            let warm = self.warm.replace(true);
            let mut done = self.once(&state, backend).await;
            if done.is_err() && warm && !self.stopped.get() {
                // What is kept in the worker may be gone with it: once more, from the beginning.
                self.kept.take();
                done = self.once(&state, backend).await;
            }
            if done.is_err() {
                self.kept.take();
                self.warm.set(false);
            }
            if self.stopped.get() { Err(STOPPED.to_owned()) } else { done }
        })
    }

    fn at_once(&self) -> bool {
        self.subject.at_once(&State::reference(self.table)).is_some()
    }

    fn wait(&self, state: &State) -> bool {
        let Some(values) = self.subject.before(state) else { return false };
        let made = Made { state: state.clone(), values: Rc::new(values), engine: None };
        self.made.replace(Some(made));
        true
    }

    fn stop(&self) {
        if let Some(alone) = self.subject.alone() {
            self.stopped.set(true);
            alone.close();
            self.kept.take();
        }
    }

    fn draw(&self, dark: bool) {
        if let Some(made) = &*self.made.borrow() {
            self.subject.draw(&made.values, &made.state, dark);
        }
    }

    fn look(&self, state: &State) {
        if let Some(made) = &*self.made.borrow()
            && let Some(engine) = made.engine.clone()
        {
            Rc::clone(&self.subject).look(Rc::clone(&made.values), engine, state);
        }
    }

    fn csv(&self) -> String {
        let made = self.made.borrow();
        made.as_ref().map_or(String::new(), |m| self.subject.csv(&m.values, &m.state))
    }

    fn svg(&self) -> String {
        self.made.borrow().as_ref().map_or(String::new(), |m| self.subject.svg(&m.values))
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.subject.adopt(link)
    }

    fn check(
        self: Rc<Self>,
        backend: &'static str,
        goldens: Rc<Goldens>,
    ) -> Task<(String, Vec<Line>)> {
        Box::pin(async move {
            let state = State::reference(self.table);
            if let Some(values) = self.subject.at_once(&state) {
                let lines = compare(&self.subject.check(&values), &goldens);
                return Ok(("WebAssembly".to_owned(), lines));
            }
            self.subject.prepare(&state).await?;
            // Beside the page's engine, which may be computing.
            let engine = open(backend).await?;
            let mut kept = S::Kept::default();
            let made = self.subject.compute_reference(&engine, &state, &mut kept).await;
            let ran = made.map(|values| {
                let lines = compare(&self.subject.check(&values), &goldens);
                (engine.adapter(), lines)
            });
            drop(kept);
            engine.close();
            ran
        })
    }
}
