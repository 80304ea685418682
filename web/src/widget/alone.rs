//! A worker of a widget's own, for work that is large and may be stopped: the page's other
//! widgets do not wait for it, and what it holds is given back with it.

use std::cell::RefCell;

use crate::browser::engine::{ThirdPass, open};

/// The engine in such a worker, once it is wanted, and the backend that was asked for.
#[derive(Default)]
pub(crate) struct Alone(RefCell<Option<(String, ThirdPass)>>);

impl Alone {
    pub(crate) async fn engine(&self, backend: &str) -> Result<ThirdPass, String> {
        let held = self.0.borrow().clone();
        if let Some((of, engine)) = held
            && of == backend
            && !engine.closed()
        {
            return Ok(engine);
        }
        let made = open(backend).await?;
        if let Some((_, before)) = self.0.replace(Some((backend.to_owned(), made.clone()))) {
            before.close();
        }
        Ok(made)
    }

    /// Ends the worker; whoever waits for an answer is told.
    pub(crate) fn close(&self) {
        if let Some((_, engine)) = self.0.take() {
            engine.close();
        }
    }
}
