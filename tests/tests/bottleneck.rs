//! The code that the bottleneck widget shows gives the numbers that it shows: the same
//! photograph through the same operations, held to what PyTorch gave for every state.

use std::fs;

use nets::blocks::{Block, CUT, Pair};
use ops::{Op, Options, Value};
use share::{State, decode, widgets::bottleneck::BOTTLENECK};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

use photographs::rgba;

/// An operation with one result.
fn one(name: &str, options: &[(&str, f64)], inputs: &[Option<&Tensor>]) -> Tensor {
    let options = options.iter().map(|(key, v)| ((*key).to_owned(), Value::Number(*v)));
    let op = Op::parse(name, &Options(options.collect())).expect("an operation");
    op.forward(inputs).expect("a result").remove(0)
}

/// y_basic, y_neck
fn shown(state: &State) -> [(Tensor, Tolerance); 2] {
    let pair = Pair::of(|key| state.int(key), |key| state.word(key));
    let x = figures::picture_tensor(&rgba(state.word("picture")), CUT);
    let x = Tensor::new(&[1, 3, CUT, CUT], x).expect("a picture");
    let x = one("avgPool2d", &[("kernel", pair.averaged() as f64)], &[Some(&x)]);
    let x = one("batchNormTrain", &[], &[Some(&x), None, None, None, None]);
    let w = pair.stem_weight();
    let x = one("conv2d", &[("stride", 2.0), ("padding", 3.0)], &[Some(&x), Some(&w), None]);
    let x = one("batchNormTrain", &[], &[Some(&x), None, None, None, None]);
    let x = one("relu", &[], &[Some(&x)]);
    let window = [("kernel", 3.0), ("stride", 2.0), ("padding", 1.0)];
    let x = one("maxPool2d", &window, &[Some(&x)]);
    let y = |block: Block| {
        let x = one("slice", &[("axis", 1.0), ("end", block.input as f64)], &[Some(&x)]);
        let weights = block.weights(pair.seed);
        let weight = |name: &str| weights.iter().find(|(n, _)| n == name).map(|(_, w)| w);
        let inputs = block.arranged(|name| if name == "x" { Some(&x) } else { weight(name) });
        let made = block.op().and_then(|op| op.forward(&inputs)).expect("a block that fits");
        (made.into_iter().next().expect("y"), Tolerance::of_op(block.name()))
    };
    pair.blocks().map(y)
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let (goldens, _) = read_safetensors(&bytes).expect("a golden file");
    let others = BOTTLENECK.executed.iter().map(|query| {
        let (link, warnings) = decode(query, &BOTTLENECK);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        (*query, link.state)
    });
    for (query, state) in [("default", State::reference(&BOTTLENECK))].into_iter().chain(others) {
        for (result, (got, tolerance)) in BOTTLENECK.results.iter().zip(shown(&state)) {
            let want = &goldens[&format!("bottleneck/{query}/{result}")];
            let off = worst(query, &got, want, tolerance);
            assert!(off <= 1.0, "{query} {result}: off by {off} tolerances");
        }
    }
}
