//! The code that the activation widget shows trains as the page does: the first losses of both
//! nets, and the norms of their first gradients, held to what PyTorch gave for every state; and
//! the widget begins at the rates that the log found best.

use std::fs;

use nets::activation::{RATES, Rivals};
use nets::digits::{Digits, digits};
use nets::side_by_side::{SideBySide, is_layer};
use nets::training::{Pairs, Record, Trainer};
use share::{State, decode, widgets::activation::ACTIVATION};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

/// Single precision here, double in PyTorch.
const OFF: Tolerance = Tolerance::of(1e-3);

fn first_steps(state: &State, which: usize, train: &Digits) -> (Vec<Record>, Vec<String>) {
    let (net, options) =
        Rivals::of(|key| state.int(key), |key| state.word(key)).net(which).expect("a net");
    let pairs = Pairs::new(vec![train.pictures.clone()], train.labels.clone()).expect("pairs");
    let mut trainer = Trainer::new(&net, options, pairs).expect("a trainer");
    let records = (0..3).map(|_| trainer.step().expect("a step")).collect();
    (records, trainer.training().gradients.clone())
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let read = |path: &str| fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let (goldens, _) =
        read_safetensors(&read("tests/golden/snippets.safetensors")).expect("goldens");
    let [train, _] = digits(&read("web/assets/digits/digits.bin")).expect("the digits");
    for query in ACTIVATION.executed.iter().chain(&["default"]) {
        let (link, warnings) = decode(if *query == "default" { "" } else { query }, &ACTIVATION);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        let check = |result: &str, shape: &[usize], values: Vec<f32>| {
            let got = Tensor::new(shape, values).expect("numbers");
            let off = worst(query, &got, &goldens[&format!("activation/{query}/{result}")], OFF);
            assert!(off <= 1.0, "{query} {result}: off by {off} tolerances");
        };
        let mut losses = vec![0.0; 6];
        for (i, result) in ["norms_relu", "norms_tanh"].into_iter().enumerate() {
            let (records, names) = first_steps(&link.state, i, &train);
            for (step, record) in records.iter().enumerate() {
                losses[2 * step + i] = record.loss as f32;
            }
            let layers = names.iter().zip(&records[0].grad_norms).filter(|(n, _)| is_layer(n));
            let norms: Vec<f32> = layers.map(|(_, norm)| *norm as f32).collect();
            assert_eq!(norms.len(), 4, "four layers, as in figure 1");
            check(result, &[4], norms);
        }
        check("loss", &[2], losses[..2].to_vec());
        check("losses", &[3, 2], losses);
    }
}

/// The widget begins at the rates at which the logged runs needed the fewest steps.
#[test]
fn the_rates_are_the_best_of_the_log() {
    let json = fs::read(root().join("web/assets/digits/activation.json")).expect("the log");
    let log: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    let runs = log["runs"].as_array().expect("runs");
    for (net, key) in Rivals::NETS.into_iter().zip(["relu-rate", "tanh-rate"]) {
        let steps = |rate: i32| -> u64 {
            let of = |run: &&serde_json::Value| {
                run["net"] == net && run["start"] == "pytorch" && run["rate"] == rate
            };
            runs.iter().filter(of).map(|run| run["reached"].as_u64().unwrap_or(201)).sum()
        };
        let best = RATES.into_iter().min_by_key(|&rate| steps(rate)).expect("a grid");
        assert_eq!(State::of(&ACTIVATION).int(key), best, "{net}");
    }
}

/// The rates of the sliders are those of the grid.
#[test]
fn every_rate_of_the_grid_can_be_set() {
    for key in ["relu-rate", "tanh-rate"] {
        for rate in RATES {
            let (link, warnings) = decode(&format!("{key}={rate}"), &ACTIVATION);
            assert!(warnings.is_empty() && link.state.int(key) == rate, "{key}={rate}");
        }
    }
}
