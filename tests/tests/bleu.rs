//! BLEU against sacrebleu's figures, of `tests/golden/bleu.json`.

use std::fs;

use serde_json::Value as Json;
use tests::root;
use translation::{Order, bleu};

fn words(json: &Json) -> Vec<&str> {
    json.as_array().expect("words").iter().map(|word| word.as_str().expect("a word")).collect()
}

fn check(case: &Json) {
    let name = case["name"].as_str().expect("a name");
    let sentences = case["sentences"].as_array().expect("sentences");
    let translations: Vec<Vec<&str>> = sentences.iter().map(|s| words(&s["translation"])).collect();
    let references: Vec<Vec<Vec<&str>>> = sentences
        .iter()
        .map(|s| s["references"].as_array().expect("references").iter().map(words).collect())
        .collect();
    let slices: Vec<Vec<&[&str]>> =
        references.iter().map(|all| all.iter().map(Vec::as_slice).collect()).collect();
    let order = if case["order"] == "whole" { Order::Whole } else { Order::Effective };
    let pairs = translations.iter().zip(&slices).map(|(t, r)| (t.as_slice(), r.as_slice()));
    let got = bleu(pairs, order);
    let near = |what: &str, got: f64, want: &Json| {
        let want = want.as_f64().expect("a number");
        assert!((got - want).abs() <= 1e-9 * want.max(1.0), "{name}, {what}: {got}, not {want}");
    };
    near("score", got.score, &case["score"]);
    near("brevity penalty", got.brevity_penalty, &case["brevityPenalty"]);
    near("length", got.counts.length as f64, &case["length"]);
    near("reference length", got.counts.reference_length as f64, &case["referenceLength"]);
    for n in 0..4 {
        near("precision", got.precisions[n], &case["precisions"][n]);
        near("matches", got.counts.matches[n] as f64, &case["matches"][n]);
        near("totals", got.counts.totals[n] as f64, &case["totals"][n]);
    }
}

#[test]
fn every_figure_is_sacrebleus() {
    let json = fs::read_to_string(root().join("tests/golden/bleu.json")).expect("the goldens");
    let golden: Json = serde_json::from_str(&json).expect("JSON");
    let cases = golden["cases"].as_array().expect("cases");
    assert!(cases.len() >= 15);
    cases.iter().for_each(check);
}
