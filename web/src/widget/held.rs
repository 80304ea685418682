//! Tensors that are given back by themselves.

use std::ops::Deref;

use wasm_bindgen::JsValue;

use crate::browser::engine::Tensor;

/// A tensor in the worker, disposed of when nobody has it any more.
pub(crate) struct Held(Tensor);

impl From<Tensor> for Held {
    fn from(tensor: Tensor) -> Self {
        Self(tensor)
    }
}

/// As an argument of a call.
impl From<&Held> for JsValue {
    fn from(held: &Held) -> Self {
        held.0.clone().into()
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
