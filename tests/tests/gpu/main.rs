//! The device, natively: PyTorch's goldens, the CPU backend's numbers, and a device that goes away;
//! `gradients.rs` and `updates.rs` have backward.
//!
//! Without a Vulkan these tests say so and pass; where `THIRD_PASS_REQUIRE_GPU` is
//! set, as `cargo xtask test` does, a missing device is a failure.

mod gradients;
mod steady;
mod training;
mod updates;

use engine::{Backend, Engine, Notice, RecordedStep, Recording};
use ops::{Op, Options, Value};
use pollster::block_on;
use tensor::{Tensor, random::SplitMix64};
use tests::{Golden, Tolerance, goldens, worst};

fn device() -> Option<Engine> {
    match block_on(Engine::open(Backend::Webgpu)) {
        Ok(engine) => {
            assert_eq!(engine.backend(), "webgpu");
            Some(engine)
        }
        Err(e) if std::env::var_os("THIRD_PASS_REQUIRE_GPU").is_some() => panic!("{e}"),
        Err(e) => {
            println!("not run: {e}");
            None
        }
    }
}

/// Uploads, calls, reads back and disposes, as a page does.
fn call(engine: &mut Engine, golden: &Golden) -> Vec<Tensor> {
    let mut ids = Vec::new();
    for (at, input) in golden.inputs.iter().enumerate() {
        ids.push(input.as_ref().map(|t| {
            engine.tensor(at as u32, t.shape(), t.data().to_vec());
            at as u32
        }));
    }
    let out: Vec<u32> = (0..golden.want.len()).map(|i| 1000 + i as u32).collect();
    engine.call(golden.op.clone(), &ids, &out);
    let got = block_on(engine.data(&out));
    for id in ids.into_iter().flatten().chain(out) {
        engine.dispose(id);
    }
    got.into_iter()
        .map(|t| t.unwrap_or_else(|e| panic!("{}: {e}", golden.name)).as_ref().clone())
        .collect()
}

#[test]
fn every_golden_on_the_device() {
    let Some(mut engine) = device() else { return };
    for file in tests::golden_files() {
        for golden in goldens(&file) {
            let before = engine.stats().dispatches;
            let got = call(&mut engine, &golden);
            for (i, (got, want)) in got.iter().zip(&golden.want).enumerate() {
                let off = worst(&golden.name, got, want, Tolerance::of_op(golden.op.entry().name));
                assert!(off <= 1.0, "{} output {i}: off by {off} tolerances", golden.name);
            }
            let empty = golden.want.iter().all(|w| w.data().is_empty());
            let ran = engine.stats().dispatches > before;
            assert!(ran || empty || moves_nothing(golden.op.entry().name), "{}", golden.name);
        }
    }
    assert_eq!(engine.stats().bytes, 0);
}

/// Operations that compute nothing on the device.
fn moves_nothing(op: &str) -> bool {
    op == "positionalEncoding"
}

fn drawn(rng: &mut SplitMix64, shape: &[usize]) -> Tensor {
    Tensor::from_fn(shape, |_| rng.normal() as f32)
}

fn numbers(pairs: &[(&str, &[f64])]) -> Options {
    Options(pairs.iter().map(|(k, v)| ((*k).to_owned(), Value::Numbers(v.to_vec()))).collect())
}

