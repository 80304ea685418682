//! The code that the attention widget shows gives the numbers that it shows: its inputs
//! through the operations that the page calls, held to what PyTorch gave for every state.

use nets::attention::{D_K, Draws, Hidden, Inputs, KEYS, QUERIES, Similarity, draws, measured};
use ops::Value;
use share::{Kind, Lang, State, widgets::attention::ATTENTION, widgets::attention::shown};
use tensor::Tensor;
use tests::{
    Tolerance,
    calls::{all, number, op, over_keys, reshape, sizes},
    executed, snippets, worst,
};

fn scores(similarity: Similarity, q: &Tensor, k: &Tensor, w: &Tensor) -> Tensor {
    let (t, d) = (q.shape()[0], q.shape()[1]);
    let unit = |x: &Tensor| {
        let n = (2 * d - 1) as f64;
        let options = [("n", n), ("k", 1e-16), ("alpha", 1.0), ("beta", 0.5)];
        let options = options.map(|(k, v)| (k, Value::Number(v)));
        reshape(&op("localResponseNorm", &options, &[&reshape(x, &[t, d, 1, 1])]), &[t, d])
    };
    let (qs, ks) = (reshape(q, &[t, 1, d]), reshape(k, &[1, t, d]));
    match similarity {
        Similarity::Scaled | Similarity::Dot => over_keys(q, k),
        Similarity::Cosine => over_keys(&unit(q), &unit(k)),
        Similarity::Additive => {
            let bent = op("tanh", &[], &[&op("add", &[], &[&qs, &ks])]);
            reshape(&op("linear", &[], &[&bent, w]), &[t, t])
        }
        Similarity::Gaussian => {
            let apart = op("sub", &[], &[&qs, &ks]);
            let square = op("mul", &[], &[&apart, &apart]);
            let halved = op("mul", &[], &[&square, &number(-0.5)]);
            op("sum", &[("axes", sizes(&[2]))], &[&halved])
        }
    }
}

/// x, scores, weights, y of a state.
fn chain(state: &State) -> [Tensor; 4] {
    let (tokens, _) = shown(state, Lang::En);
    let (t, d_k) = (tokens.len(), state.int("dk") as usize);
    let similarity = Similarity::of(state.word("similarity"));
    let given = Inputs::new(&tokens, d_k, state.int("seed") as u64);
    let x = op("embedding", &[], &[&given.ids, &given.table]);
    let [q, k, v] = [&given.wq, &given.wk, &given.wv].map(|w| op("linear", &[], &[&x, w]));
    let scores = scores(similarity, &q, &k, &given.w);
    let scale = similarity.scale(d_k);
    let scaled = op("mul", &[], &[&scores, &number(scale)]);
    let unit = Tensor::from_fn(&[t, t], |at| f32::from(u8::from(at / t == at % t)));
    let (q, k) = match similarity {
        Similarity::Scaled | Similarity::Dot => (&q, &k),
        _ => (&scaled, &unit),
    };
    let mask = Hidden::of(state.word("mask"), state.int("pad") as usize).mask(t);
    let inputs = [Some(q), Some(k), Some(&v), mask.as_ref()];
    let inputs: Vec<&Tensor> = inputs.into_iter().flatten().collect();
    let scale = [("scale", Value::Number(f64::from(scale)))];
    let mut answers = all("scaledDotProductAttention", &scale, &inputs);
    let weights = answers.remove(1);
    [x, scores, weights, answers.remove(0)]
}

/// spread, entropy, jacobian of a seed.
fn sweep(seed: u64) -> [Tensor; 3] {
    let Draws { queries, keys } = draws(seed);
    let (mut variance, mut information, mut squares) = (Vec::new(), Vec::new(), Vec::new());
    for d in D_K {
        let ends = [("axis", 1.0), ("start", 0.0), ("end", d as f64)];
        let ends = ends.map(|(k, v)| (k, Value::Number(v)));
        let plain = over_keys(&op("slice", &ends, &[&queries]), &op("slice", &ends, &[&keys]));
        let scaled = op("mul", &[], &[&plain, &number((1.0 / (d as f64).sqrt()) as f32)]);
        for s in [plain, scaled] {
            let column = reshape(&s, &[QUERIES * KEYS, 1]);
            variance.push(all("batchNormTrain", &[], &[&column])[2].data()[0]);
            let a = op("softmax", &[], &[&s]);
            let product = op("mul", &[], &[&a, &op("logSoftmax", &[], &[&s])]);
            let rows = op("sum", &[("axes", sizes(&[1]))], &[&product]);
            information.push(op("mean", &[], &[&rows]).data()[0]);
            let unit =
                Tensor::from_fn(&[KEYS, KEYS], |i| f32::from(u8::from(i / KEYS == i % KEYS)));
            let upright = reshape(&a, &[QUERIES, KEYS, 1]);
            let outer = op("mul", &[], &[&upright, &reshape(&a, &[QUERIES, 1, KEYS])]);
            let jacobian = op("sub", &[], &[&op("mul", &[], &[&upright, &unit]), &outer]);
            let square = op("mul", &[], &[&jacobian, &jacobian]);
            squares.extend(op("sum", &[("axes", sizes(&[1, 2]))], &[&square]).into_data());
        }
    }
    let got = measured(&variance, &information, &squares);
    [got.spread, got.entropy, got.jacobian]
        .map(|v| Tensor::new(&[2 * D_K.len()], v).expect("20 numbers"))
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let goldens = snippets();
    let attention = Tolerance::of_op("scaledDotProductAttention");
    for (query, state) in executed(&ATTENTION) {
        let [spread, entropy, jacobian] = sweep(state.int("seed") as u64);
        let [x, scores, weights, y] = chain(&state);
        for (name, got, tolerance) in [
            ("x", x, Tolerance::of(1e-7)),
            ("scores", scores, Tolerance::of(2e-5)),
            ("weights", weights, attention),
            ("y", y, attention),
            ("spread", spread, Tolerance::of_op("batchNormTrain")),
            ("entropy", entropy, attention),
            ("jacobian", jacobian, attention),
        ] {
            let want = &goldens[&format!("attention/{query}/{name}")];
            let off = worst(query, &got, want, tolerance);
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}

/// Of a sentence that is all padding, PyTorch's NaN is our 0.
#[test]
fn a_row_that_is_hidden_whole_is_zeros() {
    let (_, state) = executed(&ATTENTION).last().expect("a state");
    assert_eq!((state.word("mask"), state.int("pad")), ("padding", 12));
    let [_, _, weights, y] = chain(&state);
    assert!(weights.data().iter().chain(y.data()).all(|v| *v == 0.0));
}

#[test]
fn the_slider_stops_where_is_measured() {
    let key = ATTENTION.keys.iter().find(|key| key.key == "dk").expect("d_k");
    let Kind::Steps { values, .. } = key.kind else { panic!("d_k has no steps") };
    assert!(values.iter().map(|v| *v as usize).eq(D_K));
}
