//! JSON as the browser reads it: a parser of our own would weigh more than the files.

use wasm_bindgen::JsValue;

use crate::browser::engine::{get, list, said};

/// A value of a JSON text; what is not there is empty.
pub(crate) struct Json(JsValue);

impl Json {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        js_sys::JSON::parse(text).map(Self).map_err(|e| said(&e))
    }

    pub(crate) fn at(&self, key: &str) -> Self {
        Self(get(&self.0, key))
    }

    pub(crate) fn text(&self) -> String {
        self.0.as_string().unwrap_or_default()
    }

    pub(crate) fn number(&self) -> f64 {
        self.0.as_f64().unwrap_or(f64::NAN)
    }

    pub(crate) fn list(&self) -> Vec<Self> {
        list(&self.0).iter().map(Self).collect()
    }
}
