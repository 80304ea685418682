//! Backward passes: fast twins against the formula, and what the transform answers.

use ops::{
    Conv2d, Conv2dGradInput, Conv2dGradWeight, Graph, LocalResponseNorm, LocalResponseNormGrad,
    MaxPool2d, MaxPool2dGrad, Op, Optimizer, SgdStep, training_step, vjp,
};
use tensor::{Tensor, random::SplitMix64};

use crate::common::{calls, composites, flags, op, random};

#[track_caller]
fn close(got: &Tensor, want: &Tensor, what: &str) {
    assert_eq!(got.shape(), want.shape(), "{what}");
    for (g, w) in got.data().iter().zip(want.data()) {
        assert!((g - w).abs() <= 4e-5 + 4e-5 * w.abs(), "{what}: {g} {w}");
    }
}

#[test]
fn fast_convolution_gradients_equal_the_formula() {
    let mut rng = SplitMix64::new(3);
    let mut pick = |from: u64, to: u64| (from + rng.next_u64() % (to - from + 1)) as usize;
    let mut ran = 0;
    for case in 0..300 {
        let groups = pick(1, 3);
        let (c, o) = (groups * pick(1, 3), groups * pick(1, 7));
        let forward = Conv2d {
            stride: [pick(1, 4), pick(1, 3)],
            padding: [pick(0, 3), pick(0, 4)],
            dilation: [pick(1, 3), pick(1, 2)],
            groups,
            ..Conv2d::default()
        };
        let x = random(&[pick(1, 2), c, pick(1, 13), pick(1, 12)], case);
        let w = random(&[o, c / groups, pick(1, 5), pick(1, 4)], case + 1000);
        let Ok(shape) = forward.out_shape(x.shape(), w.shape(), None) else { continue };
        ran += 1;
        let dy = random(&shape, case + 2000);
        let by_x = Conv2dGradInput { forward, size: [x.shape()[2], x.shape()[3]] };
        let got = &Op::from(by_x).forward(&[Some(&dy), Some(&w)]).unwrap()[0];
        close(got, &by_x.reference(&dy, &w).unwrap(), &format!("case {case} {by_x:?}"));
        let by_w = Conv2dGradWeight { forward, kernel: [w.shape()[2], w.shape()[3]] };
        let got = &Op::from(by_w).forward(&[Some(&dy), Some(&x)]).unwrap()[0];
        close(got, &by_w.reference(&dy, &x).unwrap(), &format!("case {case} {by_w:?}"));
    }
    assert!(ran > 150, "only {ran} cases fitted");
}

#[test]
fn fast_local_response_normalization_equals_the_formula() {
    let mut rng = SplitMix64::new(4);
    let mut pick = |from: u64, to: u64| (from + rng.next_u64() % (to - from + 1)) as usize;
    for case in 0..200 {
        let n = pick(1, 7);
        let beta = if pick(0, 1) == 0 { 0.75 } else { 0.6 };
        let op = LocalResponseNorm { n, k: 2.0, alpha: pick(0, 9) as f32 / 10.0, beta };
        let mut shape = vec![pick(1, 3), pick(1, 9)];
        shape.extend((0..pick(0, 3)).map(|_| pick(1, 5)));
        let (x, dy) = (random(&shape, case), random(&shape, case + 1000));
        let got = &Op::from(op).forward(&[Some(&x)]).unwrap()[0];
        close(got, &op.reference(&x).unwrap(), &format!("case {case} {op:?}"));
        let grad = LocalResponseNormGrad { forward: op };
        let got = &Op::from(grad).forward(&[Some(&dy), Some(&x)]).unwrap()[0];
        close(got, &grad.reference(&dy, &x).unwrap(), &format!("case {case} {grad:?}"));
    }
}

