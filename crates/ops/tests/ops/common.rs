//! Calls on random numbers of about unit scale, one or more for every operation.

use std::collections::BTreeMap;

use ops::{Op, Options, Value};
use tensor::{Tensor, random::SplitMix64};

/// Normal numbers.
pub(crate) fn random(shape: &[usize], seed: u64) -> Tensor {
    let mut rng = SplitMix64::new(seed);
    Tensor::from_fn(shape, |_| rng.normal() as f32)
}

/// Options from a few words: `"stride 2, padding 1 2, activation relu, causal true"`.
pub(crate) fn options(words: &str) -> Options {
    let value = |v: &str| match v {
        "true" => Value::Flag(true),
        "false" => Value::Flag(false),
        _ => match v.split(' ').map(str::parse).collect::<Result<Vec<f64>, _>>() {
            Ok(v) if v.len() == 1 => Value::Number(v[0]),
            Ok(v) => Value::Numbers(v),
            Err(_) => Value::Word(v.to_owned()),
        },
    };
    let pairs = words.split(", ").filter_map(|pair| pair.split_once(' '));
    Options(pairs.map(|(k, v)| (k.to_owned(), value(v))).collect::<BTreeMap<_, _>>())
}

/// The operation of that name.
pub(crate) fn op(name: &str, words: &str) -> Op {
    Op::parse(name, &options(words)).expect("possible options")
}

/// An operation and its arguments.
pub(crate) struct Call {
    pub(crate) op: Op,
    pub(crate) inputs: Vec<Option<Tensor>>,
}

impl Call {
    pub(crate) fn args(&self) -> Vec<Option<&Tensor>> {
        self.inputs.iter().map(Option::as_ref).collect()
    }

    pub(crate) fn shapes(&self) -> Vec<Option<&[usize]>> {
        self.inputs.iter().map(|t| t.as_ref().map(Tensor::shape)).collect()
    }

    pub(crate) fn name(&self) -> String {
        format!("{:?}", self.op)
    }
}

fn made(op: impl Into<Op>, inputs: Vec<Option<Tensor>>) -> Call {
    Call { op: op.into(), inputs }
}

fn call(name: &str, words: &str, shapes: &[&[usize]]) -> Call {
    let tensors = shapes.iter().zip(1..).map(|(s, seed)| random(s, seed));
    // An empty shape stands for null.
    made(op(name, words), tensors.map(|t| (!t.shape().is_empty()).then_some(t)).collect())
}

/// As `call`, with variances (of the given argument) that are positive.
fn positive(mut call: Call, places: &[usize]) -> Call {
    for &i in places {
        let t = call.inputs[i].take().expect("an argument");
        call.inputs[i] = Some(Tensor::from_fn(t.shape(), |at| 0.5 + t.data()[at].abs()));
    }
    call
}

/// As `call`, with the argument's numbers divided by what keeps the scale.
fn scaled(mut call: Call, places: std::ops::Range<usize>) -> Call {
    for i in places {
        let Some(t) = call.inputs[i].take() else { continue };
        let fan: usize = t.shape()[1..].iter().product();
        let by = (fan as f32).sqrt();
        call.inputs[i] = Some(Tensor::from_fn(t.shape(), |at| t.data()[at] / by));
    }
    call
}

const NULL: &[usize] = &[];

/// Zeros and ones; the first is 0.
pub(crate) fn flags(shape: &[usize], seed: u64) -> Tensor {
    let mut rng = SplitMix64::new(seed);
    Tensor::from_fn(shape, |i| if i > 0 && rng.uniform() < 0.4 { 1.0 } else { 0.0 })
}

