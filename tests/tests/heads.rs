//! The code that the heads widget shows gives the numbers that it shows: the layer's steps as
//! the page calls them, held to what PyTorch gave for every state, and to the layer itself.

use std::{collections::BTreeMap, fs};

use nets::attention::{Hidden, rows};
use ops::Value;
use share::{
    Lang, State,
    widgets::heads::{FACTORS, HEADS, words},
};
use tensor::{Tensor, read_safetensors};
use tests::{
    Tolerance,
    calls::{all, number, op, over_keys, reshape, sizes},
    executed, root, snippets, worst,
};
use translation::Vocabulary;

const WIDTH: usize = 64;

struct Layer(BTreeMap<String, Tensor>);

impl Layer {
    fn read() -> Self {
        let path = root().join("web/assets/nets/transformer.safetensors");
        Self(read_safetensors(&fs::read(path).expect("the net")).expect("its weights").0)
    }

    fn weight(&self, name: &str) -> &Tensor {
        &self.0[&format!("enc.0.{name}")]
    }

    fn linear(&self, x: &Tensor, name: &str) -> Tensor {
        op("linear", &[], &[x, self.weight(name)])
    }

    fn norm(&self, x: &Tensor, name: &str) -> Tensor {
        let [gamma, beta] = ["gamma", "beta"].map(|of| self.weight(&format!("{name}.{of}")));
        op("layerNorm", &[("axes", Value::Numbers(vec![1.0]))], &[x, gamma, beta])
    }

    /// Numbers of the words, padding behind them, as the net reads them.
    fn read_in(&self, state: &State) -> (Tensor, usize) {
        let words = words(state, Lang::En);
        let mut ids = Vocabulary::new().ids(words.iter().map(String::as_str));
        ids.resize(ids.len() + state.int("pad") as usize, 0);
        let places: Vec<usize> = (0..ids.len()).collect();
        let ids = Tensor::from_fn(&[ids.len()], |at| ids[at] as f32);
        let x = op("mul", &[], &[&op("embedding", &[], &[&ids, &self.0["emb"]]), &number(8.0)]);
        let options = [("positions", sizes(&places)), ("dModel", Value::Number(WIDTH as f64))];
        (op("add", &[], &[&x, &op("positionalEncoding", &options, &[])]), words.len())
    }
}

fn split(x: &Tensor) -> Tensor {
    let x = reshape(x, &[x.shape()[0], 4, 16]);
    op("transpose", &[("perm", sizes(&[1, 0, 2]))], &[&x])
}

