//! BLEU against sacrebleu's figures, of `tests/golden/bleu.json`.

use std::fs;

use serde_json::Value as Json;
use share::{Lang, State, decode, widgets::bleu::BLEU, widgets::bleu::sentences};
use tensor::read_safetensors;
use tests::root;
use translation::{Counts, Cut, Found, Order, bleu, found, grams};

fn golden() -> Json {
    let json = fs::read_to_string(root().join("tests/golden/bleu.json")).expect("the goldens");
    serde_json::from_str(&json).expect("JSON")
}

fn strings(json: &Json) -> Vec<String> {
    words(json).into_iter().map(str::to_owned).collect()
}

fn words(json: &Json) -> Vec<&str> {
    json.as_array().expect("words").iter().map(|word| word.as_str().expect("a word")).collect()
}

/// Translations with their references.
fn pairs_of<'a>(
    translations: &'a [Vec<&'a str>],
    references: &'a [Vec<&'a [&'a str]>],
) -> impl Iterator<Item = (&'a [&'a str], &'a [&'a [&'a str]])> {
    translations.iter().zip(references).map(|(t, r)| (t.as_slice(), r.as_slice()))
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
    let got = bleu(pairs_of(&translations, &slices), order);
    let near = |what: &str, got: f64, want: &Json| {
        let want = want.as_f64().expect("a number");
        assert!((got - want).abs() <= 1e-9 * want.max(1.0), "{name}, {what}: {got}, not {want}");
    };
    near("score", got.score, &case["score"]);
    near("brevity penalty", got.brevity_penalty, &case["brevityPenalty"]);
    near("length", got.counts.length as f64, &case["length"]);
    near("reference length", got.counts.reference_length as f64, &case["referenceLength"]);
    // What is shown n-gram by n-gram adds up to what is counted.
    for n in 1..=4 {
        let counted: usize = pairs_of(&translations, &slices)
            .map(|(t, r)| {
                let places = found(t, r, n);
                let shown = places.iter().filter(|(_, found)| *found == Found::Counted).count();
                let summed: usize = grams(t, r, n).iter().map(translation::Gram::counted).sum();
                assert_eq!(shown, summed, "{name}");
                summed
            })
            .sum();
        near("shown", counted as f64, &case["matches"][n - 1]);
    }
    for n in 0..4 {
        near("precision", got.precisions[n], &case["precisions"][n]);
        near("matches", got.counts.matches[n] as f64, &case["matches"][n]);
        near("totals", got.counts.totals[n] as f64, &case["totals"][n]);
    }
}

#[test]
fn every_cut_is_sacrebleus() {
    let golden = golden();
    let cuts = golden["cuts"].as_array().expect("cuts");
    assert!(cuts.len() >= 15);
    for case in cuts {
        let sentence = case["sentence"].as_str().expect("a sentence");
        for name in ["13a", "zh", "none"] {
            let cut = Cut::of(name, &[]);
            assert_eq!(
                (cut.name(), cut.tokens(sentence)),
                (name, strings(&case[name])),
                "{sentence}"
            );
        }
    }
}

#[test]
fn a_cut_is_chosen_by_the_writing() {
    for (sentences, name) in
        [(&["The cat.", "A cat."][..], "13a"), (&["The cat.", "我爱猫"], "zh"), (&[], "13a")]
    {
        assert_eq!(Cut::of("auto", sentences).name(), name);
    }
}

#[test]
fn every_figure_is_sacrebleus() {
    let golden = golden();
    let cases = golden["cases"].as_array().expect("cases");
    assert!(cases.len() >= 15);
    cases.iter().for_each(check);
}

/// The code that the widget shows gives the numbers that it shows.
#[test]
fn shown_code_and_shown_numbers_agree() {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let (goldens, _) = read_safetensors(&bytes).expect("a golden file");
    let others = BLEU.executed.iter().map(|query| (*query, decode(query, &BLEU).0.state));
    for (query, state) in [("default", State::reference(&BLEU))].into_iter().chain(others) {
        let (translation, references) = sentences(&state, Lang::En);
        let cut = Cut::of(state.word("cut"), &[&[translation], &references[..]].concat());
        let references: Vec<Vec<String>> = references.iter().map(|r| cut.tokens(r)).collect();
        let slices: Vec<&[String]> = references.iter().map(Vec::as_slice).collect();
        let order = if state.word("order") == "corpus" { Order::Whole } else { Order::Effective };
        let bleu = Counts::of(&cut.tokens(translation), &slices).bleu(order);
        let counts = bleu.counts;
        let near = |result: &str, got: &[f64]| {
            let want = goldens[&format!("bleu/{query}/{result}")].data();
            assert_eq!(got.len(), want.len());
            for (got, want) in got.iter().zip(want) {
                let want = f64::from(*want);
                assert!(
                    (got - want).abs() <= 1e-6 * want.max(1.0),
                    "{query} {result}: {got} {want}"
                );
            }
        };
        near("matches", &counts.matches.map(|n| n as f64));
        near("totals", &counts.totals.map(|n| n as f64));
        near("precisions", &bleu.precisions);
        let lengths = [counts.length, counts.reference_length].map(|n| n as f64);
        near("bleu", &[&[bleu.score, bleu.brevity_penalty], &lengths[..]].concat());
    }
}