/// Bit by bit: nothing is rounded. Many numbers are equal, some are infinite or none.
#[test]
fn fast_max_pooling_equals_the_formula() {
    let mut rng = SplitMix64::new(5);
    let mut pick = |from: u64, to: u64| (from + rng.next_u64() % (to - from + 1)) as usize;
    let bits = |t: &Tensor| t.data().iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    let mut ran = 0;
    for case in 0..300 {
        let kernel = [pick(1, 4), pick(1, 4)];
        let op = MaxPool2d {
            kernel,
            stride: [pick(1, 4), pick(1, 4)],
            padding: [pick(0, kernel[0] as u64 / 2), pick(0, kernel[1] as u64 / 2)],
            ceil_mode: pick(0, 1) == 1,
        };
        let shape = [pick(1, 2), pick(1, 3), pick(1, 9), pick(1, 9)];
        let odd = [f32::NEG_INFINITY, f32::NEG_INFINITY, f32::NAN, f32::INFINITY];
        let rare = if case % 3 == 0 { 5 } else { 60 };
        let x = Tensor::from_fn(&shape, |_| match pick(0, rare) {
            i if i < 4 => odd[i],
            i => (i % 7) as f32,
        });
        let Ok(out) = op.out_shape(&shape) else { continue };
        ran += 1;
        let got = &Op::from(op).forward(&[Some(&x)]).unwrap()[0];
        assert_eq!(bits(got), bits(&op.reference(&x).unwrap()), "case {case} {op:?}");
        let (dy, grad) = (random(&out, case), MaxPool2dGrad { forward: op });
        let got = &Op::from(grad).forward(&[Some(&dy), Some(&x)]).unwrap()[0];
        assert_eq!(got, &grad.reference(&dy, &x).unwrap(), "case {case} {op:?}");
    }
    assert!(ran > 150, "only {ran} cases fitted");
}

/// Every step is a primitive of which something comes, and the results are the forward ones.
#[test]
fn the_graph_is_primitives_without_waste() {
    for call in composites() {
        let (name, args) = (call.name(), call.args());
        let forward = Graph::of(&call.op, &call.shapes()).unwrap();
        // By the first weight alone: the gradients of the others are not computed.
        let first = (0..args.len()).map(|i| i == 2).collect::<Vec<_>>();
        let all: Vec<bool> =
            (0..args.len()).map(|i| args[i].is_some() && !statistic(&call.op, i)).collect();
        let few = vjp(&forward, &call.shapes(), &first).unwrap().steps.len();
        let whole = vjp(&forward, &call.shapes(), &all).unwrap();
        assert!(few < whole.steps.len(), "{name}");
        let mut used = vec![false; 10_000];
        for &o in &whole.outputs {
            used[o] = true;
        }
        for step in &whole.steps {
            assert!(step.op.graph(&[]).is_none(), "{name}: {:?} is no primitive", step.op);
            step.inputs.iter().flatten().for_each(|&i| used[i] = true);
        }
        let dy = forward.out_shapes(&call.shapes()).unwrap().remove(0);
        let dy = random(&dy, 9);
        let mut given = args.clone();
        given.resize(forward.inputs, None);
        given.push(Some(&dy));
        let made = whole.forward(&given).unwrap();
        let results = call.op.forward(&args).unwrap();
        assert_eq!(made[..results.len()], results[..], "{name}");
    }
}

/// Whether an input is a running statistic, by which no derivative is taken.
fn statistic(op: &Op, i: usize) -> bool {
    op.entry().inputs.get(i).is_some_and(|name| name.contains("running_"))
}

/// By every primitive of the table there is a rule, or words.
#[test]
fn every_primitive_answers() {
    let mut without = Vec::new();
    for call in calls() {
        let shapes = call.shapes();
        let Ok(forward) = Graph::of(&call.op, &shapes) else { panic!("{}", call.name()) };
        let all: Vec<bool> = (0..shapes.len())
            .map(|i| {
                shapes[i].is_some()
                    && !call.op.entry().inputs.get(i).is_some_and(|n| n.contains("unning"))
            })
            .collect();
        match vjp(&forward, &shapes, &all) {
            Ok(_) => {}
            Err(e) => {
                assert!(e.to_string().contains("it has no derivative here"), "{e}");
                without.push(call.op.entry().name);
            }
        }
    }
    without.dedup();
    let want = [
        "expand",
        "reluGrad",
        "softmaxGrad",
        "conv2dGradInput",
        "conv2dGradWeight",
        "maxPool2dGrad",
        "adaptiveAvgPool2dGrad",
        "localResponseNormGrad",
        "normGrad",
        "crossEntropyGrad",
        "sgdStep",
        "adamStep",
        "embeddingGrad",
    ];
    assert_eq!(without, want);
}

