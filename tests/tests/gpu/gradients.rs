//! `vjp` through the engine: PyTorch's gradients on either backend, as one plan, and what is refused.

use std::collections::BTreeMap;

use engine::{Engine, RecordedStep, Recording};
use ops::{Options, Value};
use pollster::block_on;
use tensor::{Tensor, random::SplitMix64};
use tests::{Gradients, Tolerance, gradient_files, gradients, worst};

use crate::{device, drawn};

/// The numbers under which the tensors of a case are filed.
struct Filed {
    inputs: Vec<u32>,
    dys: Vec<Option<u32>>,
    out: Vec<u32>,
}

/// Records the call of a case on the inputs that have a gradient; the others are constants.
fn recorded(engine: &mut Engine, case: &Gradients) -> (Recording, Filed) {
    let golden = &case.golden;
    let (mut recording, mut filed) =
        (Recording::default(), Filed { inputs: Vec::new(), dys: Vec::new(), out: Vec::new() });
    let count = case.grads.iter().flatten().count();
    let mut next = 0;
    let mut file = |engine: &mut Engine, t: &Tensor| {
        next += 1;
        engine.tensor(next, t.shape(), t.data().to_vec());
        next
    };
    let mut step = RecordedStep {
        op: golden.op.entry().name.to_owned(),
        options: golden.options.clone(),
        ..RecordedStep::default()
    };
    for (input, grad) in golden.inputs.iter().zip(&case.grads) {
        let number = input.as_ref().map(|t| {
            let id = file(engine, t);
            if grad.is_some() {
                recording.inputs.push(t.shape().to_vec());
                filed.inputs.push(id);
                filed.inputs.len() - 1
            } else {
                recording.constants.push(id);
                count + recording.constants.len() - 1
            }
        });
        step.inputs.push(number.map(|n| n as u32));
    }
    let first = (count + recording.constants.len()) as u32;
    step.outputs = (first..).take(golden.op.entry().outputs.len()).collect();
    recording.outputs = step.outputs[..golden.want.len()].to_vec();
    recording.steps.push(step);
    filed.dys = case.dys.iter().map(|dy| dy.as_ref().map(|t| file(engine, t))).collect();
    filed.out = (next + 1..).take(golden.want.len() + count).collect();
    (recording, filed)
}

/// The largest error of a case in tolerances, of results and of gradients.
fn check(engine: &mut Engine, case: &Gradients) -> f32 {
    let (name, op) = (&case.golden.name, case.golden.op.entry().name);
    let (recording, filed) = recorded(engine, case);
    engine.vjp(1, recording);
    engine.run_vjp(1, &filed.inputs, &filed.dys, &filed.out);
    let got = block_on(engine.data(&filed.out));
    let wants = case.golden.want.iter().map(|t| (t, Tolerance::of_op(op)));
    let grads = case.grads.iter().flatten().map(|t| (t, Tolerance::of_gradient(op)));
    let mut most = 0.0_f32;
    for (at, (got, (want, tolerance))) in got.iter().zip(wants.chain(grads)).enumerate() {
        let got = got.as_ref().unwrap_or_else(|e| panic!("{name}: {e}"));
        let off = worst(name, got, want, tolerance);
        assert!(off <= 1.0, "{name}: number {at} of the answer is off by {off} tolerances");
        most = most.max(off);
    }
    engine.dispose_compiled(1);
    (1..=filed.out.last().copied().unwrap_or_default()).for_each(|id| engine.dispose(id));
    most
}

#[test]
fn every_gradient_golden_on_either_backend() {
    let files = gradient_files();
    assert!(files.len() >= 34, "{} files", files.len());
    for mut engine in device().into_iter().chain([Engine::cpu()]) {
        let (mut most, mut cases, mut compared) = (BTreeMap::new(), 0, 0);
        for file in &files {
            for case in gradients(file) {
                let before = engine.stats().dispatches;
                let off = check(&mut engine, &case);
                let ran = engine.stats().dispatches > before;
                assert_eq!(ran, engine.backend() == "webgpu", "{}", case.golden.name);
                let worst = most.entry(file.clone()).or_insert(0.0_f32);
                *worst = worst.max(off);
                cases += 1;
                compared += case.grads.iter().flatten().count();
            }
        }
        let all: Vec<String> = most.iter().map(|(file, off)| format!("{file} {off:.3}")).collect();
        let backend = engine.backend();
        println!("{backend}: {cases} cases, {compared} gradients; tolerances: {}", all.join(", "));
        assert_eq!(engine.stats().bytes, 0);
    }
}

/// `f(x) = relu(x · w)` with a constant w.
fn recording() -> Recording {
    let step = |op: &str, inputs: &[u32], output| RecordedStep {
        op: op.to_owned(),
        inputs: inputs.iter().copied().map(Some).collect(),
        outputs: vec![output],
        ..RecordedStep::default()
    };
    Recording {
        inputs: vec![vec![2, 3]],
        constants: vec![2],
        steps: vec![step("mul", &[0, 1], 2), step("relu", &[2], 3)],
        outputs: vec![3],
    }
}

