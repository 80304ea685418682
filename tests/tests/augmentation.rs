//! The code that the augmentation widget shows gives the numbers that it shows: the eigenvalues of
//! each photograph's colours, what is added, and the patch.

use std::fs;

use nets::augmentation::{Chance, LAST, PATCH, SIDE, components, shift};
use share::{decode, widgets::augmentation::AUGMENTATION};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

#[test]
fn shown_code_and_shown_numbers_agree() {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let (goldens, _) = read_safetensors(&bytes).expect("a golden file");
    for query in AUGMENTATION.executed.iter().chain(&["default"]) {
        let (link, warnings) = decode(if *query == "default" { "" } else { query }, &AUGMENTATION);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        let state = &link.state;
        let rgba = photographs::rgba(state.word("picture"));
        let chance = Chance::of(state.int("seed") as u64);
        let place = |key: &str, chance: usize| match state.int(key) {
            -1 => chance,
            at => at as usize,
        };
        let (top, left) = (place("top", chance.cut.top), place("left", chance.cut.left));
        assert!(top <= LAST && left <= LAST);
        let mirror = match state.word("mirror") {
            "yes" => true,
            "no" => false,
            _ => chance.cut.mirror,
        };
        let sigma = if state.word("colour") == "none" {
            0.0
        } else {
            f64::from(state.int("sigma")) / 100.0
        };
        let eigen = components(&rgba);
        let added = shift(&eigen, chance.alphas, sigma);
        let x = figures::picture_tensor(&rgba, SIDE);
        let small = PATCH / 16;
        let patch = Tensor::from_fn(&[3, small, small], |i| {
            let (c, row, column) = (i / small / small, i / small % small * 16, i % small * 16);
            let column = if mirror { PATCH - 1 - column } else { column };
            x[(c * SIDE + top + row) * SIDE + left + column] + added[c] as f32
        });
        let three = |of: [f64; 3]| Tensor::new(&[3], of.map(|v| v as f32).to_vec()).expect("three");
        for (name, got) in
            [("lambdas", three(eigen.values)), ("shift", three(added)), ("patch", patch)]
        {
            let want = &goldens[&format!("augmentation/{query}/{name}")];
            let off = worst(query, &got, want, Tolerance::of(1e-6));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}
