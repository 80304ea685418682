//! The gradients of every operation on the CPU against PyTorch's autograd.

use std::collections::BTreeMap;

use ops::{Graph, OPS, vjp};
use tensor::Tensor;
use tests::{Gradients, Tolerance, gradient_files, gradients, worst};

/// The results and gradients of a golden, and which inputs they are of.
fn computed(case: &Gradients) -> (Vec<Tensor>, Vec<usize>) {
    let name = &case.golden.name;
    let given: Vec<Option<&Tensor>> =
        case.golden.inputs.iter().chain(&case.dys).map(Option::as_ref).collect();
    let shapes: Vec<Option<&[usize]>> = given.iter().map(|t| t.map(Tensor::shape)).collect();
    let own = case.golden.inputs.len();
    let wrt: Vec<bool> = case.grads.iter().map(Option::is_some).collect();
    let forward = Graph::of(&case.golden.op, &shapes[..own]).expect("a graph");
    let graph = vjp(&forward, &shapes, &wrt).unwrap_or_else(|e| panic!("{name}: {e}"));
    let made = graph.forward(&given).unwrap_or_else(|e| panic!("{name}: {e}"));
    assert_eq!(graph.out_shapes(&shapes).expect("shapes").len(), made.len(), "{name}");
    (made, (0..own).filter(|&i| wrt[i]).collect())
}

/// The largest error in tolerances, and how many gradients were compared.
fn check(file: &str) -> (f32, usize) {
    let cases = gradients(file);
    assert!(!cases.is_empty(), "{file} holds no case");
    let (mut most, mut compared) = (0.0_f32, 0);
    for case in &cases {
        let (name, row) = (&case.golden.name, case.golden.op.entry());
        let (made, of) = computed(case);
        let results = case.golden.want.len();
        for (got, want) in made.iter().zip(&case.golden.want) {
            let off = worst(name, got, want, Tolerance::of_op(row.name));
            assert!(off <= 1.0, "{name}: a result is off by {off} tolerances");
        }
        assert_eq!(made.len(), results + of.len(), "{name}");
        assert!(!of.is_empty(), "{name} has no gradient");
        for (got, i) in made[results..].iter().zip(of) {
            let want = case.grads[i].as_ref().expect("a gradient");
            let off = worst(name, got, want, Tolerance::of_gradient(row.name));
            let input = case.golden.names[i].as_deref().unwrap_or_default();
            assert!(off <= 1.0, "{name}: the gradient of {input} is off by {off} tolerances");
            (most, compared) = (most.max(off), compared + 1);
        }
    }
    (most, compared)
}

#[test]
fn every_gradient_is_pytorchs() {
    let mut seen = BTreeMap::new();
    for file in gradient_files() {
        let (most, compared) = check(&file);
        println!(
            "{file}: {} cases, {compared} gradients, {most:.3} tolerances",
            gradients(&file).len()
        );
        seen.insert(file, compared);
    }
    assert!(seen.values().all(|&n| n > 0));
}

/// An operation without a golden says that it has no derivative.
#[test]
fn every_operation_has_a_golden_or_no_derivative() {
    let files = gradient_files();
    for row in OPS.iter().filter(|row| !row.internal && row.name != "positionalEncoding") {
        assert!(files.iter().any(|file| file == row.file), "{}", row.name);
    }
}
