//! The code that the translator widget shows gives the numbers that it shows: the shipped net of
//! this project, its switches too, held to the same net in PyTorch.

use std::{collections::BTreeMap, fs};

use nets::{
    Ask, Net, Part, Site, Spec, Transformer,
    decode::log_probabilities,
    transformer::{END, START},
};
use share::{
    Lang, State, decode,
    widgets::translator::{HEADS, LAYERS, TRANSLATOR, heads_off},
};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};
use translation::{MOST_WORDS, Reading, Vocabulary};

fn read(path: &str) -> BTreeMap<String, Tensor> {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    read_safetensors(&bytes).unwrap_or_else(|e| panic!("{path}: {e}")).0
}

fn net(state: &State) -> (Net, Vec<Tensor>) {
    let spec = Transformer {
        layers: LAYERS,
        d_model: 64,
        heads: HEADS,
        d_ff: 256,
        vocab: Vocabulary::new().words().len(),
        max_len: 64,
        causal: state.word("causal") == "on",
        residual: state.word("residual") == "on",
        off: heads_off(state),
    };
    let net = Net::new(Spec::Transformer(spec)).expect("a net");
    net.read(read("web/assets/nets/transformer.safetensors")).expect("weights")
}

fn ids(row: &[usize]) -> Tensor {
    Tensor::from_fn(&[1, row.len()], |at| row[at] as f32)
}

/// What is written, the logits before each word, and all layers' cross-attention.
fn made(state: &State) -> [Tensor; 3] {
    let (net, weights) = net(state);
    let vocabulary = Vocabulary::new();
    let known = |word: &str| vocabulary.id(word);
    let src = Reading::english(state.text("text", Lang::En), known).ids();
    let (src, vocab) = (ids(&src), vocabulary.words().len());
    let keep: Vec<String> = (0..LAYERS).map(|layer| Site::Cross(layer).weights()).collect();
    let keep: Vec<&str> = keep.iter().map(String::as_str).collect();
    let whole = |fed: &[usize]| net.run(&weights, &[&src, &ids(fed)], &keep).expect("a forward");
    let (mut fed, mut logits) = (vec![START], Vec::new());
    if state.word("mode") == "forced" {
        fed.extend(Reading::chinese(state.text("reference", Lang::En), known).ids());
        logits.extend_from_slice(whole(&fed)[0].data());
        fed.push(END);
    } else {
        let shapes = [src.shape()];
        let ask = Ask { part: Part::Encode, inputs: &shapes, ..Ask::default() };
        let encode = net.program(&ask).expect("an encoder");
        let memory = encode.forward(&[&src], &weights).expect("memory").remove(0);
        while fed.last() != Some(&END) && fed.len() <= MOST_WORDS + 1 {
            let tgt = ids(&fed);
            let shapes = [memory.shape(), src.shape(), tgt.shape()];
            let ask = Ask { part: Part::DecodeStep, inputs: &shapes, ..Ask::default() };
            let step = net.program(&ask).expect("a step");
            let row = step.forward(&[&memory, &src, &tgt], &weights).expect("logits").remove(0);
            let better = |best, at| if row.data()[at] > row.data()[best] { at } else { best };
            fed.push((0..vocab).fold(0, better));
            logits.extend_from_slice(row.data());
        }
    }
    let written = &fed[1..];
    let kept = whole(&fed[..fed.len() - 1]);
    let cross: Vec<f32> = kept[1..].iter().flat_map(|t| t.data().iter().copied()).collect();
    let shape = [LAYERS, HEADS, written.len(), src.shape()[1]];
    [
        Tensor::from_fn(&[written.len()], |at| written[at] as f32),
        Tensor::new(&[written.len(), vocab], logits).expect("logits"),
        Tensor::new(&shape, cross).expect("weights"),
    ]
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let goldens = read("tests/golden/snippets.safetensors");
    for query in TRANSLATOR.executed.iter().chain(&["default"]) {
        let (link, warnings) = decode(if *query == "default" { "" } else { query }, &TRANSLATOR);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        let got = made(&link.state);
        for ((name, off), got) in
            [("written", 0.0), ("logits", 1e-4), ("cross", 1e-4)].iter().zip(got)
        {
            let want = &goldens[&format!("translator/{query}/{name}")];
            assert_eq!(got.shape(), want.shape(), "{query} {name}");
            let off = worst(query, &got, want, Tolerance::of(*off));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}

/// The examples come out as the page says: all right but the last.
#[test]
fn the_sentences_come_out_as_they_are_told() {
    use share::widgets::translator::SENTENCES;
    let vocabulary = Vocabulary::new();
    for (at, (english, chinese, _)) in SENTENCES.into_iter().enumerate() {
        let mut state = State::reference(&TRANSLATOR);
        state.write("text", english).expect("a short text");
        let [written, ..] = made(&state);
        let words = written.data().iter().map(|id| *id as usize).filter(|id| *id != END);
        let made: String = words.map(|id| vocabulary.word(id)).collect();
        assert_eq!(made == chinese, at + 1 < SENTENCES.len(), "{english} {made}");
    }
}

/// What the notes say of the default sentence is what the net does.
#[test]
fn the_notes_figures_are_the_nets() {
    let notes = ["zh", "en"].map(|lang| {
        fs::read_to_string(root().join(format!("web/notes/{lang}/transformer.md"))).expect("a note")
    });
    let says = |words: &str| {
        for note in &notes {
            assert!(note.contains(words), "{words}");
        }
    };
    let vocabulary = Vocabulary::new();
    let state = |query: &str| decode(query, &TRANSLATOR).0.state;
    let text = |query: &str| -> String {
        let [written, ..] = made(&state(query));
        let ids = written.data().iter().map(|id| *id as usize).filter(|id| *id != END);
        ids.map(|id| vocabulary.word(id)).collect()
    };
    let whole = text("");
    let changes = |number: &usize| {
        let word = share::widgets::translator::head_word(*number);
        text(&format!("off={word}")) != whole
    };
    let changed = (0..24).filter(changes).count();
    assert!(notes[0].contains(&format!("24个头一次关一个，只有{changed}个会改变")));
    assert!(
        notes[1].contains(&format!("Of the 24 heads, switched off one at a time, only {changed} "))
    );
    says(text("off=cross").trim_end_matches('。'));
    says("都都都都都");
    assert!(text("residual=off").starts_with("都都都都都"));

    // ln p of every word of the reference.
    let losses = |query: &str| -> Vec<f64> {
        let [written, logits, _] = made(&state(&format!("mode=forced&{query}")));
        let rows = logits.data().chunks(logits.shape()[1]).zip(written.data());
        rows.map(|(row, id)| -log_probabilities(row)[*id as usize]).collect()
    };
    let mean = |all: &[f64]| all.iter().sum::<f64>() / all.len() as f64;
    let other = "reference=正在做饭的画家上周卖了七幅猫。";
    let (with, changed) = (losses(""), losses(other));
    says(&format!("{:.3}", mean(&with)));
    assert_eq!(with[..9], changed[..9]);
    let (without, changed) = (losses("causal=off"), losses(&format!("causal=off&{other}")));
    says(&format!("{:.3}", mean(&without)));
    assert!(without[..9].iter().zip(&changed).all(|(a, b)| (a - b).abs() > 1e-3));
    says("319,936");
    let (net, _) = net(&state(""));
    let count: u64 = net.weights().iter().map(nets::Weight::count).sum();
    assert_eq!(count, 319_936);
}
