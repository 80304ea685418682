//! The code that the AlexNet note's widgets show gives the numbers that they show: the same
//! photograph through the same operations, held to what PyTorch gave for every state.

use std::collections::BTreeMap;
use std::fs;

use nets::accounts::{Account, Memory, accounts, spec};
use nets::columns::{block_diagonal, halves};
use nets::days::{Training, convolutions, input, last, peak, pixels};
use nets::filters::{Filter, filter};
use nets::response::Response;
use nets::{AlexNet, Net, STAGES, Spec, stage_of};
use ops::{Op, Options, Value};
use share::{
    State, Widget, decode,
    widgets::{
        columns::COLUMNS, days::DAYS, full::FULL, layers::LAYERS, lrn::LRN, pooling::POOLING,
    },
};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

use photographs::{emoji, rgba};

/// The part of a photograph that conv1 reads.
fn picture(state: &State) -> Tensor {
    let x = figures::picture_tensor(&rgba(state.word("picture")), 227);
    Tensor::new(&[1, 3, 227, 227], x).expect("a picture")
}

/// An operation with one result.
fn one(name: &str, options: &[(&str, f64)], inputs: &[Option<&Tensor>]) -> Tensor {
    let options = options.iter().map(|(key, v)| ((*key).to_owned(), Value::Number(*v)));
    let op = Op::parse(name, &Options(options.collect())).expect("an operation");
    op.forward(inputs).expect("a result").remove(0)
}

/// What a widget's code gave, in its default state and in every other that was executed,
/// against what `shown` computes.
fn agree(widget: &'static Widget, shown: impl Fn(&State) -> Vec<(Tensor, Tolerance)>) {
    let bytes = fs::read(root().join("tests/golden/snippets.safetensors")).expect("the goldens");
    let goldens: BTreeMap<String, Tensor> = read_safetensors(&bytes).expect("a golden file").0;
    let others = widget.executed.iter().map(|query| {
        let (link, warnings) = decode(query, widget);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        (*query, link.state)
    });
    for (query, state) in [("default", State::reference(widget))].into_iter().chain(others) {
        let shown = shown(&state);
        assert_eq!(shown.len(), widget.results.len());
        for (result, (got, tolerance)) in widget.results.iter().zip(shown) {
            let want = &goldens[&format!("{}/{query}/{result}", widget.name)];
            let off = worst(query, &got, want, tolerance);
            assert!(off <= 1.0, "{query} {result}: off by {off} tolerances");
        }
    }
}

/// p, q
#[test]
fn pooling_is_what_its_code_gives() {
    agree(&POOLING, |state| {
        let kind = Filter::of(state.word("kernel"));
        let w = filter(kind, 11, f64::from(state.int("angle")), state.int("seed") as u64);
        let y = one("conv2d", &[("stride", 4.0)], &[Some(&picture(state)), Some(&w), None]);
        let a = one("relu", &[], &[Some(&y)]);
        let name = if state.word("take") == "average" { "avgPool2d" } else { "maxPool2d" };
        let stride = f64::from(state.int("stride"));
        let pool = |size: f64| one(name, &[("kernel", size), ("stride", stride)], &[Some(&a)]);
        let both = [pool(f64::from(state.int("size"))), pool(stride)];
        both.into_iter().map(|y| (y, Tolerance::of(2e-5))).collect()
    });
}

/// One channel before and after.
#[test]
fn local_response_normalization_is_what_its_code_gives() {
    agree(&LRN, |state| {
        let response = Response::of(|key| state.int(key), |key| state.word(key));
        let mut x = picture(state);
        if response.raw {
            let most = Tensor::new(&[1], vec![255.0]).expect("a number");
            x = one("mul", &[], &[Some(&x), Some(&most)]);
            let sum = |plane: &[f32]| plane.iter().map(|v| f64::from(*v)).sum::<f64>();
            let means: Vec<f32> =
                x.data().chunks(227 * 227).map(|p| (sum(p) / (227.0 * 227.0)) as f32).collect();
            let means = Tensor::new(&[1, 3, 1, 1], means).expect("means");
            x = one("sub", &[], &[Some(&x), Some(&means)]);
        }
        let w = response.weights();
        let y = one("conv2d", &[("stride", 4.0)], &[Some(&x), Some(&w), None]);
        let a = one("relu", &[], &[Some(&y)]);
        let b = Op::from(response.op).forward(&[Some(&a)]).expect("a result").remove(0);
        let channel = state.int("channel") as usize;
        // Of pixels that are 255 times unit scale.
        let tolerance = Tolerance { absolute: 2e-5 * 255.0, relative: 2e-5 };
        let plane = |of: &Tensor| Tensor::from_fn(&[55, 55], |i| of.data()[channel * 55 * 55 + i]);
        [plane(&a), plane(&b)].into_iter().map(|y| (y, tolerance)).collect()
    });
}

