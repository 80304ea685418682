//! No call brings the engine down: every wrong one is answered in words.

use crate::common::{calls, op, random};
use ops::{OPS, Op};
use tensor::{Tensor, random::SplitMix64};

/// Shapes that nobody would send: other ranks, zeros, sizes beyond memory.
#[test]
fn any_shapes_get_an_answer() {
    let ops: Vec<Op> = calls().into_iter().map(|c| c.op).collect();
    let (mut rng, mut fitted) = (SplitMix64::new(1), 0);
    let sizes = [0, 1, 1, 2, 2, 3, 4, 4, 8, 16, 1 << 20, 1 << 40, usize::MAX];
    for round in 0..40_000 {
        let op = &ops[round % ops.len()];
        let many = op.entry().inputs.len() + usize::from(round % 7 == 0);
        let shapes: Vec<Option<Vec<usize>>> = (0..many)
            .map(|_| {
                let rank = (rng.next_u64() % 6) as usize;
                // Most rounds stay small, so that some of them fit.
                let most = if round % 3 == 0 { sizes.len() } else { 8 };
                let mut size = || sizes[(rng.next_u64() % most as u64) as usize];
                (rank != 5).then(|| (0..rank).map(|_| size()).collect())
            })
            .collect();
        let shapes: Vec<_> = shapes.iter().map(Option::as_deref).collect();
        match op.out_shapes(&shapes) {
            Ok(_) => fitted += usize::from(op.cost(&shapes).is_ok()),
            Err(e) => assert!(e.to_string().starts_with(op.entry().name), "{e}"),
        }
    }
    assert!(fitted > 500, "only {fitted} calls fitted");
}

/// One argument at a time is missing, empty or of another shape; values as they come.
#[test]
fn a_spoilt_argument_gets_an_answer() {
    for call in calls() {
        for i in 0..call.inputs.len() {
            for spoilt in [
                None,
                Some(Tensor::from_fn(&[0, 3], |_| 0.0)),
                Some(Tensor::from_fn(&[], |_| f32::NAN)),
                Some(random(&[3, 2], 1)),
                Some(random(&[1, 1, 1, 1, 1], 1)),
            ] {
                let mut args = call.args();
                args[i] = spoilt.as_ref();
                let got = call.op.forward(&args);
                if let Err(e) = got {
                    let words = e.to_string();
                    assert!(words.starts_with(call.op.entry().name), "{words}");
                }
            }
        }
    }
}

#[test]
fn internal_operations_have_no_name_in_javascript() {
    for row in OPS.iter().filter(|row| row.internal) {
        let error = Op::parse(row.name, &crate::common::options("")).unwrap_err();
        assert_eq!(error.to_string(), format!("third-pass: there is no operation {:?}", row.name));
    }
}

/// A sequence of padding, a mask over everything: weights 0, and never NaN.
#[test]
fn what_is_hidden_whole_is_zero() {
    let (x, mask) = (random(&[2, 3, 4], 1), Tensor::from_fn(&[1, 3], |_| 1.0));
    let attend = op("scaledDotProductAttention", "");
    let got = attend.forward(&[Some(&x), Some(&x), Some(&x), Some(&mask)]).unwrap();
    assert!(got.iter().all(|t| t.data().iter().all(|&v| v == 0.0)));
    let huge = Tensor::from_fn(&[1, 3, 4], |i| if i % 2 == 0 { 3e38 } else { -3e38 });
    let softmax = Op::from(ops::MaskedSoftmax { scale: 1.0, causal: true });
    let got = softmax.forward(&[Some(&huge)]).unwrap();
    assert!(got[0].data().iter().all(|v| !v.is_nan()));
}

/// A bad id or target says which and where, and a loss over nothing is 0.
#[test]
fn ids_and_targets_are_checked() {
    let ids = Tensor::new(&[1, 3], vec![0.0, 1.0, 5.0]).unwrap();
    let table = random(&[5, 2], 1);
    let error = op("embedding", "").forward(&[Some(&ids), Some(&table)]).unwrap_err();
    assert_eq!(error.to_string(), "embedding: ids[0, 2] is 5, but table has rows 0 to 4");
    let logits = random(&[2, 3], 1);
    for (wrong, shown) in [(-1.0, "-1"), (0.5, "0.5"), (f32::NAN, "NaN"), (3.0, "3")] {
        let targets = Tensor::new(&[2], vec![0.0, wrong]).unwrap();
        let error = op("crossEntropy", "").forward(&[Some(&logits), Some(&targets)]).unwrap_err();
        let want = format!("crossEntropy: targets[1] is {shown}, but the classes are 0 to 2");
        assert_eq!(error.to_string(), want);
    }
    let targets = Tensor::new(&[2], vec![-100.0; 2]).unwrap();
    let loss = op("crossEntropy", "").forward(&[Some(&logits), Some(&targets)]).unwrap();
    assert_eq!(loss[0].data(), [0.0]);
}
