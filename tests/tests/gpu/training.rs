//! Training on the device: the CPU's losses, and a device that goes away in the middle.

use std::collections::BTreeMap;

use engine::{DEVICE_LOST, Engine, Lesson, Notice};
use ops::{Options, Value};
use pollster::block_on;
use serde_json::{Value as Json, json};
use tensor::{Tensor, random::SplitMix64};

use crate::device;

/// What the first losses on both backends may differ by.
const AGREE: f64 = 1e-3;

fn options(given: &Json) -> Options {
    let value = |v: &Json| match v {
        Json::Number(n) => Value::Number(n.as_f64().expect("a number")),
        Json::Bool(flag) => Value::Flag(*flag),
        Json::Array(list) => Value::Numbers(list.iter().filter_map(Json::as_f64).collect()),
        other => Value::Word(other.as_str().expect("a word").to_owned()),
    };
    let pairs = given.as_object().expect("an object").iter();
    Options(pairs.map(|(k, v)| (k.clone(), value(v))).collect::<BTreeMap<_, _>>())
}

/// Pictures in `classes` noisy kinds.
fn pictures(count: usize, size: usize, classes: usize) -> (Vec<Tensor>, Tensor) {
    let mut rng = SplitMix64::new(3);
    let each = 3 * size * size;
    let x = Tensor::from_fn(&[count, 3, size, size], |i| {
        let wave = (i % size * (i / each % classes + 1)) as f64 / size as f64;
        ((std::f64::consts::TAU * wave).sin() + 0.5 * rng.normal()) as f32
    });
    (vec![x], Tensor::from_fn(&[count], |i| (i % classes) as f32))
}

fn sequences(count: usize) -> (Vec<Tensor>, Tensor) {
    let mut rng = SplitMix64::new(4);
    let src = Tensor::from_fn(&[count, 6], |_| (3 + rng.next_u64() % 8) as f32);
    let at = |i: usize, t: usize| src.data()[i * 6 + 5 - t];
    let tgt = Tensor::from_fn(&[count, 7], |i| if i % 7 == 0 { 1.0 } else { at(i / 7, i % 7 - 1) });
    let next = |i: usize| if i % 7 == 6 { 2.0 } else { at(i / 7, i % 7) };
    // Some targets are pads, which do not count.
    let labels = Tensor::from_fn(&[count, 7], |i| if i % 11 == 0 { 0.0 } else { next(i) });
    (vec![src.clone(), tgt], labels)
}

struct Course {
    spec: Json,
    run: Json,
    optimizer: Json,
    set: (Vec<Tensor>, Tensor),
}

impl Course {
    fn lesson(&self, checkpoint: Option<Vec<u8>>) -> Lesson {
        Lesson {
            spec: tests::spec(&self.spec),
            options: options(&self.run),
            optimizer: options(&self.optimizer),
            weights: None,
            data: self.set.0.clone(),
            labels: self.set.1.clone(),
            checkpoint,
        }
    }

    /// The losses, and the other numbers of the first record.
    fn run(&self, engine: &mut Engine) -> (Vec<f64>, Vec<f64>) {
        engine.train(1, self.lesson(None)).unwrap_or_else(|e| panic!("{}: {e}", self.spec));
        let slice = block_on(engine.train_slice(1, usize::MAX, &|| false)).expect("ten steps");
        engine.train_end(1);
        let first = &slice.records[0];
        let told = first.grad_norms.iter().chain(&first.response_std).copied().collect();
        (slice.records.iter().map(|r| r.loss).collect(), told)
    }