/// Sizes around the tiles of 32 and 8, primes and ones.
#[test]
fn convolutions_of_awkward_sizes_agree_with_the_cpu() {
    let Some(mut engine) = device() else { return };
    let mut rng = SplitMix64::new(5);
    // x [N, C, H, W], w [O, C/G, kh, kw], stride, padding, dilation, groups.
    type Case = ([usize; 4], [usize; 4], [f64; 2], [f64; 2], [f64; 2], f64);
    let cases: &[Case] = &[
        ([1, 1, 1, 1], [1, 1, 1, 1], [1., 1.], [0., 0.], [1., 1.], 1.),
        ([1, 3, 37, 31], [33, 3, 3, 3], [1., 1.], [1., 1.], [1., 1.], 1.),
        ([2, 5, 13, 17], [31, 5, 1, 1], [1., 1.], [0., 0.], [1., 1.], 1.),
        ([3, 6, 11, 7], [34, 3, 3, 5], [2., 1.], [1., 2.], [1., 2.], 2.),
        ([1, 64, 9, 9], [64, 1, 3, 3], [1., 1.], [1., 1.], [1., 1.], 64.),
        ([1, 67, 5, 5], [8, 67, 5, 5], [1., 1.], [0., 0.], [1., 1.], 1.),
        ([1, 3, 64, 64], [96, 3, 11, 11], [4., 4.], [2., 2.], [1., 1.], 1.),
    ];
    for (x, w, stride, padding, dilation, groups) in cases {
        let fan: usize = w[1..].iter().product();
        let mut weights = drawn(&mut rng, w);
        weights = Tensor::from_fn(w, |i| weights.data()[i] / (fan as f32).sqrt());
        let mut options =
            numbers(&[("stride", stride), ("padding", padding), ("dilation", dilation)]);
        options.0.insert("groups".to_owned(), Value::Number(*groups));
        let inputs = vec![Some(drawn(&mut rng, x)), Some(weights), Some(drawn(&mut rng, &[w[0]]))];
        agree(&mut engine, "conv2d", options, inputs);
    }
}

/// Rows, inner sizes and columns around the tiles; leading axes that broadcast.
#[test]
fn products_of_awkward_sizes_agree_with_the_cpu() {
    let Some(mut engine) = device() else { return };
    let mut rng = SplitMix64::new(6);
    for [m, k, n] in [[1, 1, 1], [3, 5, 7], [31, 33, 37], [32, 64, 32], [65, 130, 67], [1, 999, 10]]
    {
        let scale = (k as f32).sqrt();
        let w = drawn(&mut rng, &[n, k]);
        let w = Tensor::from_fn(&[n, k], |i| w.data()[i] / scale);
        let (x, b) = (drawn(&mut rng, &[2, m, k]), drawn(&mut rng, &[n]));
        agree(&mut engine, "linear", Options::default(), vec![Some(x), Some(w), Some(b)]);
        let mut turned = Options::default();
        turned.0.insert("transposeB".to_owned(), Value::Flag(true));
        for (options, shape) in [(Options::default(), [1, 2, k, n]), (turned, [1, 2, n, k])] {
            let b = drawn(&mut rng, &shape);
            let b = Tensor::from_fn(&shape, |i| b.data()[i] / scale);
            let a = drawn(&mut rng, &[3, 1, m, k]);
            agree(&mut engine, "matmul", options, vec![Some(a), Some(b)]);
        }
    }
}

/// Rows shorter and longer than a workgroup, axes that do not come last.
#[test]
fn rows_of_awkward_lengths_agree_with_the_cpu() {
    let Some(mut engine) = device() else { return };
    let mut rng = SplitMix64::new(7);
    for length in [1, 2, 63, 64, 65, 255, 257, 1000] {
        for (shape, axis) in [([3, 5, length], 2.0), ([3, length, 5], 1.0), ([length, 3, 5], 0.0)] {
            let mut options = Options::default();
            options.0.insert("axis".to_owned(), Value::Number(axis));
            for op in ["softmax", "logSoftmax"] {
                let x = drawn(&mut rng, &shape);
                agree(&mut engine, op, options.clone(), vec![Some(x)]);
            }
            let axes = numbers(&[("axes", &[axis])]);
            for op in ["sum", "mean"] {
                let x = drawn(&mut rng, &shape);
                agree(&mut engine, op, axes.clone(), vec![Some(x)]);
            }
            let (x, gamma) = (drawn(&mut rng, &shape), drawn(&mut rng, &[length]));
            // Around 1000, where one mean in single precision is not enough.
            let x = Tensor::from_fn(&shape, |i| x.data()[i] + 1000.0);
            agree(&mut engine, "layerNorm", axes, vec![Some(x), Some(gamma), None]);
        }
    }
}

