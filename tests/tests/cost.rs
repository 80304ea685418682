//! The code that the widgets on cost show gives the numbers that they show: counts, layers,
//! rates and losses, held to what PyTorch gave for every state.

use std::{collections::BTreeMap, fs};

use nets::{
    Net, Spec,
    kinds::{EncoderLayer, Inputs, Kind, Sizes},
    sizes, smoothing,
};
use ops::{Graph, Op, Options, Schedule, Value, vjp};
use share::{State, Widget, decode, widgets};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

fn goldens() -> BTreeMap<String, Tensor> {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    read_safetensors(&bytes).expect("a golden file").0
}

/// The default state and those whose code was executed, each with its query.
fn states(widget: &'static Widget) -> Vec<(&'static str, State)> {
    let others = widget.executed.iter().map(|query| {
        let (link, warnings) = decode(query, widget);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        (*query, link.state)
    });
    [("default", State::reference(widget))].into_iter().chain(others).collect()
}

#[track_caller]
fn near(name: &str, got: &[f64], want: &Tensor) {
    assert_eq!(got.len(), want.data().len(), "{name}");
    for (got, want) in got.iter().zip(want.data()) {
        let want = f64::from(*want);
        assert!((got - want).abs() <= 1e-6 * want.abs(), "{name}: {got}, not {want}");
    }
}

fn op(name: &str, options: &[(&str, Value)], inputs: &[&Tensor]) -> Tensor {
    let options = options.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
    let op = Op::parse(name, &Options(options)).expect("an operation");
    let inputs: Vec<Option<&Tensor>> = inputs.iter().map(|t| Some(*t)).collect();
    op.forward(&inputs).unwrap_or_else(|e| panic!("{e}")).remove(0)
}

fn row(x: &Tensor, at: u64) -> Tensor {
    let ends = [("axis", 0.0), ("start", at as f64), ("end", at as f64 + 1.0)];
    op("slice", &ends.map(|(k, v)| (k, Value::Number(v))), &[x])
}

#[test]
fn table_1_and_the_layers_that_are_timed() {
    let goldens = goldens();
    for (query, state) in states(&widgets::complexity::COMPLEXITY) {
        let golden = |result: &str| &goldens[&format!("complexity/{query}/{result}")];
        let [n, d, k, r] =
            ["n", "width", "k", "r"].map(|key| u64::from(state.int(key).unsigned_abs()));
        let sizes = Sizes { n, d, k, r };
        let all = |of: &dyn Fn(Kind) -> u64| Kind::ALL.map(|kind| of(kind) as f64);
        near("work", &all(&|kind| kind.work(sizes)), golden("work"));
        near("paths", &all(&|kind| kind.path(sizes)), golden("paths"));
        let layer = EncoderLayer::of(sizes);
        near("layer", &[layer.total() as f64, layer.attention as f64], golden("layer"));

        let Inputs { x, w, u } = Inputs::new(sizes, u64::from(state.int("seed").unsigned_abs()));
        let attended = row(&op("scaledDotProductAttention", &[], &[&x, &x, &x]), n - 1);
        let all = op("linear", &[], &[&x, &w]);
        let mut h = Tensor::from_fn(&[1, d as usize], |_| 0.0);
        for at in 0..n {
            let sum = op("add", &[], &[&row(&all, at), &op("linear", &[], &[&h, &u])]);
            h = op("tanh", &[], &[&sum]);
        }
        for (name, got) in [("attended", attended), ("recurrent", h)] {
            let flat = Tensor::new(&[d as usize], got.into_data()).expect("a position");
            let off = worst(query, &flat, golden(name), Tolerance::of(1e-4));
            assert!(off <= 1.0, "{query}, {name}: off by {off} tolerances");
        }
    }
}

fn of(state: &State) -> sizes::Sizes {
    let whole = |n: i32| u64::from(n.unsigned_abs());
    let [layers, d_model, d_ff, heads, d_k, d_v] = widgets::parameters::shape(state).map(whole);
    let vocabulary = whole(state.int("vocabulary"));
    let biases = state.word("bias") == "all";
    sizes::Sizes { layers, d_model, d_ff, heads, d_k, d_v, vocabulary, biases }
}