    #[track_caller]
    fn agrees(&self, engine: &mut Engine) {
        let (want, told) = self.run(&mut Engine::cpu());
        let before = engine.stats();
        let (got, on_device) = self.run(engine);
        assert!(engine.stats().dispatches > before.dispatches + 1000, "{}", self.spec);
        assert_eq!((got.len(), want.len()), (10, 10));
        assert!(want[9] < want[0], "{} learns nothing: {want:?}", self.spec);
        let off = got.iter().zip(&want).map(|(g, w)| (g - w).abs()).fold(0.0, f64::max);
        println!("{} {}: losses differ by {off:.1e}", self.spec, self.optimizer);
        assert!(off <= AGREE, "{}: {got:?}, on the CPU {want:?}", self.spec);
        for (got, want) in on_device.iter().zip(&told) {
            assert!((got - want).abs() <= 1e-4 + 1e-3 * want, "{}: {got}, not {want}", self.spec);
        }
    }
}

fn resnet(n: usize, shortcut: &str, norm: &str, rate: f64) -> Course {
    Course {
        spec: json!({"kind": "cifarResnet", "n": n, "widths": [4, 8, 8], "classes": 4, "shortcut": shortcut, "norm": norm}),
        run: json!({"steps": 10, "batch": 16, "seed": 1}),
        optimizer: json!({"name": "sgd", "lr": rate, "momentum": 0.9, "weightDecay": 1e-4}),
        set: pictures(40, 8, 4),
    }
}

#[test]
fn the_first_ten_losses_are_the_cpus() {
    let Some(mut engine) = device() else { return };
    // Of 8, 14 and 20 layers. Rounding alone parts nets of 14 layers and more from themselves
    // within ten steps: at a rate of 0.1 always, at 0.02 by the order in which a sum is taken.
    for (n, rate) in [(1, 0.02), (2, 0.005), (3, 0.005)] {
        resnet(n, "zeroPad", "batch", rate).agrees(&mut engine);
        resnet(n, "none", "batch", rate).agrees(&mut engine);
    }
    resnet(1, "projection", "none", 0.01).agrees(&mut engine);
    Course {
        spec: json!({"kind": "alexnet", "widths": [4, 4, 4, 4, 4], "features": [16, 16], "classes": 4, "size": 67}),
        run: json!({"steps": 10, "batch": 8, "dropout": 0.3, "shift": 2, "flip": true}),
        optimizer: json!({"name": "adam", "lr": 0.002}),
        set: pictures(24, 67, 4),
    }
    .agrees(&mut engine);
    Course {
        spec: json!({"kind": "transformer", "layers": 1, "dModel": 16, "heads": 2, "dFF": 32, "vocab": 11, "maxLen": 8}),
        run: json!({"steps": 10, "batch": 16, "labelSmoothing": 0.1}),
        optimizer: json!({"name": "adam", "betas": [0.9, 0.98], "eps": 1e-9, "warmup": 20}),
        set: sequences(48),
    }
    .agrees(&mut engine);
    assert_eq!(engine.stats().bytes, 0);
}

/// One step is one plan and one readback, and makes nothing new on the device.
#[test]
fn weights_stay_on_the_device() {
    let Some(mut engine) = device() else { return };
    engine.train(1, resnet(1, "zeroPad", "batch", 0.02).lesson(None)).expect("a run");
    let mut steps = |most| {
        block_on(engine.train_slice(1, most, &|| false)).expect("steps");
        engine.stats()
    };
    let (first, second) = (steps(1), steps(2));
    let each = (second.dispatches - first.dispatches) / 2;
    assert!(each > 100);
    let last = steps(7);
    assert_eq!(last.dispatches, second.dispatches + 7 * each);
    assert_eq!(last.made, second.made, "a step makes buffers or bindings");
    // A plan, and what reads back.
    assert_eq!(last.submits - second.submits, 14);
}

