//! What a program computes: kept layers, training's statistics, the Transformer's parts.

use nets::{AlexNet, Ask, CifarResNet, Net, Part, Spec, Transformer};
use ops::{Activation, Op, Shortcut};
use tensor::{Tensor, random::SplitMix64};

fn picture(shape: &[usize]) -> Tensor {
    let mut rng = SplitMix64::new(5);
    Tensor::from_fn(shape, |_| rng.normal() as f32)
}

fn cifar(norm: bool, shortcut: Shortcut) -> Net {
    let spec = CifarResNet { n: 2, widths: vec![3, 5], shortcut, norm, classes: 4 };
    Net::new(Spec::CifarResNet(spec)).expect("a net")
}

fn names(net: &Net) -> Vec<String> {
    net.example().expect("a program").names
}

fn relu(x: &[f32]) -> Vec<f32> {
    x.iter().map(|v| v.max(0.0)).collect()
}

/// Whatever is kept, y is the same to the last bit; what is kept are the values between.
#[test]
fn any_layer_can_be_kept() {
    for norm in [true, false] {
        for shortcut in [Shortcut::ZeroPad, Shortcut::Projection, Shortcut::None] {
            let net = cifar(norm, shortcut);
            let (weights, x) = (net.seeded(1), picture(&[2, 3, 9, 7]));
            let plain = net.run(&weights, &[&x], &[]).expect("logits");
            let names = names(&net);
            let keep: Vec<&str> = names.iter().map(String::as_str).collect();
            let all = net.run(&weights, &[&x], &keep).expect("everything");
            assert_eq!(all[0], plain[0]);
            let of = |name: &str| {
                let at = names.iter().position(|n| n == name).expect(name);
                let alone = net.run(&weights, &[&x], &[name]).expect("one");
                assert_eq!(alone, [plain[0].clone(), all[at + 1].clone()], "{name}");
                all[at + 1].data()
            };
            assert_eq!(of("fc"), plain[0].data());
            assert_eq!(
                of("layer1.0.residual"),
                of(if norm { "layer1.0.bn2" } else { "layer1.0.conv2" })
            );
            let first = if norm { "bn1" } else { "conv1" };
            assert!(of(first).iter().any(|v| *v < 0.0));
            assert_eq!(relu(of(first)), of("relu"));
            assert_eq!(of("layer2"), of("layer2.1"));
            for block in ["layer1.0", "layer1.1", "layer2.0", "layer2.1"] {
                let residual = of(&format!("{block}.residual"));
                let sum: Vec<f32> = if shortcut == Shortcut::None {
                    residual.to_vec()
                } else {
                    let around = of(&format!("{block}.shortcut"));
                    residual.iter().zip(around).map(|(a, b)| a + b).collect()
                };
                assert_eq!(relu(&sum), of(block), "{block}");
            }
        }
    }
}

/// Each layer has one name, and every name that a layer has can be asked for.
#[test]
fn names_are_not_used_twice() {
    let nets = Spec::NAMES.iter().map(|name| Spec::named(name).expect("a name"));
    let nets = nets.chain([transformer().spec().clone()]);
    for spec in nets {
        let program = Net::new(spec).and_then(|net| net.example()).expect("a program");
        let mut names = program.names.clone();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), program.names.len());
        assert!(program.layers.iter().all(|layer| names.contains(&layer.name)));
    }
}

/// A ReLU is written into the sum before it, unless that sum is wanted.
#[test]
fn a_relu_is_fused_where_nobody_sees_the_difference() {
    let net = cifar(false, Shortcut::ZeroPad);
    let relus = |keep: &[&str]| {
        let ask = Ask { inputs: &[&[1, 3, 8, 8]], keep, ..Ask::default() };
        let steps = net.program(&ask).expect("a program").graph.steps;
        let fused = steps.iter().filter(|s| match &s.op {
            Op::Conv2d(op) => op.activation == Activation::Relu,
            _ => false,
        });
        [fused.count(), steps.iter().filter(|s| matches!(s.op, Op::Relu(_))).count()]
    };
    assert_eq!(relus(&[]), [5, 0]);
    assert_eq!(relus(&["conv1", "layer2.0.conv1"]), [3, 2]);
}

