//! The goldens of the optimizers, of `tests/golden/train`.

use std::fs;

use ops::{AdamStep, Op, Optimizer, SgdStep};
use serde_json::Value as Json;
use tensor::{Tensor, read_safetensors};

use crate::{Tolerance, root};

/// A few roundings of numbers about 1.
pub const TOLERANCE: Tolerance = Tolerance { absolute: 1e-6, relative: 1e-6 };

/// An optimizer on given gradients, and what `torch.optim` makes of them.
#[derive(Debug)]
pub struct Steps {
    /// The case.
    pub name: String,
    /// The optimizer.
    pub optimizer: Optimizer,
    /// Where w starts.
    pub w: Tensor,
    /// Rate, gradient and the w that comes of it, step by step.
    pub steps: Vec<(f64, Tensor, Tensor)>,
}

impl Steps {
    /// The operation of one step.
    #[must_use]
    pub fn op(&self) -> Op {
        match self.optimizer {
            Optimizer::Sgd(step) => step.into(),
            Optimizer::Adam(step) => step.into(),
        }
    }

    /// w and what the optimizer keeps, before the first step.
    #[must_use]
    pub fn start(&self) -> Vec<Tensor> {
        let zeros = Tensor::from_fn(self.w.shape(), |_| 0.0);
        let mut state = vec![self.w.clone()];
        state.resize(1 + self.optimizer.kept(), zeros);
        state
    }

    /// The arguments of the nth step, the first being 0.
    #[must_use]
    pub fn inputs(&self, nth: usize, state: &[Tensor]) -> Vec<Option<Tensor>> {
        let (rate, dw, _) = &self.steps[nth];
        let rates = self.optimizer.rates(*rate, nth as u64 + 1);
        let (w, kept) = (&state[..1], &state[1..]);
        let all = w.iter().chain([dw, &rates]).chain(kept);
        all.cloned().map(Some).collect()
    }
}

/// All of them.
///
/// # Panics
/// Where the file is not what `make_golden.py` writes.
#[must_use]
pub fn optimizers() -> Vec<Steps> {
    let bytes = fs::read(root().join("tests/golden/train/optimizers.safetensors"));
    let (tensors, words) = read_safetensors(&bytes.expect("the goldens")).expect("a golden file");
    let cases: Json = serde_json::from_str(&words["cases"]).expect("its cases");
    let one = |case: &Json| {
        let name = case["name"].as_str().expect("a name").to_owned();
        let tensor = |part: &str| &tensors[&format!("{name}/{part}")];
        let rates = case["rates"].as_array().expect("rates").iter();
        let step = |(t, rate): (usize, &Json)| {
            let rate = rate.as_f64().expect("a rate");
            (rate, nth(tensor("dw"), t), nth(tensor("after"), t))
        };
        let steps = rates.enumerate().map(step).collect();
        Steps { optimizer: optimizer(case), w: tensor("w").clone(), steps, name }
    };
    cases.as_array().expect("a list").iter().map(one).collect()
}

fn optimizer(case: &Json) -> Optimizer {
    let option = |name: &str| case["options"][name].as_f64().expect("a number");
    let weight_decay = option("weightDecay") as f32;
    match case["optimizer"].as_str().expect("a name") {
        "sgd" => Optimizer::Sgd(SgdStep { momentum: option("momentum") as f32, weight_decay }),
        "adam" => Optimizer::Adam(AdamStep {
            beta1: option("beta1"),
            beta2: option("beta2"),
            eps: option("eps") as f32,
            weight_decay,
        }),
        other => panic!("no optimizer {other}"),
    }
}

/// The nth tensor of a stack.
fn nth(stack: &Tensor, n: usize) -> Tensor {
    let shape = &stack.shape()[1..];
    let size: usize = shape.iter().product();
    Tensor::from_fn(shape, |i| stack.data()[n * size + i])
}
