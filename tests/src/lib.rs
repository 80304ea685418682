//! Harness shared by the whole-system checks: goldens and their tolerance.
//!
//! ```
//! use tests::{Tolerance, goldens, worst};
//! let golden = &goldens("relu")[0];
//! let inputs: Vec<_> = golden.inputs.iter().map(Option::as_ref).collect();
//! let got = golden.op.forward(&inputs).unwrap();
//! assert!(worst(&golden.name, &got[0], &golden.want[0], Tolerance::of_op("relu")) <= 1.0);
//! ```

pub mod calls;
mod grad;
pub mod optimizers;

use std::{collections::BTreeMap, fs, path::PathBuf, rc::Rc};

pub use grad::{Gradients, gradients};

use nets::Spec;
use ops::{Input, OPS, Op, Options, Place, Value};
use serde_json::Value as Json;
use share::{State, Widget, decode};
use tensor::{Difference, Tensor, read_safetensors};

/// The repository's root.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What PyTorch gave for the code that the page shows: `widget/query/variable`.
///
/// # Panics
/// Where the file is not what `make_golden.py` writes.
#[must_use]
pub fn snippets() -> BTreeMap<String, Tensor> {
    let path = root().join("tests/golden/snippets.safetensors");
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    read_safetensors(&bytes).expect("a golden file").0
}

/// The states whose code was executed, the default first.
///
/// # Panics
/// Where one of them is not understood.
pub fn executed(widget: &'static Widget) -> impl Iterator<Item = (&'static str, State)> {
    let others = widget.executed.iter().map(move |query| {
        let (link, warnings) = decode(query, widget);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        (*query, link.state)
    });
    [("default", State::reference(widget))].into_iter().chain(others)
}

/// One golden: a call and what PyTorch answers.
#[derive(Debug)]
pub struct Golden {
    /// File and case.
    pub name: String,
    /// The operation.
    pub op: Op,
    /// What it was made of, for who records the call.
    pub options: Options,
    /// Its tensors in the order of its row of the table; `None` is null.
    pub inputs: Vec<Option<Tensor>>,
    /// Their names in the file.
    pub names: Vec<Option<String>>,
    /// The answer, result by result.
    pub want: Vec<Tensor>,
}

/// The goldens of a file of `tests/golden`.
///
/// # Panics
/// Where the file is not what `make_golden.py` writes.
#[must_use]
pub fn goldens(file: &str) -> Vec<Golden> {
    read(file).into_iter().map(|(golden, ..)| golden).collect()
}

/// A golden, its case as JSON and its file's tensors.
type Read = (Golden, Json, Rc<BTreeMap<String, Tensor>>);

fn read(file: &str) -> Vec<Read> {
    let path = root().join("tests/golden").join(format!("{file}.safetensors"));
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let (tensors, words) = read_safetensors(&bytes).expect("a golden file");
    let cases: Json = serde_json::from_str(&words["cases"]).expect("its cases");
    let list = cases.as_array().expect("a list of cases");
    let tensors = Rc::new(tensors);
    let one = |case: &Json| (golden(file, case, &tensors), case.clone(), Rc::clone(&tensors));
    list.iter().map(one).collect()
}

fn golden(file: &str, case: &Json, tensors: &BTreeMap<String, Tensor>) -> Golden {
    let name = case["name"].as_str().expect("a name");
    let word = case["op"].as_str().expect("an op");
    let row = OPS.iter().find(|row| row.name == word).unwrap_or_else(|| panic!("no op {word}"));
    // The name of a tensor in the file; null is none.
    let tensor = |key: &Json| key.as_str().map(str::to_owned);
    let given = case["inputs"].as_array().expect("inputs");
    let options = case["options"].as_object().expect("options");
    let mut next = given.iter();
    let weights = given.iter().find(|g| g.is_object());
    let mut names = Vec::new();
    for notation in row.inputs {
        let input = Input::parse(notation);
        match input.place {
            Place::Positional => names.push(next.next().and_then(tensor)),
            Place::List => {
                let list = next.next().and_then(Json::as_array).expect("a list of tensors");
                names.extend(list.iter().map(tensor));
            }
            Place::Options => {
                names.push(options.get(input.name()).and_then(|o| tensor(&o["tensor"])));
            }
            Place::Weights => {
                let weights = weights.expect("an object of weights");
                names.push(input.names.iter().find_map(|n| tensor(&weights[n])));
            }
        }
    }
    let plain = options.iter().filter(|(_, v)| !v.is_object());
    let mut options: BTreeMap<String, Value> = plain.map(|(k, v)| (k.clone(), value(v))).collect();
    let args = case["args"].as_array().into_iter().flatten();
    options.extend(row.args.iter().zip(args).map(|(k, v)| ((*k).to_owned(), value(v))));
    // The last results may be left out, none before them.
    let outputs: Vec<&str> =
        case["outputs"].as_array().expect("outputs").iter().filter_map(Json::as_str).collect();
    assert_eq!(outputs, row.outputs[..outputs.len()], "{file}/{name}");
    let options = Options(options);
    Golden {
        name: format!("{file}/{name}"),
        op: Op::parse(word, &options).unwrap_or_else(|e| panic!("{file}/{name}: {e}")),
        options,
        inputs: names
            .iter()
            .map(|n| n.as_ref().map(|n| tensors[&format!("{name}/{n}")].clone()))
            .collect(),
        names,
        want: outputs.iter().map(|o| tensors[&format!("{name}/{o}")].clone()).collect(),
    }
}

