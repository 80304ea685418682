//! Every operation on the CPU against PyTorch.

use ops::{OPS, Op};
use tensor::Tensor;
use tests::{Golden, Tolerance, golden_files, goldens, worst};

#[track_caller]
fn check(file: &str) {
    let goldens = goldens(file);
    assert!(!goldens.is_empty(), "{file} holds no case");
    for golden in goldens {
        let Golden { name, op, inputs, want, .. } = &golden;
        let tolerance = Tolerance::of_op(op.entry().name);
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
fn every_golden_is_what_the_cpu_computes() {
    for file in golden_files() {
        check(&file);
    }
}

/// An operation that nobody checked is a bug that nobody found.
#[test]
fn every_operation_has_a_golden() {
    for row in OPS.iter().filter(|row| !row.internal) {
        let cases = goldens(row.file);
        assert!(cases.iter().any(|g| g.op.entry() == row), "{}", row.name);
    }
}