/// Parameters, multiply-adds, activations, memory: counts, which are equal or not.
#[test]
fn layers_are_what_their_code_counts() {
    agree(&LAYERS, |state| {
        let size = |key: &str| state.int(key) as usize;
        let spec = spec(state.word("net"), size("side"), size("padding"));
        let net = Spec::parse(&spec).and_then(Net::new).expect("a net");
        let layers = accounts(&net).expect("accounts");
        let exact = Tolerance { absolute: 0.0, relative: 0.0 };
        let column = |of: &dyn Fn(&Account) -> u64| {
            Tensor::from_fn(&[layers.len()], |i| of(&layers[i]) as f32)
        };
        let both = state.word("hold") == "both";
        let halves = [false, true].into_iter().filter(|&cut| !cut || state.word("net") == "paper");
        let held: Vec<f32> = halves
            .map(|cut| {
                Memory::of(&layers, size("side"), state.int("batch") as u64, cut, both).total()
                    as f32
            })
            .collect();
        let columns = [
            column(&|a| a.parameters),
            column(&|a| a.multiply_adds),
            column(&Account::activations),
            Tensor::new(&[held.len()], held).expect("a column"),
        ];
        columns.into_iter().map(|counts| (counts, exact)).collect()
    });
}

/// Some numbers behind the convolutions, and the arithmetic of days.
#[test]
fn days_are_what_their_code_computes() {
    agree(&DAYS, |state| {
        let word = state.word("net");
        let (side, padding) = input(word);
        let whole = spec(word, side, padding);
        let net = |spec: &Options| Spec::parse(spec).and_then(Net::new).expect("a net");
        let small = net(&convolutions(whole.clone()));
        let x = pixels(1, side);
        let made = small.run(&small.seeded(1), &[&x], &[last(word)]).expect("a forward");
        let seen = Tensor::from_fn(&[256], |i| made[1].data()[i * 36 + 21]);
        let number = |key: &str| f64::from(state.int(key));
        let multiply_adds: u64 =
            accounts(&net(&whole)).expect("accounts").iter().map(|a| a.multiply_adds).sum();
        let training = Training {
            multiply_adds: multiply_adds as f64,
            epochs: number("epochs"),
            pictures: number("pictures") * 1e3,
            forwards: number("forwards"),
        };
        let peak = peak(number("cards"), number("cores"), number("clock"));
        let shares = ["least", "most"].map(|key| training.share(peak, number(key)));
        let days = [training.operations(), training.days(peak), shares[0], shares[1]];
        let days = Tensor::from_fn(&[4], |i| days[i] as f32);
        // Five layers on pixels of 128 times unit scale.
        let tolerance = Tolerance { absolute: 1e-4, relative: 1e-4 };
        vec![(seen, tolerance), (days, Tolerance { absolute: 0.0, relative: 1e-6 })]
    });
}

/// What a card holds of every layer, and a real layer in groups or between zeros.
#[test]
fn columns_are_what_their_code_counts_and_computes() {
    let file = fs::read(root().join("web/assets/nets/alexnet.safetensors")).expect("weights");
    let tensors = read_safetensors(&file).expect("weights").0;
    let small = Net::new(Spec::AlexNet(AlexNet::small())).expect("a net");
    let (small, weights) = small.read(tensors.clone()).expect("weights");
    let paper = Spec::parse(&spec("paper", 227, 0)).and_then(Net::new).expect("a net");
    let halves = halves(&accounts(&paper).expect("accounts"), 227);
    let counts: Vec<f32> = halves
        .iter()
        .flat_map(|h| [h.parameters, h.multiply_adds, h.activations, h.received])
        .map(|n| n as f32)
        .collect();
    let counts = Tensor::new(&[8, 4], counts).expect("counts");
    agree(&COLUMNS, |state| {
        let name = state.word("conv");
        let at = stage_of(name).expect("a layer");
        let x = small
            .run(&weights, &[&emoji(state.int("kind") as usize, 0)], &[STAGES[at - 1].name])
            .expect("a forward")
            .remove(1);
        let weight = &tensors[&format!("{name}.weight")];
        let groups = state.int("groups") as usize;
        let whole = block_diagonal(weight, 2);
        let conv = ops::Conv2d {
            padding: [STAGES[at].window[2] as usize; 2],
            groups,
            ..ops::Conv2d::default()
        };
        let weight = if groups == 1 { &whole } else { weight };
        let bias = &tensors[&format!("{name}.bias")];
        let y = conv.forward(&x, weight, Some(bias)).expect("an output");
        let exact = Tolerance { absolute: 0.0, relative: 0.0 };
        vec![(counts.clone(), exact), (y, Tolerance::of(1e-4))]
    });
}

/// All sixty million parameters of either net.
#[test]
fn the_full_nets_are_what_their_code_computes() {
    agree(&FULL, |state| {
        let torchvision = state.word("net") == "alexnet-torchvision";
        let net = Net::new(Spec::named(state.word("net")).expect("a spec")).expect("a net");
        let layers = accounts(&net).expect("accounts");
        let counts: Vec<f32> = layers
            .iter()
            .filter(|layer| !layer.weight.is_empty())
            .flat_map(|layer| [layer.parameters as f32, layer.multiply_adds as f32])
            .collect();
        let (side, numbers) = if torchvision {
            (224, figures::IMAGENET)
        } else {
            (227, [figures::IMAGENET[0], [1.0 / 255.0; 3]])
        };
        let x = figures::normalized(&rgba(state.word("picture")), side, numbers);
        let x = Tensor::new(&[1, 3, side, side], x).expect("a picture");
        let weights = net.seeded(state.int("seed") as u64);
        let y = net.run(&weights, &[&x], &[]).expect("a forward").remove(0);
        let exact = Tolerance { absolute: 0.0, relative: 0.0 };
        let counts = Tensor::new(&[8, 2], counts).expect("counts");
        vec![(counts, exact), (y, Tolerance::of(1e-3))]
    });
}
