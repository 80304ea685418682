//! Tensors that are given back by themselves.

use std::ops::Deref;

use crate::browser::engine::Tensor;

/// A tensor in the worker, disposed of when nobody has it any more.
pub(crate) struct Held(Tensor);

impl From<Tensor> for Held {
    fn from(tensor: Tensor) -> Self {
        Self(tensor)
    }
}

impl Deref for Held {
    type Target = Tensor;

    fn deref(&self) -> &Tensor {
        &self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dispose();
    }
}