/// At least one call of every operation, those of every option that changes the formula.
pub(crate) fn calls() -> Vec<Call> {
    let picture: &[usize] = &[2, 4, 17, 15];
    let mut calls = vec![
        call("relu", "", &[picture]),
        call("conv2d", "padding 2, stride 2, groups 2", &[picture, &[6, 2, 3, 5], &[6]]),
        call("conv2d", "activation relu, groups 2", &[picture, &[6, 2, 3, 5], NULL]),
        call("maxPool2d", "kernel 3, stride 2, padding 1", &[picture]),
        call("avgPool2d", "kernel 3 2, stride 2, padding 1", &[picture]),
        call("adaptiveAvgPool2d", "size 6 4", &[picture]),
        call("add", "", &[picture, &[4, 1, 15]]),
        call("sub", "", &[&[4, 1, 15], picture]),
        call("mul", "", &[picture, picture]),
        call("exp", "", &[picture]),
        call("tanh", "", &[picture]),
        call("sum", "axes 1 -1", &[&[5, 3, 7, 2]]),
        call("mean", "axes 0 2", &[picture]),
        call("softmax", "axis 1", &[picture]),
        call("logSoftmax", "", &[picture]),
        call("reshape", "shape 8 -1 3", &[picture]),
        call("transpose", "perm 2 0 -1 1", &[picture]),
        call("concat", "axis -2", &[picture, &[2, 4, 3, 15], &[2, 4, 1, 15]]),
        call("slice", "axis 2, start 3, end -2", &[picture]),
        call("dropout", "p 0.3, seed 5", &[picture]),
        call("linear", "", &[&[2, 5, 31], &[7, 31], &[7]]),
        call("linear", "activation relu", &[&[2, 5, 31], &[7, 31], NULL]),
        call("matmul", "", &[&[3, 1, 5, 7], &[2, 7, 4]]),
        call("matmul", "transposeB true", &[&[3, 5, 7], &[4, 7]]),
        call("localResponseNorm", "n 3, k 2, alpha 0.3, beta 0.75", &[picture]),
        positive(call("batchNorm", "", &[picture, &[4], &[4], &[4], &[4]]), &[2]),
        positive(call("batchNorm", "eps 0.1", &[&[6, 9], &[9], &[9], NULL, NULL]), &[2]),
        call("batchNormTrain", "momentum 0.3", &[picture, &[4], &[4], &[4], &[4]]),
        call("batchNormTrain", "", &[&[5, 3, 7]]),
        call("layerNorm", "", &[&[2, 5, 31], &[31], &[31]]),
        call("layerNorm", "axes 3 1", &[picture, &[15, 4], NULL]),
        call("groupNorm", "groups 2", &[picture, &[4], &[4]]),
        call("positionalEncoding", "positions 0 7 4999, dModel 6", &[]),
        call("scaledDotProductAttention", "", &[&[2, 5, 8], &[2, 7, 8], &[2, 7, 3]]),
    ];
    let ids = Tensor::from_fn(&[3, 4], |i| (i % 5) as f32);
    calls.push(made(op("embedding", ""), vec![Some(ids), Some(random(&[5, 6], 1))]));
    let targets = Tensor::from_fn(&[4], |i| i as f32);
    let inputs = vec![Some(random(&[4, 6], 1)), Some(targets)];
    calls.push(made(op("crossEntropy", "reduction none"), inputs));
    let scores = random(&[2, 3, 4, 5], 1);
    let hidden = Some(flags(&[2, 1, 1, 5], 2));
    calls.push(made(ops::MaskedSoftmax { scale: 0.5, causal: true }, vec![Some(scores), hidden]));
    let pad = ops::ZeroPadShortcut { stride: [2, 3], channels: 7 };
    calls.push(made(pad, vec![Some(random(picture, 1))]));
    calls.extend(gradients());
    calls.extend(composites());
    calls
}

/// What backward passes are made of.
fn gradients() -> Vec<Call> {
    let (picture, c): (&[usize], f32) = (&[2, 4, 17, 15], 0.5);
    let with = |op: Op, shapes: &[&[usize]]| {
        let tensors = shapes.iter().zip(1..).map(|(s, seed)| random(s, seed));
        made(op, tensors.map(Some).collect())
    };
    let conv = ops::Conv2d { stride: [2, 1], padding: [2, 1], groups: 2, ..ops::Conv2d::default() };
    let pool = ops::MaxPool2d { kernel: [3, 2], stride: [2, 1], padding: [1, 0], ceil_mode: true };
    let response = ops::LocalResponseNorm { n: 4, k: 2.0, alpha: 0.3, beta: 0.75 };
    let loss = ops::CrossEntropy { smoothing: 0.1, ignore_index: 2, mean: true };
    let adam = ops::AdamStep { beta1: 0.9, beta2: 0.98, eps: 1e-9, weight_decay: 0.1 };
    let classes = |of: f32| Some(Tensor::from_fn(&[4], |i| (i as f32) % of));
    vec![
        with(ops::Expand { shape: picture.to_vec(), scale: c }.into(), &[&[4, 1, 15]]),
        made(ops::Expand { shape: vec![3, 2], scale: c }, vec![None]),
        with(ops::ReluGrad.into(), &[picture, picture]),
        with(ops::SoftmaxGrad { axis: 1, scale: c }.into(), &[picture, picture]),
        with(
            ops::Conv2dGradInput { forward: conv, size: [17, 15] }.into(),
            &[&[2, 6, 10, 13], &[6, 2, 3, 5]],
        ),
        with(
            ops::Conv2dGradWeight { forward: conv, kernel: [3, 5] }.into(),
            &[&[2, 6, 10, 13], picture],
        ),
        with(ops::MaxPool2dGrad { forward: pool }.into(), &[&[2, 4, 9, 14], picture]),
        with(ops::AdaptiveAvgPool2dGrad { size: [17, 15] }.into(), &[&[2, 4, 6, 4]]),
        with(ops::LocalResponseNormGrad { forward: response }.into(), &[picture, picture]),
        with(ops::NormGrad { axes: vec![0, 2, 3], eps: 1e-5 }.into(), &[picture, picture]),
        made(
            ops::CrossEntropyGrad { forward: loss },
            vec![Some(random(&[], 1)), Some(random(&[4, 6], 1)), classes(6.0)],
        ),
        with(
            ops::SgdStep { momentum: 0.9, weight_decay: 0.1 }.into(),
            &[&[5, 7], &[5, 7], &[1], &[5, 7]],
        ),
        with(ops::SgdStep { momentum: 0.0, weight_decay: 0.1 }.into(), &[&[5], &[5], &[1]]),
        positive(with(adam.into(), &[&[5, 7], &[5, 7], &[2], &[5, 7], &[5, 7]]), &[4]),
        made(ops::EmbeddingGrad { rows: 3 }, vec![Some(random(&[4, 6], 1)), classes(3.0)]),
    ]
}

