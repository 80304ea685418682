//! The runs that were logged beforehand.

use js_sys::{Array, JSON};
use nets::degradation::{NETS, Twins};
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

/// All of them.
pub(crate) struct Log(Array);

impl Log {
    /// Reads `degradation.json`.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        let log = JSON::parse(&String::from_utf8_lossy(bytes)).map_err(|e| said(&e))?;
        get(&log, "runs").dyn_into().map(Self).map_err(|_| "degradation.json: no runs".to_owned())
    }

    /// The runs of both nets of this depth of which there are curves.
    pub(crate) fn of(&self, twins: &Twins) -> Option<[Logged; 2]> {
        let norm = if twins.norm { "batch" } else { "none" };
        let find = |net: &str| {
            self.0.iter().find(|run| {
                let word = |key: &str| get(run, key).as_string().unwrap_or_default();
                let depth = get(run, "depth").as_f64() == Some(twins.depth as f64);
                depth
                    && word("net") == net
                    && word("norm") == norm
                    && !numbers(run, "loss").is_empty()
            })
        };
        let [plain, residual] = NETS.map(find);
        Some([logged(&plain?), logged(&residual?)])
    }
}

fn logged(run: &JsValue) -> Logged {
    Logged {
        loss: numbers(run, "loss"),
        error: numbers(run, "error"),
        test: numbers(run, "test"),
        train: get(run, "train").as_f64(),
        norms: list(&get(run, "gradNorms")).iter().map(|v| read(&v)).collect(),
        responses: list(&get(run, "responseStd")).iter().map(|v| read(&v)).collect(),
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
