//! Harness shared by the whole-system checks: goldens and their tolerance.

use std::{collections::BTreeMap, fs, path::PathBuf};

use ops::{Options, Value};
use tensor::{Difference, Tensor, read_safetensors};

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
    /// The answers, in the order of the call's outputs.
    pub want: Vec<Tensor>,
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
        want: vec![tensor("y")],
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

/// The largest difference in tolerances `.0 + .1·|want|`; at most 1 is right.
///
/// # Panics
/// Where the shapes differ.
#[must_use]
pub fn worst(name: &str, got: &Tensor, want: &Tensor, tolerance: (f32, f32)) -> f32 {
    assert_eq!(got.shape(), want.shape(), "{name}: shapes differ");
    Difference::of(got.data(), want.data(), tolerance).map_or(f32::INFINITY, |d| d.tolerances)
}

/// The files of `tests/golden` that hold calls.
///
/// # Panics
/// Where the folder cannot be read.
#[must_use]
pub fn golden_files() -> Vec<String> {
    let folder = fs::read_dir(root().join("tests/golden")).expect("the goldens' folder");
    let name = |entry: fs::DirEntry| entry.file_name().into_string().ok();
    let mut files: Vec<String> = folder
        .flatten()
        .filter_map(name)
        .filter_map(|n| n.strip_suffix(".safetensors").map(str::to_owned))
        .filter(|n| n != "snippets")
        .collect();
    files.sort();
    files
}

/// What an operation may be off by: at most `.0 + .1·|want|`, for inputs of unit scale.
///
/// # Panics
/// Where `tests/golden/tolerance.json` is not what it should be.
#[must_use]
pub fn tolerance(op: &str) -> (f32, f32) {
    let path = root().join("tests/golden/tolerance.json");
    let text = fs::read_to_string(path).expect("the tolerances");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let row = all.get(op).unwrap_or(&all["default"]);
    let number = |i: usize| row[i].as_f64().expect("a number") as f32;
    (number(0), number(1))
}