/// A weight too large for a binding is cut by its outputs, and nothing else changes.
#[test]
fn a_large_weight_comes_in_pieces() {
    let spec = AlexNet {
        widths: [2, 4, 2, 2, 4],
        features: [7, 5],
        classes: 3,
        size: 67,
        ..AlexNet::paper()
    };
    let net = Net::new(Spec::AlexNet(spec)).expect("a net");
    let (weights, x) = (net.seeded(1), picture(&[2, 3, 67, 67]));
    let ask = Ask { inputs: &[x.shape()], keep: &["fc7", "relu7"], ..Ask::default() };
    let whole = net.program(&ask).expect("a program");
    let cut = net.program(&Ask { most: Some(15), ..ask }).expect("a program in pieces");
    let of = |name: &str| {
        let at = net.weights().iter().position(|w| w.name == name).expect(name);
        let pieces = cut.pieces.iter().filter(|p| p.weight == at);
        pieces.map(|p| p.rows.clone()).collect::<Vec<_>>()
    };
    // 7 × 4, 5 × 7 and 3 × 5 numbers, at most 15 each.
    assert_eq!(of("fc6.weight"), [0..3, 3..6, 6..7]);
    assert_eq!(of("fc7.weight"), [0..2, 2..4, 4..5]);
    assert_eq!(of("fc8.weight"), vec![0..3]);
    assert_eq!(of("fc7.bias"), vec![0..5]);
    let fc7 = net.weights().iter().position(|w| w.name == "fc7.weight").expect("fc7");
    let piece = cut.pieces.iter().find(|p| p.weight == fc7 && p.rows.start == 2).expect("a piece");
    assert_eq!(piece.values(&weights[fc7]), &weights[fc7].data()[14..28]);
    assert_eq!(cut.cost().parameters, whole.cost().parameters);
    assert_eq!(cut.cost().multiply_adds, whole.cost().multiply_adds);
    let got = cut.forward(&[&x], &weights).expect("logits");
    let want = whole.forward(&[&x], &weights).expect("logits");
    for (got, want) in got.iter().zip(&want) {
        assert!(want.data().iter().any(|v| v.abs() > 1e-3));
        near(got.data(), want.data());
    }
}

/// AlexNet's fc6 is the one weight that WebGPU's 128 MiB do not hold.
#[test]
fn one_weight_of_alexnet_is_too_large() {
    let net = Net::new(Spec::named("alexnet").expect("a name")).expect("a net");
    let ask = Ask { inputs: &[&[1, 3, 227, 227]], most: Some(1 << 25), ..Ask::default() };
    let pieces = net.program(&ask).expect("a program").pieces;
    let cut: Vec<_> = pieces.windows(2).filter(|p| p[0].weight == p[1].weight).collect();
    assert_eq!(cut.len(), 1);
    assert_eq!(net.weights()[cut[0][0].weight].name, "fc6.weight");
    assert_eq!([&cut[0][0].rows, &cut[0][1].rows], [&(0..2048), &(2048..4096)]);
}

/// In training batches are normalized by their own statistics; the running ones come last.
#[test]
fn training_tells_the_new_statistics() {
    let net = cifar(true, Shortcut::Projection);
    let (weights, x) = (net.seeded(1), picture(&[4, 3, 9, 7]));
    let ask = Ask { inputs: &[x.shape()], keep: &["conv1", "bn1"], train: true, ..Ask::default() };
    let program = net.program(&ask).expect("a program");
    let made = program.forward(&[&x], &weights).expect("values");
    let statistics = net.weights().iter().filter(|w| !w.learned).count();
    assert_eq!((program.updates.len(), made.len()), (statistics, 3 + statistics));
    for &(weight, output) in &program.updates {
        assert!(!net.weights()[weight].learned);
        assert_eq!(made[output].shape(), weights[weight].shape());
    }
    let output = |name: &str| {
        let weight = net.weights().iter().position(|w| w.name == name).expect(name);
        let update = program.updates.iter().find(|(w, _)| *w == weight).expect(name);
        made[update.1].data()
    };
    let plane = 9 * 7;
    for c in 0..3 {
        let of = |t: &Tensor| -> Vec<f64> {
            let at =
                |n: usize| t.data()[(n * 3 + c) * plane..][..plane].iter().map(|v| f64::from(*v));
            (0..4).flat_map(at).collect()
        };
        let (conv, bn, n) = (of(&made[1]), of(&made[2]), 4.0 * plane as f64);
        let mean = conv.iter().sum::<f64>() / n;
        let variance = conv.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
        assert!((f64::from(output("bn1.running_mean")[c]) - 0.1 * mean).abs() < 1e-5);
        assert!((f64::from(output("bn1.running_var")[c]) - 0.9 - 0.1 * variance).abs() < 1e-5);
        assert!(bn.iter().sum::<f64>().abs() < 1e-2);
    }
}