/// A run whose device goes ends in words, and goes on from its checkpoint on the next, in the end
/// on the CPU.
#[test]
fn a_run_outlives_its_devices() {
    let Some(mut engine) = device() else { return };
    let course = resnet(1, "zeroPad", "batch", 0.02);
    let (want, _) = course.run(&mut engine);
    engine.train(1, course.lesson(None)).expect("a run");
    let mut losses = Vec::new();
    for (run, notice) in
        [Notice::DeviceReplaced, Notice::DeviceReplaced, Notice::DeviceGone].into_iter().enumerate()
    {
        let (run, next) = (run as u32 + 1, run as u32 + 2);
        let slice = block_on(engine.train_slice(run, 2, &|| false)).expect("two steps");
        losses.extend(slice.records.iter().map(|r| r.loss));
        let file = block_on(engine.train_checkpoint(run)).expect("a checkpoint");
        engine.lose_device().expect("a device");
        let words = block_on(engine.train_slice(run, 2, &|| false)).expect_err("it is gone");
        assert_eq!(words, DEVICE_LOST);
        assert_eq!(engine.notices(), [notice]);
        assert!(block_on(engine.train_slice(run, 2, &|| false)).is_err());
        engine.train(next, course.lesson(Some(file))).expect("a run that goes on");
    }
    assert_eq!(engine.backend(), "cpu");
    let slice = block_on(engine.train_slice(4, 9, &|| false)).expect("the rest");
    // Two steps on each device, bit for bit; the CPU's are near.
    assert_eq!(losses, want[..6]);
    losses.extend(slice.records.iter().map(|r| r.loss));
    assert!(slice.done && losses.len() == 10);
    for (got, want) in losses.iter().zip(&want) {
        assert!((got - want).abs() <= AGREE, "{losses:?}, at once {want}");
    }
}

/// Somebody else sees first that the device is gone.
#[test]
fn a_loss_that_others_saw_is_a_loss() {
    let Some(mut engine) = device() else { return };
    engine.train(1, resnet(1, "zeroPad", "batch", 0.02).lesson(None)).expect("a run");
    block_on(engine.train_slice(1, 1, &|| false)).expect("a step");
    engine.lose_device().expect("a device");
    engine.tensor(1, &[1], vec![1.0]);
    engine.op("relu", &Options::default(), &[Some(1)], &[2]);
    assert!(block_on(engine.data(&[2]))[0].is_ok());
    let words = block_on(engine.train_checkpoint(1)).expect_err("it is gone");
    assert_eq!(words, DEVICE_LOST);
    assert_eq!(engine.notices(), [Notice::DeviceReplaced]);
}

/// What is evaluated is the net as it was; learning goes on beside.
#[test]
fn an_evaluation_is_the_cpus() {
    let Some(gpu) = device() else { return };
    let course = resnet(1, "zeroPad", "batch", 0.02);
    let mut seen = Vec::new();
    for mut engine in [gpu, Engine::cpu()] {
        engine.train(1, course.lesson(None)).expect("a run");
        block_on(engine.train_slice(1, 3, &|| false)).expect("steps");
        engine.evaluate(2, 1, course.set.0.clone(), course.set.1.clone()).expect("examples");
        block_on(engine.train_slice(1, 4, &|| false)).expect("steps");
        let (count, scores, done) = block_on(engine.evaluate_slice(2, &|| false)).expect("scores");
        assert!(done && count == 40 && scores.count == 40);
        seen.push((scores.loss(), scores.top1(), scores.top5()));
    }
    assert!((seen[0].0 - seen[1].0).abs() < 1e-4, "{seen:?}");
    assert_eq!((seen[0].1, seen[0].2), (seen[1].1, seen[1].2));
}

/// A step that diverges changes nothing, and can be seen again.
#[test]
fn what_diverges_on_the_device_ends_in_words() {
    let Some(mut engine) = device() else { return };
    engine.train(1, resnet(1, "projection", "none", 1e6).lesson(None)).expect("a run");
    let slice = block_on(engine.train_slice(1, usize::MAX, &|| false)).expect("a curve");
    assert!(!slice.done && !slice.records.is_empty());
    let before = block_on(engine.train_checkpoint(1)).expect("a checkpoint");
    for _ in 0..2 {
        let words = block_on(engine.train_slice(1, 1, &|| false)).expect_err("no number");
        assert!(words.starts_with("train: it diverges: the loss of step "), "{words}");
    }
    assert!(block_on(engine.train_checkpoint(1)).expect("a checkpoint") == before);
}
