//! Harness shared by the whole-system checks: goldens and their tolerance.

use std::{collections::BTreeMap, fs, path::PathBuf};

use ops::{Options, Value};
use tensor::{Tensor, read_safetensors};

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// One golden: a call and what PyTorch answers.
#[derive(Debug)]
pub struct Golden {
    /// File and case.
    pub name: String,
    /// The operation's name in JavaScript.
    pub op: String,
    /// Its arguments; `None` is null.
    pub inputs: Vec<Option<Tensor>>,
    /// Its options.
    pub options: Options,
    /// The answer.
    pub want: Tensor,
}

/// The goldens of a file of `tests/golden`.
///
/// # Panics
/// Where the file is not what `make_golden.py` writes.
#[must_use]
pub fn goldens(file: &str) -> Vec<Golden> {
    let path = root().join("tests/golden").join(format!("{file}.safetensors"));
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (tensors, words) = read_safetensors(&bytes).expect("a golden file");
    let cases: serde_json::Value = serde_json::from_str(&words["cases"]).expect("its cases");
    let list = cases.as_array().expect("a list of cases");
    list.iter().map(|case| golden(file, case, &tensors)).collect()
}

fn golden(file: &str, case: &serde_json::Value, tensors: &BTreeMap<String, Tensor>) -> Golden {
    let name = case["name"].as_str().expect("a name");
    let tensor = |key: &str| tensors[&format!("{name}/{key}")].clone();
    let inputs = case["inputs"].as_array().expect("inputs");
    let options = case["options"].as_object().expect("options");
    Golden {
        name: format!("{file}/{name}"),
        op: case["op"].as_str().expect("an op").to_owned(),
        inputs: inputs.iter().map(|i| i.as_str().map(tensor)).collect(),
        options: Options(options.iter().map(|(k, v)| (k.clone(), value(v))).collect()),
        want: tensor("y"),
    }
}

fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Bool(v) => Value::Flag(*v),
        serde_json::Value::String(v) => Value::Word(v.clone()),
        serde_json::Value::Array(v) => {
            Value::Numbers(v.iter().map(|n| n.as_f64().unwrap_or(f64::NAN)).collect())
        }
        other => Value::Number(other.as_f64().unwrap_or(f64::NAN)),
    }
}

/// The largest difference in tolerances; at most 1 is right. Exact where `tolerance` is 0.
///
/// # Panics
/// Where the shapes differ.
#[must_use]
pub fn worst(name: &str, got: &Tensor, want: &Tensor, tolerance: f32) -> f32 {
    assert_eq!(got.shape(), want.shape(), "{name}: shapes differ");
    let pairs = got.data().iter().zip(want.data());
    pairs.fold(0.0, |most, (g, w)| {
        let off = if g == w { 0.0 } else { (g - w).abs() / (tolerance + tolerance * w.abs()) };
        // NaN is never right.
        if off.is_nan() { f32::INFINITY } else { off.max(most) }
    })
}