#[test]
fn parameters_part_by_part_and_what_training_cost() {
    let goldens = goldens();
    for (query, state) in states(&widgets::parameters::PARAMETERS) {
        let golden = |result: &str| &goldens[&format!("parameters/{query}/{result}")];
        let model = of(&state);
        near("parts", &model.parts().map(|part| part.total() as f64), golden("parts"));
        near("total", &[model.total() as f64], golden("total"));
        near("layers", &model.layer().map(|n| n as f64), golden("layers"));
        let factors = ["hours", "cards", "gflops"].map(|key| f64::from(state.int(key)));
        let [hours, cards, gflops] = factors;
        let own = sizes::training(hours, cards, gflops / 1e3);
        let paper = [12.0, 84.0].map(|hours| sizes::training(hours, 8.0, 9.5));
        near("cost", &[paper[0], paper[1], own], golden("cost"));
    }
}

/// The engine's own net, where it has such a one: biases in attention are zeros there or not.
#[test]
fn the_counts_are_those_of_the_net_itself() {
    let small = sizes::Sizes {
        layers: 2,
        d_model: 64,
        d_ff: 128,
        heads: 4,
        d_k: 16,
        d_v: 16,
        ..sizes::BASE
    };
    for (model, name) in [(sizes::BASE, "base"), (sizes::BIG, "big"), (small, "small")] {
        let spec = [
            ("layers", model.layers),
            ("dModel", model.d_model),
            ("dFF", model.d_ff),
            ("heads", model.heads),
            ("vocab", model.vocabulary),
        ];
        let spec = spec.map(|(key, size)| (key.to_owned(), Value::Number(size as f64)));
        let spec = nets::Transformer::parse(&Options(spec.into_iter().collect())).expect("a net");
        let layers = Net::new(Spec::Transformer(spec)).expect("a net").layers().expect("layers");
        let counted: u64 = layers.iter().map(|layer| layer.cost.parameters).sum();
        assert_eq!(model.total(), counted, "{name}");
    }
}

#[test]
fn the_rate_of_every_step() {
    let goldens = goldens();
    for (query, state) in states(&widgets::schedule::SCHEDULE) {
        let whole = |key: &str| u64::from(state.int(key).unsigned_abs());
        let (warmup, steps) = (whole("warmup"), 1000 * whole("steps"));
        let schedule = Schedule::Transformer { d_model: whole("dmodel") as usize, warmup };
        let late = [warmup, 4 * warmup, steps];
        let rates: Vec<f64> = (1..=100).chain(late).map(|step| schedule.rate(step)).collect();
        near(query, &rates, &goldens[&format!("schedule/{query}/rates")]);
        near(query, &[schedule.rate(warmup)], &goldens[&format!("schedule/{query}/peak")]);
    }
}

#[test]
fn smoothed_losses_and_their_gradients() {
    let goldens = goldens();
    for (query, state) in states(&widgets::smoothing::SMOOTHING) {
        let golden = |result: &str| &goldens[&format!("smoothing/{query}/{result}")];
        let epsilon = f64::from(state.int("epsilon")) / 100.0;
        let vocabulary = state.int("vocabulary").unsigned_abs() as usize;
        let target = smoothing::Target { epsilon, vocabulary };
        let [right, other] = target.shares();
        near("target", &[right, other, target.floor()], golden("target"));

        let options = [
            ("smoothing".to_owned(), Value::Number(epsilon)),
            ("reduction".to_owned(), Value::Word("none".to_owned())),
        ];
        let loss = Op::parse("crossEntropy", &Options(options.into_iter().collect())).expect("it");
        let rows = target.rows();
        let none = Tensor::from_fn(&[smoothing::LOGITS], |_| 0.0);
        let dy = Tensor::from_fn(&[smoothing::LOGITS], |_| 1.0);
        let given = [Some(&rows), Some(&none), Some(&dy)];
        let shapes: Vec<Option<&[usize]>> = given.iter().map(|t| t.map(Tensor::shape)).collect();
        let forward = Graph::of(&loss, &shapes[..2]).expect("a graph");
        let graph = vjp(&forward, &shapes, &[true, false]).expect("its gradient");
        let made = graph.forward(&given).expect("numbers");
        let first = Tensor::from_fn(&[smoothing::LOGITS], |at| made[1].data()[at * vocabulary]);
        for (name, got) in [("loss", &made[0]), ("gradient", &first)] {
            let off = worst(query, got, golden(name), Tolerance::of(1e-4));
            assert!(off <= 1.0, "{query}, {name}: off by {off} tolerances");
        }
    }
}
