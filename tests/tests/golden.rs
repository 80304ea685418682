//! Every operation on the CPU against PyTorch.

use ops::{OPS, Op};
use tensor::Tensor;
use tests::{goldens, worst};

#[track_caller]
fn check(file: &str) {
    let goldens = goldens(file);
    assert!(!goldens.is_empty(), "{file} holds no case");
    for golden in goldens {
        let tolerance = tests::tolerance(&golden.op);
        let op = Op::parse(&golden.op, &golden.options).expect("options");
        let inputs: Vec<Option<&Tensor>> = golden.inputs.iter().map(Option::as_ref).collect();
        let got = op.forward(&inputs).expect("an answer").remove(0);
        let off = worst(&golden.name, &got, &golden.want[0], tolerance);
        assert!(off <= 1.0, "{}: off by {off} tolerances", golden.name);
        if let (Op::Conv2d(conv), [Some(x), Some(w), b]) = (op, &inputs[..]) {
            let plain = conv.reference(x, w, *b).expect("an answer");
            let off = worst(&golden.name, &plain, &golden.want[0], tolerance);
            assert!(off <= 1.0, "{} by the formula: off by {off} tolerances", golden.name);
        }
    }
}

#[test]
fn conv2d() {
    check("conv2d");
    check("conv2d_alexnet");
}

#[test]
fn relu_is_exact() {
    check("relu");
}

#[test]
fn max_pooling_is_exact() {
    check("max_pool2d");
}

/// An operation that nobody checked is a bug that nobody found.
#[test]
fn every_operation_has_a_golden() {
    for op in OPS {
        assert!(goldens(op.file).iter().any(|g| g.op == op.name), "{}", op.name);
    }
}
