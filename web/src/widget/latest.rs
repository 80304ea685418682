//! One piece of work at a time.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::Rc,
};

use wasm_bindgen_futures::spawn_local;

/// While one piece of work runs, of the wishes that come in only the newest is kept.
#[derive(Default)]
pub(crate) struct Latest {
    busy: Cell<bool>,
    next: RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>,
}

impl Latest {
    /// Starts the work, now or when what runs has ended, unless a newer wish comes before.
    pub(crate) fn ask(self: &Rc<Self>, work: impl Future<Output = ()> + 'static) {
        self.next.replace(Some(Box::pin(work)));
        if self.busy.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            // Taken in a statement of its own: nothing is borrowed while the work runs.
            let mut work = this.next.take();
            while let Some(running) = work {
                running.await;
                work = this.next.take();
            }
            this.busy.set(false);
        });
    }

    /// Whether what runs now is no longer what is wished for.
    pub(crate) fn stale(&self) -> bool {
        self.next.borrow().is_some()
    }
}
