//! The small AlexNet and the pictures of its test, fetched once.

use std::{cell::RefCell, ops::Deref, rc::Rc};

pub(crate) use crate::widget::emoji::SIDE;
use crate::widget::{
    Frame,
    emoji::{self, Tests},
};

/// What was fetched; its pictures and their names are those of the test.
pub(crate) struct Shipped {
    pub(crate) weights: Rc<Vec<u8>>,
    pub(crate) net: Rc<emoji::Shipped>,
    pub(crate) tests: Rc<Tests>,
}

impl Deref for Shipped {
    type Target = Tests;

    fn deref(&self) -> &Tests {
        &self.tests
    }
}

/// A place for what was fetched.
#[derive(Default)]
pub(crate) struct Files(RefCell<Option<Rc<Shipped>>>);

impl Files {
    pub(crate) async fn get(&self, frame: Frame) -> Result<Rc<Shipped>, String> {
        if let Some(shipped) = self.have() {
            return Ok(shipped);
        }
        let tests = Rc::new(Tests::fetch(frame).await?);
        let net = Rc::new(emoji::Shipped::fetch(frame, "alexnet").await?);
        let shipped = Rc::new(Shipped { weights: Rc::clone(&net.weights), net, tests });
        self.0.replace(Some(Rc::clone(&shipped)));
        Ok(shipped)
    }

    pub(crate) fn have(&self) -> Option<Rc<Shipped>> {
        self.0.borrow().clone()
    }
}
