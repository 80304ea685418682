//! Operations by name, as the page calls them.

use ops::{Op, Options, Value};
use tensor::Tensor;

/// The first answer of an operation.
///
/// # Panics
/// Where it does not take these inputs.
#[must_use]
pub fn op(name: &str, options: &[(&str, Value)], inputs: &[&Tensor]) -> Tensor {
    all(name, options, inputs).remove(0)
}

/// All answers of an operation.
///
/// # Panics
/// Where it does not take these inputs.
#[must_use]
pub fn all(name: &str, options: &[(&str, Value)], inputs: &[&Tensor]) -> Vec<Tensor> {
    let options = options.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
    let op = Op::parse(name, &Options(options)).expect("an operation");
    let inputs: Vec<Option<&Tensor>> = inputs.iter().map(|t| Some(*t)).collect();
    op.forward(&inputs).unwrap_or_else(|e| panic!("{e}"))
}

/// Sizes as an option.
#[must_use]
pub fn sizes(shape: &[usize]) -> Value {
    Value::Numbers(shape.iter().map(|&d| d as f64).collect())
}

/// Another shape of the same numbers.
#[must_use]
pub fn reshape(x: &Tensor, shape: &[usize]) -> Tensor {
    op("reshape", &[("shape", sizes(shape))], &[x])
}

/// A tensor of one number.
#[must_use]
pub fn number(v: f32) -> Tensor {
    Tensor::from_fn(&[1], |_| v)
}

/// q · kᵀ
#[must_use]
pub fn over_keys(q: &Tensor, k: &Tensor) -> Tensor {
    op("matmul", &[("transposeB", Value::Flag(true))], &[q, k])
}
