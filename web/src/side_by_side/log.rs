//! The runs that were logged beforehand.

use js_sys::{Array, JSON};
use nets::side_by_side::TESTED_EVERY;
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::{engine::said, training::get};

/// A run of one net that was logged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Logged {
    pub(crate) loss: Vec<f64>,
    pub(crate) error: Vec<f64>,
    /// Every fifty steps.
    pub(crate) test: Vec<f64>,
    /// Of all that is trained on, at the end.
    pub(crate) train: Option<f64>,
    /// At the first step and at the last.
    pub(crate) norms: Vec<Vec<f64>>,
    pub(crate) responses: Vec<Vec<f64>>,
}

impl Logged {
    /// The steps at which the test error was taken, and what it was.
    pub(crate) fn tests(&self) -> impl Iterator<Item = (u64, f64)> {
        (1..).map(|n| n * TESTED_EVERY).zip(self.test.iter().copied())
    }
}

/// All of them.
pub(crate) struct Log(Array);

/// One of them, as it is in the file.
pub(crate) struct Run(JsValue);

impl Log {
    /// Reads the file of that name.
    pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Self, String> {
        let log = JSON::parse(&String::from_utf8_lossy(bytes)).map_err(|e| said(&e))?;
        get(&log, "runs").dyn_into().map(Self).map_err(|_| format!("{file}: no runs"))
    }

    /// The runs in the file's order.
    pub(crate) fn runs(&self) -> impl Iterator<Item = Run> {
        self.0.iter().map(Run)
    }

    /// The first such run of which there are curves.
    pub(crate) fn curves(&self, such: impl Fn(&Run) -> bool) -> Option<Logged> {
        let with_curves = |run: &Run| !numbers(&run.0, "loss").is_empty();
        self.runs().find(|run| such(run) && with_curves(run)).map(|run| run.logged())
    }
}

impl Run {
    /// A word of it.
    pub(crate) fn word(&self, key: &str) -> String {
        get(&self.0, key).as_string().unwrap_or_default()
    }

    /// A number of it, where there is one.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        get(&self.0, key).as_f64()
    }

    fn logged(&self) -> Logged {
        let lists = |key: &str| list(&get(&self.0, key)).iter().map(|v| read(&v)).collect();
        Logged {
            loss: numbers(&self.0, "loss"),
            error: numbers(&self.0, "error"),
            test: numbers(&self.0, "test"),
            train: self.number("train"),
            norms: lists("gradNorms"),
            responses: lists("responseStd"),
        }
    }
}

fn numbers(run: &JsValue, key: &str) -> Vec<f64> {
    read(&get(run, key))
}

fn read(value: &JsValue) -> Vec<f64> {
    list(value).iter().map(|v| v.as_f64().unwrap_or(f64::NAN)).collect()
}

fn list(value: &JsValue) -> Array {
    value.clone().dyn_into().unwrap_or_default()
}