#[track_caller]
fn refused(op: &Op, shapes: &[&[usize]], dys: &[Option<&[usize]>], wrt: &[bool], want: &str) {
    let own: Vec<_> = shapes.iter().map(|s| (!s.is_empty()).then_some(*s)).collect();
    let forward = Graph::of(op, &own).expect("a call that fits");
    let got = vjp(&forward, &[&own, dys].concat(), wrt).expect_err("no derivative");
    assert_eq!(got.to_string(), want);
}

#[test]
fn what_cannot_be_differentiated_says_so() {
    let norm = op("batchNormTrain", "");
    let (x, c): (&[usize], &[usize]) = (&[4, 3], &[3]);
    refused(
        &norm,
        &[x],
        &[None, Some(c), None],
        &[true],
        "batchNormTrain: mean has no derivative here",
    );
    refused(
        &op("batchNorm", ""),
        &[x, c, c],
        &[],
        &[true, true],
        "batchNorm: running statistics are not learned: no derivative by them",
    );
    refused(
        &op("exp", ""),
        &[x],
        &[Some(c)],
        &[true],
        "vjp: dy of output 0 must be [4, 3], the shape of the output, got [3]",
    );
    refused(
        &op("linear", ""),
        &[x, &[2, 3], &[]],
        &[],
        &[true, true, true],
        "vjp: input 2 is null and has no gradient",
    );
    refused(&ops::ReluGrad.into(), &[x, x], &[], &[true], "reluGrad: it has no derivative here");
}

/// Into masks, ids and targets nothing flows; that is zeros, not an error.
#[test]
fn what_only_chooses_has_a_gradient_of_zeros() {
    let (x, mask) = (random(&[2, 3, 4], 1), flags(&[1, 3], 2));
    let op = op("scaledDotProductAttention", "");
    let args = [Some(&x), Some(&x), Some(&x), Some(&mask)];
    let shapes = args.map(|t| t.map(Tensor::shape));
    let back =
        vjp(&Graph::of(&op, &shapes).unwrap(), &shapes, &[true, false, false, true]).unwrap();
    let made = back.forward(&[&args[..], &[Some(&x), None]].concat()).unwrap();
    assert!(made[2].data().iter().any(|&v| v != 0.0));
    assert_eq!(made[3], Tensor::from_fn(&[1, 3], |_| 0.0));
}

/// A training step is what its parts are: the gradient, then the update.
#[test]
fn a_step_of_training_is_the_gradient_and_the_update() {
    let (x, w) = (random(&[5, 4], 1), random(&[3, 4], 2));
    let (targets, v) = (Tensor::from_fn(&[5], |i| (i % 3) as f32), random(&[3, 4], 3));
    let mut forward = Graph::of(&op("linear", ""), &[Some(x.shape()), Some(w.shape())]).unwrap();
    // Inputs: x, w, targets; the loss of a linear layer.
    forward.inputs = 3;
    forward
        .steps
        .push(ops::GraphStep { op: op("crossEntropy", ""), inputs: vec![Some(3), Some(2)] });
    forward.outputs = vec![4, 3];
    let shapes = [x.shape(), w.shape(), targets.shape()].map(Some);
    let learned = [false, true, false];
    let sgd = SgdStep { momentum: 0.9, weight_decay: 0.1 };
    let optimizer = Optimizer::Sgd(sgd);
    let step = training_step(&forward, &shapes, &learned, &optimizer).unwrap();
    let rates = optimizer.rates(0.5, 1);
    let made = step.forward(&[&x, &w, &targets, &v, &rates].map(Some)).unwrap();

    let back = vjp(&forward, &shapes, &learned).unwrap();
    let one = Tensor::from_fn(&[], |_| 1.0);
    let by_hand = back.forward(&[Some(&x), Some(&w), Some(&targets), Some(&one), None]).unwrap();
    let dw = &by_hand[2];
    let update = Op::from(sgd).forward(&[&w, dw, &rates, &v].map(Some)).unwrap();
    assert_eq!(made[..2], by_hand[..2]);
    assert_eq!(made[2..4], update[..]);
    let squares: f32 = dw.data().iter().map(|v| v * v).sum();
    assert!((made[4].data()[0] - squares).abs() < 1e-5);
    assert_eq!(made.len(), 5);

    let words = |graph: &Graph, learned: &[bool]| {
        training_step(graph, &shapes, learned, &optimizer).unwrap_err().to_string()
    };
    forward.outputs = vec![3];
    let want = "train: output 0 is the loss and must be one number, got [5, 3]";
    assert_eq!(words(&forward, &learned), want);
}
