//! Every operation on the CPU against PyTorch.

use ops::{OPS, Op};
use tensor::Tensor;
use tests::{Golden, Tolerance, goldens, worst};

/// For inputs of unit scale.
const PLAIN: Tolerance = Tolerance::of(2e-5);
const NORM: Tolerance = Tolerance::of(3e-5);
const BLOCK: Tolerance = Tolerance::of(5e-5);
const LAYER: Tolerance = Tolerance::of(1e-4);
const SOFTMAX: Tolerance = Tolerance { absolute: 1e-6, relative: 2e-5 };

#[track_caller]
fn check(file: &str, tolerance: Tolerance) {
    let goldens = goldens(file);
    assert!(!goldens.is_empty(), "{file} holds no case");
    for golden in goldens {
        let Golden { name, op, inputs, want } = &golden;
        let inputs: Vec<Option<&Tensor>> = inputs.iter().map(Option::as_ref).collect();
        let got = op.forward(&inputs).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(got.len(), want.len(), "{name}: another number of results");
        for ((got, want), output) in got.iter().zip(want).zip(op.entry().outputs) {
            let off = worst(name, got, want, tolerance);
            assert!(off <= 1.0, "{name}: {output} is off by {off} tolerances");
        }
        if let Some(plain) = by_the_formula(op, &inputs) {
            let off = worst(name, &plain, &want[0], tolerance);
            assert!(off <= 1.0, "{name} by the formula: off by {off} tolerances");
        }
    }
}

/// The same call by the plain loops, where a fast twin has computed it.
fn by_the_formula(op: &Op, inputs: &[Option<&Tensor>]) -> Option<Tensor> {
    let made = match (op, inputs) {
        (Op::Conv2d(op), [Some(x), Some(w), b]) => op.reference(x, w, *b),
        (Op::Linear(op), [Some(x), Some(w), b]) => op.reference(x, w, *b),
        (Op::Matmul(op), [Some(a), Some(b)]) => op.reference(a, b),
        _ => return None,
    };
    Some(made.expect("an answer"))
}

#[test]
fn elementwise() {
    for file in ["add", "sub", "mul", "exp", "tanh"] {
        check(file, PLAIN);
    }
    check("relu", Tolerance::EXACT);
}

#[test]
fn sums() {
    check("sum", PLAIN);
    check("mean", PLAIN);
}

#[test]
fn softmaxes() {
    check("softmax", SOFTMAX);
    check("log_softmax", PLAIN);
    check("cross_entropy", PLAIN);
}

#[test]
fn what_only_moves_numbers_is_exact() {
    for file in ["reshape", "transpose", "concat", "slice", "embedding"] {
        check(file, Tolerance::EXACT);
    }
}

#[test]
fn products() {
    check("linear", PLAIN);
    check("matmul", PLAIN);
}

#[test]
fn conv2d() {
    check("conv2d", PLAIN);
    check("conv2d_alexnet", PLAIN);
}

#[test]
fn pools() {
    check("max_pool2d", Tolerance::EXACT);
    check("avg_pool2d", PLAIN);
    check("adaptive_avg_pool2d", PLAIN);
}

#[test]
fn norms() {
    for file in
        ["local_response_norm", "batch_norm", "batch_norm_train", "layer_norm", "group_norm"]
    {
        check(file, NORM);
    }
}

#[test]
fn blocks() {
    check("basic_block", BLOCK);
    check("bottleneck", BLOCK);
}

#[test]
fn attention() {
    check("scaled_dot_product_attention", LAYER);
    check("multi_head_attention", LAYER);
    check("encoder_layer", LAYER);
    check("decoder_layer", LAYER);
    check("positional_encoding", PLAIN);
}

#[test]
fn dropout() {
    check("dropout", PLAIN);
}

/// An operation that nobody checked is a bug that nobody found.
#[test]
fn every_operation_has_a_golden() {
    for row in OPS.iter().filter(|row| !row.internal) {
        let cases = goldens(row.file);
        assert!(cases.iter().any(|g| g.op.entry() == row), "{}", row.name);
    }
}
