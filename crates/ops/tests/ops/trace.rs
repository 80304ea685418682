//! The terms of a trace make the number that is shown.

use crate::common::{calls, composites, random};
use ops::{Combine, OPS};
use tensor::random::SplitMix64;

/// What says in words that its numbers are not traced: losses are made of whole rows, and
/// not every gradient is a sum of products.
const NOT_TRACED: &[(&str, &str)] = &[
    ("crossEntropy", "trace logSoftmax instead"),
    ("reluGrad", "is not traced"),
    ("softmaxGrad", "is not traced"),
    ("maxPool2dGrad", "is not traced"),
    ("adaptiveAvgPool2dGrad", "is not traced"),
    ("localResponseNormGrad", "is not traced"),
    ("normGrad", "is not traced"),
    ("crossEntropyGrad", "is not traced"),
    ("sgdStep", "is not traced"),
    ("adamStep", "is not traced"),
];

/// For 100 random cells of each result of each op the terms make the shown number.
#[test]
fn terms_make_the_number() {
    for call in calls() {
        let not = NOT_TRACED.iter().find(|(name, _)| *name == call.op.entry().name);
        if let Some((_, words)) = not {
            let error = call.op.trace(&call.args(), 0, &vec![0; made_rank(&call)]).unwrap_err();
            assert!(error.to_string().contains(words), "{error}");
            continue;
        }
        let (name, args) = (call.name(), call.args());
        let made = call.op.forward(&args).unwrap_or_else(|e| panic!("{name}: {e}"));
        for (output, y) in made.iter().enumerate() {
            let mut rng = SplitMix64::new(9);
            for _ in 0..100 {
                let index: Vec<usize> =
                    y.shape().iter().map(|&d| (rng.next_u64() % d as u64) as usize).collect();
                let trace = call.op.trace(&args, output, &index).unwrap();
                let (got, shown) = (trace.value(), f64::from(y.get(&index).unwrap()));
                let off = (got - shown).abs();
                assert!(
                    off <= 2e-5 + 2e-5 * shown.abs(),
                    "{name}, result {output} {index:?}: {got} {shown}"
                );
            }
        }
    }
}

/// A new operation comes into these tests, or they say so.
#[test]
fn every_operation_is_called() {
    let names: Vec<_> = calls().iter().map(|c| c.op.entry().name).collect();
    for row in OPS {
        assert!(names.contains(&row.name), "{}", row.name);
    }
}

/// Every factor is where the trace says it is.
#[test]
fn factors_are_elements_of_the_arguments() {
    for call in calls().iter().filter(|c| c.op.graph(&c.shapes()).is_none()) {
        let args = call.args();
        let Ok(trace) = call.op.trace(&args, 0, &vec![0; made_rank(call)]) else { continue };
        for factor in trace.terms.iter().flat_map(|t| &t.factors) {
            if factor.index.is_empty() {
                continue;
            }
            let held = args.iter().flatten().any(|t| t.get(&factor.index) == Some(factor.value));
            assert!(held, "{}: {factor:?}", call.name());
        }
    }
}

fn made_rank(call: &crate::common::Call) -> usize {
    call.op.out_shapes(&call.shapes()).expect("shapes that fit")[0].len()
}

#[test]
fn a_block_ends_in_a_sum_and_its_relu() {
    let block = &composites()[1];
    let of = |output: usize| block.op.trace(&block.args(), output, &[0, 0, 1, 1]).unwrap();
    let y = of(0);
    assert_eq!((y.op, y.combine, y.terms.len()), ("add", Combine::SumThenRelu, 2));
    for (term, output) in y.terms.iter().zip([1, 2]) {
        let part = of(output);
        assert_eq!((part.op, part.combine), ("batchNorm", Combine::Normalize));
        assert!((part.value() - term.value).abs() < 2e-5);
    }
}

#[test]
fn a_hidden_score_has_no_terms() {
    let softmax = ops::MaskedSoftmax { scale: 1.0, causal: true };
    let scores = random(&[3, 3], 1);
    let trace = |index: &[usize]| ops::Op::from(softmax).trace(&[Some(&scores)], 0, index).unwrap();
    assert_eq!((trace(&[0, 1]).terms.len(), trace(&[0, 1]).value()), (0, 0.0));
    // The number itself and the two that are seen.
    assert_eq!(trace(&[1, 0]).terms.len(), 3);
}