/// Sums so long that they are cut into parts.
#[test]
fn long_sums_agree_with_the_cpu() {
    let Some(mut engine) = device() else { return };
    let mut rng = SplitMix64::new(8);
    for (shape, axes) in [
        (vec![17, 3, 31, 67], vec![0.0, 2.0, 3.0]),
        (vec![17, 3, 31, 67], vec![1.0]),
        (vec![1_000_003], vec![]),
        (vec![5, 40_009], vec![1.0]),
        (vec![40_009, 5], vec![0.0]),
    ] {
        // About a mean, so that what is left out or counted twice would show.
        let x = drawn(&mut rng, &shape);
        let x = Tensor::from_fn(&shape, |i| 0.5 + x.data()[i]);
        for op in ["sum", "mean"] {
            agree(&mut engine, op, numbers(&[("axes", &axes)]), vec![Some(x.clone())]);
        }
    }
}

/// The device's numbers for a call against the CPU's.
fn agree(engine: &mut Engine, op: &str, options: Options, inputs: Vec<Option<Tensor>>) {
    agree_within(engine, Op::parse(op, &options).expect("options"), inputs, Tolerance::of_op(op));
}

/// As [`agree`], for an operation that no name reaches; answers the largest error in tolerances.
fn agree_within(
    engine: &mut Engine,
    op: Op,
    inputs: Vec<Option<Tensor>>,
    tolerance: Tolerance,
) -> f32 {
    let shapes: Vec<_> = inputs.iter().flatten().map(|t| t.shape().to_vec()).collect();
    let name = format!("{op:?} on {shapes:?}");
    let given: Vec<Option<&Tensor>> = inputs.iter().map(Option::as_ref).collect();
    let want = op.forward(&given).unwrap_or_else(|e| panic!("{name}: {e}"));
    let (names, options) = (vec![None; inputs.len()], Options::default());
    let golden = Golden { name, op, options, names, inputs, want };
    let mut most = 0.0_f32;
    for (got, want) in call(engine, &golden).iter().zip(&golden.want) {
        let off = worst(&golden.name, got, want, tolerance);
        assert!(off <= 1.0, "{}: off by {off} tolerances", golden.name);
        most = most.max(off);
    }
    most
}

#[test]
fn a_lost_device_is_replaced_and_in_the_end_the_cpu_goes_on() {
    let Some(mut engine) = device() else { return };
    engine.tensor(1, &[2], vec![-1.0, 3.0]);
    engine.op("relu", &Options::default(), &[Some(1)], &[2]);
    for (notice, backend) in [
        (Notice::DeviceReplaced, "webgpu"),
        (Notice::DeviceReplaced, "webgpu"),
        (Notice::DeviceGone, "cpu"),
    ] {
        engine.lose_device().expect("a device");
        // Between the loss and the next question, calls go on.
        engine.op("relu", &Options::default(), &[Some(2)], &[3]);
        let got = block_on(engine.data(&[2, 3]));
        for values in got {
            assert_eq!(values.expect("values").data(), [0.0, 3.0]);
        }
        assert_eq!(engine.notices(), [notice]);
        assert_eq!(engine.backend(), backend);
        assert_eq!(block_on(engine.trace(3, &[1])).expect("terms").value(), 3.0);
    }
}

/// Many calls in one batch: more steps than the uniform buffer holds, one readback.
#[test]
fn a_long_chain_is_one_answer() {
    let Some(mut engine) = device() else { return };
    engine.tensor(0, &[3], vec![-1.0, 0.5, 2.0]);
    for i in 0..600 {
        engine.op("relu", &Options::default(), &[Some(i)], &[i + 1]);
    }
    let got = block_on(engine.data(&[600])).remove(0).expect("values");
    assert_eq!(got.data(), [0.0, 0.5, 2.0]);
    let stats = engine.stats();
    assert_eq!(stats.dispatches, 600);
    assert_eq!(stats.submits, 3);
}