/// y and weights.
fn attend(qkv: [&Tensor; 3], mask: Option<&Tensor>, scale: f64) -> [Tensor; 2] {
    let inputs: Vec<&Tensor> = qkv.into_iter().chain(mask).collect();
    let made = all("scaledDotProductAttention", &[("scale", Value::Number(scale))], &inputs);
    <[Tensor; 2]>::try_from(made).expect("two answers")
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let (goldens, layer) = (snippets(), Layer::read());
    for (query, state) in executed(&HEADS) {
        let (x, words) = layer.read_in(&state);
        let t = x.shape()[0];
        let [q, k, v] = ["self.wq", "self.wk", "self.wv"].map(|name| layer.linear(&x, name));
        let times = number(state.int("times") as f32);
        let larger = op("mul", &[], &[&q, &times]);
        let [q, larger, k, v] = [&q, &larger, &k, &v].map(split);
        let scale = if state.word("scale") == "none" { 1.0 } else { 0.25 };
        let mask = Hidden::of(state.word("mask"), state.int("pad") as usize).mask(t);
        let [apart, weights] = attend([&larger, &k, &v], mask.as_ref(), scale);
        let joined = op("transpose", &[("perm", sizes(&[1, 0, 2]))], &[&apart]);
        let joined = reshape(&joined, &[t, WIDTH]);
        let o = layer.linear(&joined, "self.wo");
        let n = layer.norm(&op("add", &[], &[&x, &o]), "ln1");
        let relu = [("activation", Value::Word("relu".to_owned()))];
        let hidden = op("linear", &relu, &[&n, layer.weight("ffn.w1"), layer.weight("ffn.b1")]);
        let y = op("linear", &[], &[&hidden, layer.weight("ffn.w2"), layer.weight("ffn.b2")]);

        let head = state.int("head") as usize - 1;
        let mut measures = [Vec::new(), Vec::new(), Vec::new()];
        for factor in FACTORS {
            for scale in [1.0, 0.25] {
                let [_, a] = attend([&q, &k, &v], mask.as_ref(), scale * f64::from(factor));
                let of_words = rows(&a.data()[head * t * t..][..words * t], t);
                measures[0].push(of_words.largest);
                measures[1].push(of_words.entropy);
                measures[2].push(of_words.jacobian);
            }
        }
        let [largest, entropy, jacobian] =
            measures.map(|m| Tensor::new(&[2 * FACTORS.len()], m).expect("12 numbers"));
        for (name, got, tolerance) in [
            ("scores", over_keys(&larger, &k), 2e-4),
            ("weights", weights, 1e-4),
            ("joined", joined, 1e-4),
            ("o", o, 1e-4),
            ("hidden", hidden, 2e-4),
            ("y", y, 2e-4),
            ("largest", largest, 1e-4),
            ("entropy", entropy, 1e-4),
            ("jacobian", jacobian, 1e-4),
        ] {
            let want = &goldens[&format!("heads/{query}/{name}")];
            let off = worst(query, &got, want, Tolerance::of(tolerance));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}

/// The steps of the default state are those of the whole layer.
#[test]
fn the_steps_are_the_layer() {
    let (goldens, layer, state) = (snippets(), Layer::read(), State::reference(&HEADS));
    let (x, _) = layer.read_in(&state);
    let t = x.shape()[0];
    let names = [
        "self.wq",
        "self.wk",
        "self.wv",
        "self.wo",
        "ln1.gamma",
        "ln1.beta",
        "ffn.w1",
        "ffn.b1",
        "ffn.w2",
        "ffn.b2",
        "ln2.gamma",
        "ln2.beta",
    ];
    let made = {
        use ops::{EncoderLayer, Op};
        let op = Op::from(EncoderLayer { heads: 4, eps: 1e-5, residual: true });
        let x = reshape(&x, &[1, t, WIDTH]);
        let inputs: Vec<Option<&Tensor>> = op
            .entry()
            .inputs
            .iter()
            .enumerate()
            .map(|(at, notation)| {
                let named = names.iter().find(|name| notation.contains(*name));
                named.map(|name| layer.weight(name)).or((at == 0).then_some(&x))
            })
            .collect();
        op.forward(&inputs).expect("the layer")
    };
    let golden = |name: &str| &goldens[&format!("heads/default/{name}")];
    let n = layer.norm(&op("add", &[], &[&x, golden("o")]), "ln1");
    let whole = layer.norm(&op("add", &[], &[&n, golden("y")]), "ln2");
    let off = worst("y", &reshape(&made[0], &[t, WIDTH]), &whole, Tolerance::of(2e-4));
    assert!(off <= 1.0, "y: off by {off} tolerances");
    let weights = reshape(&made[1], &[4, t, t]);
    assert!(worst("weights", &weights, golden("weights"), Tolerance::of(1e-4)) <= 1.0);
}

/// What the page says of the default sentence: the fourth head mostly listens to the word
/// before, the third to the full stop; without the scale a row's largest weight grows and its
/// entropy and Jacobian fall; and nearly all of the units behind ReLU are silent.
#[test]
fn the_caption_is_true() {
    let goldens = snippets();
    let golden = |name: &str| goldens[&format!("heads/default/{name}")].data();
    let t = 10;
    let best = |head: usize, row: usize| {
        let row = &golden("weights")[(head * t + row) * t..][..t];
        (0..t).max_by(|a, b| row[*a].total_cmp(&row[*b])).expect("a key")
    };
    let before = (1..t).filter(|row| best(3, *row) + 2 >= *row && best(3, *row) < *row).count();
    assert!(before >= 7, "{before} of 9 listen to a word just before");
    assert!((0..t).filter(|row| best(2, *row) == t - 1).count() >= 7);
    for (name, grows) in [("largest", true), ("entropy", false), ("jacobian", false)] {
        let [without, with] = [golden(name)[0], golden(name)[1]];
        assert_eq!(without > with, grows, "{name}: {without} against {with}");
    }
    let hidden = golden("hidden");
    let zero = hidden.iter().filter(|v| **v == 0.0).count() as f64 / hidden.len() as f64;
    assert!(zero > 0.9, "{zero}");
}
