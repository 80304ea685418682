//! The code that the family widget shows gives the numbers that it shows: counts row by row, and
//! the logits of a net with random weights on a photograph, held to what PyTorch gave.

use std::fs;

use nets::family::{counts, net_of};
use nets::{Net, Spec};
use share::{State, decode, widgets::family::FAMILY};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

use photographs::rgba;

const SIDE: usize = 224;
const MEAN: [f32; 3] = [0.485, 0.456, 0.406];
const STD: [f32; 3] = [0.229, 0.224, 0.225];

#[test]
fn shown_code_and_shown_numbers_agree() {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let (goldens, _) = read_safetensors(&bytes).expect("a golden file");
    let others = FAMILY.executed.iter().map(|query| {
        let (link, warnings) = decode(query, &FAMILY);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        (*query, link.state)
    });
    for (query, state) in [("default", State::reference(&FAMILY))].into_iter().chain(others) {
        let golden = |result: &str| &goldens[&format!("family/{query}/{result}")];
        let net = net_of(|key| state.int(key), |key| state.word(key));
        let rows = counts(&net).expect("counts");
        let parameters = rows.each_ref().map(|row| row.parameters as f32);
        let work = rows.each_ref().map(|row| row.multiply_adds as f32);
        assert_eq!(golden("parameters").data(), parameters, "{query}");
        assert_eq!(golden("multiply_adds").data(), work, "{query}");

        let plane = SIDE * SIDE;
        let x = figures::picture_tensor(&rgba(state.word("picture")), SIDE);
        let x = Tensor::from_fn(&[1, 3, SIDE, SIDE], |i| (x[i] - MEAN[i / plane]) / STD[i / plane]);
        let net = Net::new(Spec::ResNet(net)).expect("a net");
        let weights = net.seeded(u64::from(state.int("seed").unsigned_abs()));
        let y = net.run(&weights, &[&x], &[]).expect("logits").remove(0);
        let off = worst(query, &y, golden("y"), Tolerance::of(1e-3));
        assert!(off <= 1.0, "{query}: off by {off} tolerances");
    }
}
