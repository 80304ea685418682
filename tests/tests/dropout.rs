//! The code that the dropout widget shows gives the numbers that it shows.

use std::{collections::BTreeMap, fs};

use nets::{AlexNet, Net, Spec};
use ops::{Dropout, Linear, Op};
use share::{State, decode, widgets::dropout::DROPOUT};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

/// Neurons of fc6.
const NEURONS: usize = 224;

fn read(path: &str) -> BTreeMap<String, Tensor> {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    read_safetensors(&bytes).unwrap_or_else(|e| panic!("{path}: {e}")).0
}

/// What fc7's unit makes of rows of numbers.
fn unit(weights: &BTreeMap<String, Tensor>, at: usize, rows: &Tensor) -> Vec<f32> {
    let row = weights["fc7.weight"].data()[at * NEURONS..(at + 1) * NEURONS].to_vec();
    let w = Tensor::new(&[1, NEURONS], row).expect("a row");
    let b = Tensor::new(&[1], vec![weights["fc7.bias"].data()[at]]).expect("a bias");
    let linear = Op::from(Linear::default());
    linear.forward(&[Some(rows), Some(&w), Some(&b)]).expect("z").remove(0).into_data()
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let goldens = read("tests/golden/snippets.safetensors");
    let file = read("web/assets/nets/alexnet.safetensors");
    let net = Net::new(Spec::AlexNet(AlexNet::small())).expect("a net");
    let (net, weights) = net.read(file.clone()).expect("weights");
    for query in DROPOUT.executed.iter().chain(&["default"]) {
        let (link, warnings) = decode(if *query == "default" { "" } else { query }, &DROPOUT);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        let state = &link.state;
        let x = photographs::emoji(state.int("kind") as usize, state.int("row") as usize);
        let a = net.run(&weights, &[&x], &["relu6"]).expect("a forward").remove(1).into_data();
        let (p, draws) = (f64::from(state.int("p")) / 100.0, state.int("draws") as usize);
        let drop = Dropout { p, seed: state.int("seed").unsigned_abs() };
        let paper = state.word("way") == "paper";
        let scale = if paper { 1.0 } else { drop.scale() };
        let value = |i: usize| if drop.keeps(i as u32) { a[i % NEURONS] * scale } else { 0.0 };
        let train = Tensor::from_fn(&[draws, NEURONS], value);
        let tested = if paper { (1.0 - p) as f32 } else { 1.0 };
        let test = Tensor::from_fn(&[1, NEURONS], |i| a[i] * tested);
        let at = state.int("unit") as usize;
        let shown = (state.int("draw") as usize).min(draws) - 1;
        let d = train.data()[shown * NEURONS..(shown + 1) * NEURONS].to_vec();
        let (z, expected) = (unit(&file, at, &train), unit(&file, at, &test));
        for (name, got) in [("a", a.clone()), ("d", d), ("z", z), ("expected", expected)] {
            let want = &goldens[&format!("dropout/{query}/{name}")];
            let got = Tensor::new(&[got.len()], got).expect("numbers");
            let off = worst(query, &got, want, Tolerance::of(1e-4));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
    assert_eq!(State::of(&DROPOUT).int("draw"), 1);
}