fn value(json: &Json) -> Value {
    match json {
        Json::Bool(v) => Value::Flag(*v),
        Json::String(v) => Value::Word(v.clone()),
        Json::Array(v) => {
            Value::Numbers(v.iter().map(|n| n.as_f64().unwrap_or(f64::NAN)).collect())
        }
        other => Value::Number(other.as_f64().unwrap_or(f64::NAN)),
    }
}

/// The specification of a net, written as it is in JavaScript.
///
/// # Panics
/// Where it is not one of ours.
#[must_use]
pub fn spec(json: &Json) -> Spec {
    let fields = json.as_object().expect("fields");
    let options = fields.iter().map(|(k, v)| (k.clone(), value(v))).collect();
    Spec::parse(&Options(options)).unwrap_or_else(|e| panic!("{json}: {e}"))
}

fn tolerances() -> Json {
    let path = root().join("tests/golden/tolerance.json");
    let text = fs::read_to_string(path).expect("the tolerances");
    serde_json::from_str(&text).expect("JSON")
}

/// How far a number may be off: `absolute + relative·|want|`.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Near zero.
    pub absolute: f32,
    /// In proportion.
    pub relative: f32,
}

impl Tolerance {
    /// Not at all.
    pub const EXACT: Self = Self::of(0.0);

    /// The same number for both parts.
    #[must_use]
    pub const fn of(both: f32) -> Self {
        Self { absolute: both, relative: both }
    }

    /// That of an operation, by its name in JavaScript, for inputs of unit scale.
    ///
    /// # Panics
    /// Where `tests/golden/tolerance.json` is not what it should be.
    #[must_use]
    pub fn of_op(name: &str) -> Self {
        let all = tolerances();
        Self::row(all.get(name).unwrap_or(&all["default"]))
    }

    /// That of an operation's gradients: twice that of its results, where the file has no other.
    ///
    /// # Panics
    /// Where `tests/golden/tolerance.json` is not what it should be.
    #[must_use]
    pub fn of_gradient(name: &str) -> Self {
        match tolerances()["gradients"].get(name) {
            Some(row) => Self::row(row),
            None => {
                let Self { absolute, relative } = Self::of_op(name);
                Self { absolute: 2.0 * absolute, relative: 2.0 * relative }
            }
        }
    }

    fn row(row: &Json) -> Self {
        let number = |i: usize| row[i].as_f64().expect("a number") as f32;
        Self { absolute: number(0), relative: number(1) }
    }
}

/// The largest difference in tolerances; at most 1 is right.
///
/// # Panics
/// Where the shapes differ.
#[must_use]
pub fn worst(name: &str, got: &Tensor, want: &Tensor, tolerance: Tolerance) -> f32 {
    assert_eq!(got.shape(), want.shape(), "{name}: shapes differ");
    let Tolerance { absolute, relative } = tolerance;
    Difference::of(got.data(), want.data(), (absolute, relative))
        .map_or(f32::INFINITY, |d| d.tolerances)
}

/// The files of `tests/golden` that hold calls.
///
/// # Panics
/// Where the folder cannot be read.
#[must_use]
pub fn golden_files() -> Vec<String> {
    files("tests/golden")
}

/// The files of `tests/golden/grad`, that of each operation which has a derivative.
///
/// # Panics
/// Where the folder cannot be read.
#[must_use]
pub fn gradient_files() -> Vec<String> {
    files("tests/golden/grad")
}

fn files(folder: &str) -> Vec<String> {
    let folder = fs::read_dir(root().join(folder)).expect("the goldens' folder");
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