/// A recorded function is one submit, and repeated it makes nothing new.
#[test]
fn a_compiled_function_runs_as_one_plan() {
    let Some(gpu) = device() else { return };
    for mut engine in [gpu, Engine::cpu()] {
        let x = Tensor::from_fn(&[2, 3], |i| i as f32 - 2.0);
        engine.tensor(1, &[2, 3], x.data().to_vec());
        engine.tensor(2, &[3], vec![1.0, -1.0, 0.5]);
        let step = |op: &str, inputs: &[u32], output| RecordedStep {
            op: op.to_owned(),
            options: Options::default(),
            inputs: inputs.iter().copied().map(Some).collect(),
            outputs: vec![output],
        };
        engine.compile(
            7,
            Recording {
                inputs: vec![vec![2, 3]],
                constants: vec![2],
                steps: vec![
                    step("mul", &[0, 1], 2),
                    step("relu", &[2], 3),
                    step("softmax", &[3], 4),
                ],
                outputs: vec![4, 3],
            },
        );
        let mut submits = Vec::new();
        for round in 0..3 {
            engine.run_compiled(7, &[1], &[10, 11]);
            let got = block_on(engine.data(&[10, 11]));
            let relu = got[1].as_ref().expect("values");
            assert_eq!(relu.data(), [0.0, 1.0, 0.0, 1.0, 0.0, 1.5], "{round}");
            let soft = got[0].as_ref().expect("values");
            let row: f32 = soft.data()[..3].iter().sum();
            assert!((row - 1.0).abs() < 1e-6, "{row}");
            engine.dispose(10);
            engine.dispose(11);
            submits.push(engine.stats().submits);
        }
        if engine.backend() == "webgpu" {
            assert_eq!(submits, [1, 2, 3]);
        }
        // Another shape is refused in words.
        engine.tensor(3, &[3, 2], vec![0.0; 6]);
        engine.run_compiled(7, &[3], &[12, 13]);
        let words = block_on(engine.data(&[12])).remove(0).expect_err("another shape");
        assert!(words.contains("recorded with the shape [2, 3], got [3, 2]"), "{words}");
        engine.dispose_compiled(7);
        engine.run_compiled(7, &[1], &[14, 15]);
        assert!(block_on(engine.data(&[14])).remove(0).is_err());
    }
}

/// The CPU refuses an id while it computes; a kernel cannot, so it is refused before.
#[test]
fn ids_outside_their_table_are_refused_on_either_backend() {
    let Some(gpu) = device() else { return };
    for mut engine in [gpu, Engine::cpu()] {
        engine.tensor(1, &[2], vec![0.0, 3.0]);
        engine.tensor(2, &[3, 2], vec![0.5; 6]);
        engine.tensor(3, &[2, 3], vec![0.5; 6]);
        engine.op("embedding", &Options::default(), &[Some(1), Some(2)], &[4]);
        engine.op("crossEntropy", &Options::default(), &[Some(3), Some(1)], &[5]);
        let step = RecordedStep {
            op: "embedding".to_owned(),
            inputs: vec![Some(0), Some(1)],
            outputs: vec![2],
            ..RecordedStep::default()
        };
        let recording = Recording {
            inputs: vec![vec![2]],
            constants: vec![2],
            steps: vec![step],
            outputs: vec![2],
        };
        engine.compile(6, recording);
        engine.run_compiled(6, &[1], &[7]);
        for (id, want) in [
            (4, "embedding: ids[1] is 3, but table has rows 0 to 2"),
            (5, "crossEntropy: targets[1] is 3, but the classes are 0 to 2"),
            (7, "embedding: ids[1] is 3, but table has rows 0 to 2"),
        ] {
            let words = block_on(engine.data(&[id])).remove(0).expect_err("an id outside");
            assert_eq!(words, want, "{}", engine.backend());
        }
    }
}
