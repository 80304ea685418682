//! A worker of the widget's own: what is heavy does not hold up the others, can be stopped at
//! once, and its memory is given back as a whole.

use std::cell::{Cell, RefCell};

use crate::browser::engine::{ThirdPass, open};

/// Where the net lies.
#[derive(Default)]
pub(crate) struct Place {
    engine: RefCell<Option<(String, ThirdPass)>>,
    /// Another number, another worker.
    number: Cell<u64>,
}

impl Place {
    /// The worker on a backend, and its number; started where there is none.
    pub(crate) async fn engine(&self, backend: &str) -> Result<(ThirdPass, u64), String> {
        if let Some((of, engine)) = &*self.engine.borrow()
            && of == backend
            && !engine.closed()
        {
            return Ok((engine.clone(), self.number.get()));
        }
        self.fresh(backend).await
    }

    /// A new worker, and what was in the old one is gone.
    pub(crate) async fn fresh(&self, backend: &str) -> Result<(ThirdPass, u64), String> {
        self.close();
        let number = self.number.get();
        let engine = open(backend).await?;
        if self.number.get() != number {
            // Somebody stopped it while it started.
            engine.close();
            return Err("third-pass: this engine has been closed".to_owned());
        }
        self.engine.replace(Some((backend.to_owned(), engine.clone())));
        Ok((engine, number))
    }

    /// Ends the worker, whatever it is doing.
    pub(crate) fn close(&self) {
        self.number.set(self.number.get() + 1);
        if let Some((_, engine)) = self.engine.take() {
            engine.close();
        }
    }
}
