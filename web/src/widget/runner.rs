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
}

struct Made<S: Subject> {
    state: State,
    values: Rc<S::Values>,
    engine: ThirdPass,
}

/// A runner whose subject has been forgotten.
pub(crate) trait Run {
    fn looked_at(&self) -> &'static [&'static str];
    fn waits(&self, state: &State) -> bool;
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
        }
    }

    async fn once(&self, state: &State, backend: &str) -> Result<Done, String> {
        let engine = engine(backend).await?;
        self.subject.prepare(state).await?;
        let began = clock();
        // One forward at a time: nobody else wants what is taken here.
        let mut kept = self.kept.take();
        let made = self.subject.compute(&engine, state, &mut kept).await;
        self.kept.replace(kept);
        let values = Rc::new(made?);
        let time_ms = clock() - began;
        let summary = self.subject.summary(&values, state);
        let (backend, adapter) = (engine.backend(), engine.adapter());
        *self.made.borrow_mut() = Some(Made { state: state.clone(), values, engine });
        Ok(Done { summary, backend, adapter, time_ms })
    }
}

impl<S: Subject> Run for Runner<S> {
    fn looked_at(&self) -> &'static [&'static str] {
        S::LOOKED_AT
    }

    fn waits(&self, state: &State) -> bool {
        self.subject.waits(state)
    }

    fn run(self: Rc<Self>, state: State, backend: &'static str) -> Task<Done> {
        Box::pin(async move {
            let warm = self.warm.replace(true);
            let mut done = self.once(&state, backend).await;
            if done.is_err() && warm {
                // What is kept in the worker may be gone with it: once more, from the beginning.
                self.kept.take();
                done = self.once(&state, backend).await;
            }
            if done.is_err() {
                self.kept.take();
                self.warm.set(false);
            }
            done
        })
    }

    fn draw(&self, dark: bool) {
        if let Some(made) = &*self.made.borrow() {
            self.subject.draw(&made.values, &made.state, dark);
        }
    }

    fn look(&self, state: &State) {
        if let Some(made) = &*self.made.borrow() {
            let (values, engine) = (Rc::clone(&made.values), made.engine.clone());
            Rc::clone(&self.subject).look(values, engine, state);
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