fn transformer() -> Net {
    let spec = Transformer {
        layers: 2,
        d_model: 12,
        heads: 3,
        d_ff: 20,
        vocab: 11,
        max_len: 9,
        ..Transformer::base()
    };
    Net::new(Spec::Transformer(spec)).expect("a net")
}

fn ids(rows: &[&[usize]]) -> Tensor {
    let all: Vec<f32> = rows.concat().iter().map(|id| *id as f32).collect();
    Tensor::new(&[rows.len(), rows[0].len()], all).expect("rows of one length")
}

fn near(got: &[f32], want: &[f32]) {
    let off = got.iter().zip(want).map(|(g, w)| (g - w).abs()).fold(0.0, f32::max);
    assert!(got.len() == want.len() && off < 1e-5, "off by {off}");
}

/// Encoder, then one step of the decoder: the last token's logits of the whole.
#[test]
fn a_step_of_the_decoder_is_the_end_of_the_whole() {
    let net = transformer();
    let (weights, src) = (net.seeded(1), ids(&[&[5, 7, 9, 2], &[8, 2, 0, 0]]));
    let encode = Ask {
        part: Part::Encode,
        inputs: &[src.shape()],
        keep: &["enc.1.weights"],
        ..Ask::default()
    };
    let made =
        net.program(&encode).expect("an encoder").forward(&[&src], &weights).expect("memory");
    assert_eq!(made[0].shape(), [2, 4, 12]);
    assert_eq!(made[1].shape(), [2, 3, 4, 4]);
    let tgt = [[1, 3, 4], [1, 6, 10]];
    for length in 1..=3 {
        let tgt = ids(&[&tgt[0][..length], &tgt[1][..length]]);
        let keep = &["dec.0.selfWeights", "dec.1.crossWeights"];
        let shapes = [made[0].shape(), src.shape(), tgt.shape()];
        let ask = Ask { part: Part::DecodeStep, inputs: &shapes, keep, ..Ask::default() };
        let program = net.program(&ask).expect("a step");
        let step = program.forward(&[&made[0], &src, &tgt], &weights).expect("logits");
        let whole = net.run(&weights, &[&src, &tgt], keep).expect("logits");
        assert_eq!(step[0].shape(), [2, 11]);
        let last = |row: usize| &whole[0].data()[(row * length + length - 1) * 11..][..11];
        near(step[0].data(), &[last(0), last(1)].concat());
        assert_eq!(step[1].shape(), [2, 3, length, length]);
        near(step[2].data(), whole[2].data());
    }
}

/// Padding behind a sequence changes nothing before it, and no token sees those behind it.
#[test]
fn pads_and_what_comes_later_are_not_seen() {
    let net = transformer();
    let weights = net.seeded(4);
    let run = |src: &[usize], tgt: &[usize]| {
        net.run(&weights, &[&ids(&[src]), &ids(&[tgt])], &["dec.1.crossWeights"]).expect("logits")
    };
    let short = run(&[5, 7, 2], &[1, 3]);
    let padded = run(&[5, 7, 2, 0, 0], &[1, 3, 0]);
    near(short[0].data(), &padded[0].data()[..22]);
    // [1, 3 heads, 3 tokens, 5 places]: nobody attends to a pad.
    for row in padded[1].data().chunks(5) {
        assert_eq!(row[3..], [0.0, 0.0]);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
    }
    near(short[0].data(), &run(&[5, 7, 2], &[1, 3, 8])[0].data()[..22]);
    let other = run(&[5, 8, 2], &[1, 3]);
    let off = short[0].data().iter().zip(other[0].data()).map(|(a, b)| (a - b).abs());
    assert!(off.fold(0.0, f32::max) > 1e-3);
}

#[test]
fn an_id_outside_the_table_is_named() {
    let net = transformer();
    let error = net.run(&net.seeded(1), &[&ids(&[&[11]]), &ids(&[&[1]])], &[]).expect_err("id 11");
    assert!(error.to_string().contains("ids[0, 0] is 11"), "{error}");
}
