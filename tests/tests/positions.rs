//! The code that the positions widget shows gives the numbers that it shows: the operations
//! that the page calls, held to what PyTorch gave for every state.

use nets::{
    attention::Inputs,
    positions::{largest, spread, turns},
};
use ops::Value;
use share::{
    Lang,
    widgets::{
        attention::shown,
        positions::{POSITIONS, Seen, order},
    },
};
use tensor::Tensor;
use tests::{
    Tolerance,
    calls::{op, over_keys, sizes},
    executed, snippets, worst,
};

fn encoding(from: usize, n: usize, d: usize) -> Tensor {
    let places: Vec<usize> = (from..from + n).collect();
    let options = [("positions", sizes(&places)), ("dModel", Value::Number(d as f64))];
    op("positionalEncoding", &options, &[])
}

#[test]
fn positions_are_those_of_pytorch() {
    let goldens = snippets();
    for (query, state) in executed(&POSITIONS) {
        let Seen { d, n, k, .. } = Seen::of(&state);
        let pe = encoding(0, n, d);
        let turned = over_keys(&pe, &turns(k, d));
        let dots = over_keys(&pe, &pe);
        assert!(spread(dots.data(), n) < 1e-6 * d as f32 + 1e-5, "{query}");
        let off = op("sub", &[], &[&turned, &encoding(k, n, d)]);
        assert!(largest(off.data()) < 2e-6, "{query}");
        let (words, _) = shown(&state, Lang::En);
        let given = Inputs::new(&words, 8, state.int("seed") as u64);
        let ids = given.ids.data();
        let order = order(&state, words.len());
        let shuffled = Tensor::from_fn(&[ids.len()], |at| ids[order[at]]);
        let x = [&given.ids, &shuffled].map(|ids| op("embedding", &[], &[ids, &given.table]));
        let places = encoding(0, words.len(), 8);
        let attend = |x: &Tensor| {
            let [q, k, v] = [&given.wq, &given.wk, &given.wv].map(|w| op("linear", &[], &[x, w]));
            op("scaledDotProductAttention", &[], &[&q, &k, &v])
        };
        let placed = |x: &Tensor| attend(&op("add", &[], &[x, &places]));
        for (name, got, tolerance) in [
            ("pe", pe, 1e-6),
            ("turned", turned, 2e-6),
            ("dots", dots, 2e-5),
            ("plain", attend(&x[0]), 1e-4),
            ("plain_shuffled", attend(&x[1]), 1e-4),
            ("placed", placed(&x[0]), 1e-4),
            ("placed_shuffled", placed(&x[1]), 1e-4),
        ] {
            let want = &goldens[&format!("positions/{query}/{name}")];
            let off = worst(query, &got, want, Tolerance::of(tolerance));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}