/// Blocks with every shortcut, attention, layers.
pub(crate) fn composites() -> Vec<Call> {
    let x: &[usize] = &[1, 4, 9, 8];
    let layer = |o: usize, i: usize, k: usize| {
        vec![vec![o, i, k, k], vec![o], vec![o], vec![o], vec![o], vec![o]]
    };
    let block = |name: &str, words: &str, layers: &[Vec<Vec<usize>>]| {
        let parts: Vec<&[usize]> = layers.iter().flatten().map(Vec::as_slice).collect();
        let made = call(name, words, &[&[x], &parts[..]].concat());
        let layers = layers.len();
        (0..layers).fold(made, |made, l| positive(scaled(made, 1 + 6 * l..2 + 6 * l), &[6 + 6 * l]))
    };
    let down = layer(6, 4, 1);
    let basic = |o| vec![layer(o, 4, 3), layer(o, o, 3)];
    let neck = |o| vec![layer(3, 4, 1), layer(3, 3, 3), layer(o, 3, 1)];
    let with = |mut layers: Vec<Vec<Vec<usize>>>| {
        layers.push(down.clone());
        layers
    };
    let token: &[usize] = &[2, 5, 8];
    let heads: Vec<&[usize]> = [[8, 8].as_slice(), &[8]].repeat(4);
    let norm: Vec<&[usize]> = vec![&[8], &[8]];
    let ffn: Vec<&[usize]> = vec![&[16, 8], &[16], &[8, 16], &[8]];
    let encoder: Vec<&[usize]> = [&[token], &heads[..], &norm, &norm, &ffn].concat();
    let decoder: Vec<&[usize]> =
        [&[token, &[2, 7, 8]], &heads[..], &heads, &norm, &norm, &norm, &ffn].concat();
    let matrices = |first: usize, many: usize| (0..many).map(move |i| first + 2 * i);
    let fan = |mut call: Call, places: Vec<usize>| {
        for i in places {
            call = scaled(call, i..i + 1);
        }
        call
    };
    let mut made = vec![
        block("basicBlock", "", &basic(4)),
        block("basicBlock", "stride 2", &with(basic(6))),
        block("basicBlock", "stride 2, shortcut zeroPad", &basic(6)),
        block("basicBlock", "stride 2, shortcut none", &basic(6)),
        block("bottleneck", "", &neck(4)),
        block("bottleneck", "stride 2, strideOn conv1, shortcut projection", &with(neck(6))),
        block("bottleneck", "stride 2, shortcut zeroPad", &neck(6)),
        fan(
            call("multiHeadAttention", "heads 2", &[&[token, NULL], &heads[..]].concat()),
            matrices(2, 4).collect(),
        ),
        fan(
            call("encoderLayer", "heads 2", &encoder),
            matrices(1, 4).chain(matrices(13, 2)).collect(),
        ),
        fan(
            call("decoderLayer", "heads 4, causal true", &decoder),
            matrices(2, 8).chain(matrices(24, 2)).collect(),
        ),
    ];
    let mask = flags(&[2, 1, 1, 5], 3);
    made[7].inputs.push(Some(mask));
    made[8].inputs.push(Some(flags(&[2, 5], 4)));
    made[9].inputs.extend([Some(flags(&[2, 5], 5)), Some(flags(&[2, 7], 6))]);
    made
}