fn filled(engine: &mut Engine) {
    engine.tensor(1, &[2, 3], vec![-2.0, -1.0, 0.0, 1.0, 2.0, 3.0]);
    engine.tensor(2, &[3], vec![1.0, -1.0, 0.5]);
    engine.tensor(3, &[2, 3], vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
}

/// Forward and backward are one submit, and repeated they make nothing new.
#[test]
fn a_function_and_its_gradients_run_as_one_plan() {
    for mut engine in device().into_iter().chain([Engine::cpu()]) {
        filled(&mut engine);
        engine.vjp(7, recording());
        for round in 1..=3 {
            engine.run_vjp(7, &[1], &[Some(3)], &[10, 11]);
            let got = block_on(engine.data(&[10, 11]));
            let data = |i: usize| got[i].as_ref().expect("values").data();
            assert_eq!(data(0), [0.0, 1.0, 0.0, 1.0, 0.0, 1.5]);
            assert_eq!(data(1), [0.0, -2.0, 0.0, 4.0, 0.0, 3.0]);
            engine.dispose(10);
            engine.dispose(11);
            let submits = if engine.backend() == "webgpu" { round } else { 0 };
            assert_eq!(engine.stats().submits, submits);
        }
        // Into a result without a dy nothing flows.
        engine.run_vjp(7, &[1], &[None], &[10, 11]);
        let got = block_on(engine.data(&[11])).remove(0).expect("zeros");
        assert_eq!(got.data(), [0.0; 6]);
    }
}

/// Two devices that compute the same give the same bits, long sums in parts included.
#[test]
fn gradients_are_the_same_bits_each_time() {
    let bits = |engine: &mut Engine| -> Vec<u32> {
        let mut rng = SplitMix64::new(21);
        let shapes: [&[usize]; 3] = [&[5, 8, 23, 19], &[16, 8, 3, 3], &[5, 16, 21, 17]];
        for (id, shape) in shapes.iter().enumerate() {
            engine.tensor(id as u32, shape, drawn(&mut rng, shape).data().to_vec());
        }
        let step = RecordedStep {
            op: "conv2d".to_owned(),
            inputs: vec![Some(0), Some(1), None],
            outputs: vec![2],
            ..RecordedStep::default()
        };
        let inputs = shapes[..2].iter().map(|s| s.to_vec()).collect();
        let steps = vec![step];
        let outputs = vec![2];
        engine.vjp(7, Recording { inputs, steps, outputs, ..Recording::default() });
        engine.run_vjp(7, &[0, 1], &[Some(2)], &[10, 11, 12]);
        let got = block_on(engine.data(&[10, 11, 12]));
        let all = got.iter().flat_map(|t| t.as_ref().expect("values").data());
        all.map(|v| v.to_bits()).collect()
    };
    let (Some(mut one), Some(mut other)) = (device(), device()) else { return };
    let first = bits(&mut one);
    for _ in 0..3 {
        assert!(bits(&mut one) == first && bits(&mut other) == first);
    }
}

/// A number of a gradient is traced as any other.
#[test]
fn a_gradient_can_be_traced() {
    for mut engine in device().into_iter().chain([Engine::cpu()]) {
        filled(&mut engine);
        engine.vjp(7, recording());
        engine.run_vjp(7, &[1], &[Some(3)], &[10, 11]);
        let trace = block_on(engine.trace(11, &[1, 2])).expect("terms");
        assert_eq!((trace.op, trace.value()), ("mul", 3.0));
    }
}

/// Whoever asks for values is told what was wrong, and the engine goes on.
#[test]
fn what_has_no_gradient_says_so() {
    for mut engine in device().into_iter().chain([Engine::cpu()]) {
        filled(&mut engine);
        engine.tensor(4, &[3], vec![1.0; 3]);
        let refused = |engine: &mut Engine, inputs: &[u32], dy, want: &str| {
            engine.run_vjp(7, inputs, &[Some(dy)], &[10, 11]);
            for id in [10, 11] {
                let words = block_on(engine.data(&[id])).remove(0).expect_err("refused");
                assert_eq!(words, want, "{}", engine.backend());
            }
        };
        engine.vjp(7, recording());
        let words = "vjp: dy of result 0 must be [2, 3], the shape of the result, got [3]";
        refused(&mut engine, &[1], 2, words);
        let words = "vjp: argument 0 was recorded with the shape [2, 3], got [3]";
        refused(&mut engine, &[2], 3, words);
        engine.dispose_compiled(7);
        refused(&mut engine, &[1], 3, "vjp: this function has been disposed of");

        let mut norm = recording();
        norm.inputs = vec![vec![2, 3], vec![3], vec![3]];
        norm.constants = Vec::new();
        norm.steps = vec![RecordedStep {
            op: "batchNorm".to_owned(),
            inputs: [0, 1, 2].map(Some).to_vec(),
            outputs: vec![3],
            ..RecordedStep::default()
        }];
        engine.vjp(7, norm.clone());
        let words = "batchNorm: running statistics are not learned: no derivative by them";
        refused(&mut engine, &[1, 2, 4], 3, words);
        let nan = Options([("eps".to_owned(), Value::Number(f64::NAN))].into());
        norm.steps[0].options = nan;
        engine.vjp(7, norm);
        engine.run_vjp(7, &[1, 2, 4], &[Some(3)], &[10]);
        let words = block_on(engine.data(&[10])).remove(0).expect_err("refused");
        assert!(words.starts_with("batchNorm: eps"), "{words}");
    }
}
