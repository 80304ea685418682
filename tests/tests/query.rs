//! The code that the query widget shows gives the numbers that it shows: the operations that
//! the page calls, held to what PyTorch gave for every state.

use nets::attention::{Similarity, places};
use ops::Value;
use share::{
    State,
    widgets::query::{QUERY, mapped, points},
};
use tensor::Tensor;
use tests::{
    Tolerance,
    calls::{all, number, op, over_keys, reshape, sizes},
    executed, snippets, worst,
};

/// Scores, weights and outputs of queries `[n, 2]`.
fn attend(state: &State, q: &Tensor) -> [Tensor; 3] {
    let points = points(state);
    let (n, count) = (q.shape()[0], points.keys.len());
    let pairs = |of: &[[f32; 2]]| Tensor::new(&[count, 2], of.concat()).expect("pairs");
    let (keys, values) = (pairs(&points.keys), pairs(&points.values));
    let unit = |x: &Tensor| {
        let rows = x.shape()[0];
        let options = [("n", 3.0), ("k", 1e-16), ("alpha", 1.0), ("beta", 0.5)];
        let options = options.map(|(k, v)| (k, Value::Number(v)));
        reshape(&op("localResponseNorm", &options, &[&reshape(x, &[rows, 2, 1, 1])]), &[rows, 2])
    };
    let (qs, ks) = (reshape(q, &[n, 1, 2]), reshape(&keys, &[1, count, 2]));
    let similarity = Similarity::of(state.word("similarity"));
    let deep = match similarity {
        Similarity::Scaled | Similarity::Dot => over_keys(q, &keys),
        Similarity::Cosine => over_keys(&unit(q), &unit(&keys)),
        Similarity::Additive => {
            let bent = op("tanh", &[], &[&op("add", &[], &[&qs, &ks])]);
            op("linear", &[], &[&bent, &Tensor::from_fn(&[1, 2], |_| 1.0)])
        }
        Similarity::Gaussian => {
            let apart = op("sub", &[], &[&qs, &ks]);
            let halved = op("mul", &[], &[&op("mul", &[], &[&apart, &apart]), &number(-0.5)]);
            op("sum", &[("axes", sizes(&[2]))], &[&halved])
        }
    };
    let scores = reshape(&deep, &[n, count]);
    let scores = op("mul", &[], &[&scores, &number(similarity.scale(2))]);
    let unit = Tensor::from_fn(&[count, count], |at| f32::from(u8::from(at % (count + 1) == 0)));
    let scale = 10.0 / f64::from(state.int("temperature"));
    let scale = [("scale", Value::Number(scale))];
    let mut answers = all("scaledDotProductAttention", &scale, &[&scores, &unit, &values]);
    let weights = answers.remove(1);
    [scores, weights, answers.remove(0)]
}

#[test]
fn a_query_is_answered_as_in_pytorch() {
    let goldens = snippets();
    for (query, state) in executed(&QUERY) {
        let one = Tensor::new(&[1, 2], points(&state).query.to_vec()).expect("a query");
        let [scores, weights, y] = attend(&state, &one);
        let [_, map, _] = attend(&state, &places());
        let (key, keys) = (mapped(&state), scores.shape()[1]);
        let field: Vec<f32> = map.data().iter().skip(key).step_by(keys).copied().collect();
        let flat = |x: &Tensor| reshape(x, &[x.data().len()]);
        for (name, got) in [
            ("scores", flat(&scores)),
            ("weights", flat(&weights)),
            ("y", flat(&y)),
            ("field", Tensor::new(&[40, 40], field).expect("a map")),
        ] {
            let want = &goldens[&format!("query/{query}/{name}")];
            let off = worst(query, &got, want, Tolerance::of(1e-4));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}
