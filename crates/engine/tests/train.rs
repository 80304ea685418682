//! Training in slices of time: the same numbers however it is cut.

use std::{cell::Cell, collections::BTreeMap};

use engine::{Engine, Lesson, Weights};
use nets::Spec;
use ops::{Options, Value};
use pollster::block_on;
use tensor::Tensor;

fn options(pairs: &[(&str, Value)]) -> Options {
    Options(pairs.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect::<BTreeMap<_, _>>())
}

fn lesson(steps: usize, rate: f64) -> Lesson {
    let spec = options(&[
        ("kind", Value::Word("cifarResnet".to_owned())),
        ("n", Value::Number(1.0)),
        ("widths", Value::Numbers(vec![4.0])),
        ("classes", Value::Number(3.0)),
        ("norm", Value::Word("none".to_owned())),
    ]);
    Lesson {
        spec: Spec::parse(&spec).expect("a spec"),
        options: options(&[
            ("steps", Value::Number(steps as f64)),
            ("batch", Value::Number(4.0)),
            ("flip", Value::Flag(true)),
        ]),
        optimizer: options(&[("name", Value::Word("sgd".to_owned())), ("lr", Value::Number(rate))]),
        weights: None,
        data: vec![Tensor::from_fn(&[9, 3, 6, 6], |i| (i % 13) as f32 / 6.0 - 1.0)],
        labels: Tensor::from_fn(&[9], |i| (i % 3) as f32),
        checkpoint: None,
    }
}

/// The losses of a run whose slices end after every `each` operations.
fn cut(each: usize) -> (Vec<f64>, usize) {
    let mut engine = Engine::cpu();
    let told = engine.train(1, lesson(6, 0.05)).expect("a run");
    assert_eq!((told.step, &told.responses[0][..], told.gradients.len()), (0, "conv1", 8));
    let (left, mut losses, mut slices) = (Cell::new(each), Vec::new(), 0);
    let up = || {
        left.set(left.get() - 1);
        left.get() == 0
    };
    loop {
        left.set(each);
        let slice = block_on(engine.train_slice(1, usize::MAX, &up)).expect("a slice");
        losses.extend(slice.records.iter().map(|r| r.loss));
        slices += 1;
        if slice.done {
            return (losses, slices);
        }
    }
}

#[test]
fn slices_change_nothing() {
    let (whole, one) = cut(usize::MAX);
    assert_eq!((whole.len(), one), (6, 1));
    for each in [1, 2, 17] {
        let (losses, slices) = cut(each);
        assert_eq!(losses, whole);
        assert!(slices > 6, "{slices} slices of {each} operations");
    }
}

#[test]
fn so_many_steps_and_no_more() {
    let mut engine = Engine::cpu();
    engine.train(1, lesson(6, 0.05)).expect("a run");
    let bytes = engine.stats().bytes;
    assert!(bytes > 0);
    let mut slice = |most| block_on(engine.train_slice(1, most, &|| false)).expect("a slice");
    assert_eq!(slice(2).records.len(), 2);
    assert!(!slice(3).done);
    let last = slice(3);
    assert_eq!((last.records.len(), last.done), (1, true));
    assert_eq!((slice(3).records.len(), engine.stats().bytes), (0, bytes));
    engine.train_end(1);
    assert_eq!(engine.stats().bytes, 0);
    let error = block_on(engine.train_slice(1, 1, &|| false)).expect_err("it has ended");
    assert_eq!(error, "train: this run is over");
}

/// Steps before the one that fails are told, and what was there before it can be had.
#[test]
fn what_diverges_has_told_its_curve() {
    let mut engine = Engine::cpu();
    engine.train(1, lesson(60, 1e6)).expect("a run");
    let first = block_on(engine.train_slice(1, usize::MAX, &|| false)).expect("a curve");
    assert!(!first.records.is_empty() && first.records.len() < 60 && !first.done);
    let error = block_on(engine.train_slice(1, usize::MAX, &|| false)).expect_err("no number");
    let step = first.records.len() + 1;
    assert!(error.contains(&format!("the loss of step {step} is ")), "{error}");
    let file = block_on(engine.train_checkpoint(1)).expect("a file");
    let again = Lesson { checkpoint: Some(file), ..lesson(60, 1e-3) };
    let told = engine.train(2, again).expect("a run that goes on");
    assert_eq!(told.step, first.records.len() as u64);
}

#[test]
fn a_run_is_evaluated_as_it_was() {
    let mut engine = Engine::cpu();
    engine.train(1, lesson(40, 0.05)).expect("a run");
    let set = lesson(1, 0.1);
    let scores = |engine: &mut Engine, id: u32, between: bool| {
        engine.evaluate(id, 1, set.data.clone(), set.labels.clone()).expect("examples");
        let mut seen = Vec::new();
        loop {
            let (n, scores, done) = block_on(engine.evaluate_slice(id, &|| true)).expect("scores");
            seen.push(n);
            if done {
                assert_eq!(seen, [4, 8, 9, 9]);
                return scores;
            }
            if between {
                block_on(engine.train_slice(1, 5, &|| false)).expect("steps");
            }
        }
    };
    let (before, meanwhile) = (scores(&mut engine, 1, false), scores(&mut engine, 2, true));
    assert_eq!(before, meanwhile);
    assert_eq!(before.count, 9);
    let after = scores(&mut engine, 3, false);
    assert!(after.loss() < before.loss(), "{} to {}", before.loss(), after.loss());
    assert!(block_on(engine.evaluate_slice(3, &|| false)).is_err());
    assert!(engine.evaluate(4, 9, set.data.clone(), set.labels.clone()).is_err());
}

#[test]
fn a_run_begins_where_it_is_told_to() {
    let mut engine = Engine::cpu();
    let mut first = |weights| {
        engine.train(1, Lesson { weights, ..lesson(2, 0.1) }).expect("a run");
        block_on(engine.train_slice(1, 1, &|| false)).expect("a step").records[0].loss
    };
    let (own, other) = (first(None), first(Some(Weights::Seed(7))));
    assert_eq!(own, first(Some(Weights::Seed(0))));
    assert_ne!(own, other);
    engine.train(1, Lesson { weights: Some(Weights::Seed(7)), ..lesson(2, 0.1) }).expect("a run");
    let file = block_on(engine.train_checkpoint(1)).expect("a file");
    let weights = Some(Weights::File(Box::new(file)));
    engine.train(1, Lesson { weights, ..lesson(2, 0.1) }).expect("a run");
    let slice = block_on(engine.train_slice(1, 1, &|| false)).expect("a step");
    assert_eq!(slice.records[0].loss, other);
}
