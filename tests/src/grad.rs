//! The goldens of gradients, of `tests/golden/grad`.

use tensor::Tensor;

use crate::{Golden, read};

/// A golden with what PyTorch's autograd makes of it.
#[derive(Debug)]
pub struct Gradients {
    /// The call and its answer.
    pub golden: Golden,
    /// A dy for each result; `None` where nothing flows.
    pub dys: Vec<Option<Tensor>>,
    /// The gradient of each input; `None` for those that have none.
    pub grads: Vec<Option<Tensor>>,
}

/// The goldens of a file of `tests/golden/grad`.
///
/// # Panics
/// Where the file is not what `make_golden.py` writes.
#[must_use]
pub fn gradients(file: &str) -> Vec<Gradients> {
    let one = |(golden, case, tensors): crate::Read| {
        let case_name = case["name"].as_str().expect("a name");
        let named = |part: &str, name: &str| {
            let listed = case[part].as_array().expect("a list of names");
            let key = format!("{case_name}/{}.{name}", part.trim_end_matches('s'));
            listed.iter().any(|n| n.as_str() == Some(name)).then(|| tensors[&key].clone())
        };
        let outputs = case["outputs"].as_array().expect("outputs");
        let dys = outputs.iter().map(|o| named("dy", o.as_str()?)).collect();
        let grads = golden.names.iter().map(|n| named("grads", n.as_deref()?)).collect();
        Gradients { dys, grads, golden }
    };
    read(&format!("grad/{file}")).into_iter().map(one).collect()
}
