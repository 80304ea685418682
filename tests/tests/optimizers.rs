//! The optimizers against those of `torch.optim`, over several steps.

use std::fs;

use ops::{AdamStep, Op, Optimizer, Schedule, SgdStep};
use serde_json::Value as Json;
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

/// A few roundings of numbers about 1.
const TOLERANCE: Tolerance = Tolerance { absolute: 1e-6, relative: 1e-6 };

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

#[test]
fn every_step_is_pytorchs() {
    let bytes = fs::read(root().join("tests/golden/train/optimizers.safetensors"));
    let (tensors, words) = read_safetensors(&bytes.expect("the goldens")).expect("a golden file");
    let cases: Json = serde_json::from_str(&words["cases"]).expect("its cases");
    let cases = cases.as_array().expect("a list");
    assert!(cases.len() >= 9);
    for case in cases {
        let name = case["name"].as_str().expect("a name");
        let tensor = |part: &str| &tensors[&format!("{name}/{part}")];
        let optimizer = optimizer(case);
        let op: Op = match optimizer {
            Optimizer::Sgd(step) => step.into(),
            Optimizer::Adam(step) => step.into(),
        };
        let zeros = Tensor::from_fn(tensor("w").shape(), |_| 0.0);
        let mut state = vec![tensor("w").clone()];
        state.resize(1 + optimizer.kept(), zeros);
        let (rates, mut most) = (case["rates"].as_array().expect("rates"), 0.0_f32);
        assert!(rates.len() >= 5, "{name}");
        for (t, rate) in rates.iter().enumerate() {
            let rates = optimizer.rates(rate.as_f64().expect("a rate"), t as u64 + 1);
            let dw = nth(tensor("dw"), t);
            let args = [&state[0], &dw, &rates].into_iter().chain(&state[1..]);
            let args: Vec<_> = args.map(Some).collect();
            state = op.forward(&args).unwrap_or_else(|e| panic!("{name}: {e}"));
            let off = worst(name, &state[0], &nth(tensor("after"), t), TOLERANCE);
            assert!(off <= 1.0, "{name}, step {t}: off by {off} tolerances");
            most = most.max(off);
        }
        println!("{name}: {} steps, {most:.3} tolerances", rates.len());
    }
}

/// The rates that PyTorch was given are those of the schedule.
#[test]
fn the_transformers_rates_are_the_schedules() {
    let bytes = fs::read(root().join("tests/golden/train/optimizers.safetensors"));
    let (_, words) = read_safetensors(&bytes.expect("the goldens")).expect("a golden file");
    let cases: Json = serde_json::from_str(&words["cases"]).expect("its cases");
    let cases = cases.as_array().expect("a list");
    let case = cases.iter().find(|c| c["name"] == "adam_transformer").expect("the case");
    let schedule = Schedule::Transformer { d_model: 512, warmup: 4 };
    let rates = case["rates"].as_array().expect("rates");
    assert_eq!(rates.len(), 12);
    for (t, rate) in rates.iter().enumerate() {
        let (got, want) = (schedule.rate(t as u64 + 1), rate.as_f64().expect("a rate"));
        assert!((got - want).abs() <= 1e-15, "step {t}: {got}, not {want}");
    }
}
