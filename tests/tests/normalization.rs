//! The code that the normalization widget shows gives the numbers that it shows: the same
//! sentences and photographs through the same operations, held to what PyTorch gave.

use std::fs;

use nets::{
    batches::{POOL, STEM, stem},
    normalize::{Norm, STEP, Setup},
};
use ops::{Op, Options, Value};
use share::{
    Lang, State, decode, widgets::normalization::NORMALIZATION, widgets::normalization::PHOTOGRAPHS,
};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

use photographs::rgba;

type Given<'a> = Vec<(&'a str, Value)>;

fn all(name: &str, options: Given<'_>, inputs: &[Option<&Tensor>]) -> Vec<Tensor> {
    let options = options.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let op = Op::parse(name, &Options(options)).expect("an operation");
    op.forward(inputs).unwrap_or_else(|e| panic!("{e}"))
}

fn one(name: &str, options: Given<'_>, inputs: &[&Tensor]) -> Tensor {
    all(name, options, &inputs.iter().map(|t| Some(*t)).collect::<Vec<_>>()).remove(0)
}

fn number(key: &str, n: usize) -> (&str, Value) {
    (key, Value::Number(n as f64))
}

fn sizes<'a>(key: &'a str, shape: &[usize]) -> (&'a str, Value) {
    (key, Value::Numbers(shape.iter().map(|&d| d as f64).collect()))
}

fn reshape(x: &Tensor, shape: &[usize]) -> Tensor {
    one("reshape", vec![sizes("shape", shape)], &[x])
}

fn turned(x: &Tensor) -> Tensor {
    one("transpose", vec![sizes("perm", &[0, 2, 1])], &[x])
}

/// Rows of `[rows, …]` by their numbers.
fn rows(of: &Tensor, ids: Vec<f32>) -> Tensor {
    let size: usize = of.shape()[1..].iter().product();
    let flat = reshape(of, &[of.shape()[0], size]);
    let ids = Tensor::new(&[ids.len()], ids).expect("ids");
    one("embedding", vec![], &[&ids, &flat])
}

/// What a training draws from, and the block `[samples, channels, places]` of a state.
fn block(setup: &Setup) -> (Tensor, Tensor) {
    let [_, c, places] = setup.shape();
    if let Some(text) = &setup.sentences {
        let table = text.table(setup.seed, c);
        let x = one("embedding", vec![], &[&text.ids(), &table]);
        return (table, turned(&x));
    }
    let photos = PHOTOGRAPHS.iter().flat_map(|name| figures::picture_tensor(&rgba(name), 227));
    let photos = Tensor::new(&[6, 3, 227, 227], photos.collect()).expect("photographs");
    let w = stem(c, setup.seed);
    let y = all("conv2d", vec![number("stride", STEM[1])], &[Some(&photos), Some(&w), None]);
    let y = one("relu", vec![], &[&y[0]]);
    let maps = one("maxPool2d", vec![number("kernel", POOL[0]), number("stride", POOL[1])], &[&y]);
    let maps = reshape(&maps, &[6, c, places]);
    let x = one("slice", vec![number("axis", 0), number("end", setup.samples)], &[&maps]);
    (maps, x)
}

/// Running statistics after the steps of a training, from 0 and 1.
fn running(setup: &Setup, pool: &Tensor) -> [Tensor; 2] {
    let [_, c, places] = setup.shape();
    let (size, shape) = match setup.sentences {
        Some(_) => (STEP[0], vec![STEP[0], c]),
        None => (STEP[1], vec![STEP[1], c, places]),
    };
    let full = |v: f32| Tensor::from_fn(&[c], |_| v);
    let mut now = [full(0.0), full(1.0)];
    for ids in setup.drawn().chunks(size) {
        let batch = reshape(&rows(pool, ids.to_vec()), &shape);
        let [mean, var] = &now;
        let made =
            all("batchNormTrain", vec![], &[Some(&batch), Some(mean), Some(var), None, None]);
        now = <[Tensor; 2]>::try_from(made[3..].to_vec()).expect("two statistics");
    }
    now
}

/// A normalization of the block; where it skips padding, 0 stands there.
fn normal(setup: &Setup, norm: Norm, pool: &Tensor, x: &Tensor) -> Tensor {
    let (name, options) = setup.call(norm);
    if setup.stored(norm).is_some() {
        let [mean, var] = running(setup, pool);
        return all(name, options, &[Some(x), Some(&mean), Some(&var), None, None]).remove(0);
    }
    let text = setup.sentences.as_ref().filter(|_| setup.skips(norm));
    let Some(text) = text else {
        let none = if norm == Norm::Batch { 4 } else { 2 };
        let inputs: Vec<_> = [Some(x)].into_iter().chain(vec![None; none]).collect();
        return all(name, options, &inputs).remove(0);
    };
    let real = one("embedding", vec![], &[&text.real(), pool]);
    let y = all(name, options, &[Some(&real), None, None, None, None]).remove(0);
    let blank = Tensor::from_fn(&[1, setup.channels], |_| 0.0);
    let table = one("concat", vec![number("axis", 0)], &[&blank, &y]);
    turned(&one("embedding", vec![], &[&text.spread(), &table]))
}

/// x, y and z in PyTorch's order: sentences are `[B, T, D]` there.
fn shown(state: &State) -> [Tensor; 3] {
    let text = state.text("text", Lang::En);
    let setup = Setup::of(|key| state.int(key), |key| state.word(key), text);
    let (pool, x) = block(&setup);
    let [y, z] = setup.norms.map(|norm| normal(&setup, norm, &pool, &x));
    [x, y, z].map(|block| {
        let (shape, [n, c, t]) = (block.shape().to_vec(), setup.shape());
        let shape = if setup.sentences.is_some() { vec![n, t, c] } else { shape };
        Tensor::new(&shape, setup.in_order(block.data())).expect("as many numbers")
    })
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let (goldens, _) = read_safetensors(&bytes).expect("a golden file");
    let others = NORMALIZATION.executed.iter().map(|query| {
        let (link, warnings) = decode(query, &NORMALIZATION);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        (*query, link.state)
    });
    for (query, state) in [("default", State::reference(&NORMALIZATION))].into_iter().chain(others)
    {
        let norm = Tolerance::of_op("batchNormTrain");
        let tolerances = [Tolerance::of(2e-5), norm, norm];
        let all = NORMALIZATION.results.iter().zip(shown(&state)).zip(tolerances);
        for ((result, got), tolerance) in all {
            let want = &goldens[&format!("normalization/{query}/{result}")];
            // Height and width are one axis of the block.
            let got = reshape(&got, want.shape());
            let off = worst(query, &got, want, tolerance);
            assert!(off <= 1.0, "{query} {result}: off by {off} tolerances");
        }
    }
}

#[test]
fn padding_that_is_skipped_moves_no_word() {
    let words = |settings: &str| {
        let (link, _) = decode(settings, &NORMALIZATION);
        let [x, y, _] = shown(&link.state);
        let real =
            x.data().chunks(8).zip(y.data().chunks(8)).filter(|(x, _)| x.iter().any(|v| *v != 0.0));
        real.flat_map(|(_, y)| y.to_vec()).collect::<Vec<f32>>()
    };
    let near = |a: &[f32], b: &[f32]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-5)
    };
    assert!(near(&words("padding=skipped"), &words("padding=skipped&pad=6")));
    assert!(!near(&words(""), &words("pad=6")), "counted, it moves them all");
    assert!(near(&words("norm=layer"), &words("norm=layer&pad=6")));
}
