//! The Transformer's attentions by name, and the net without some heads, without its mask,
//! without its residual additions.

use nets::{Net, Site, Spec, Transformer};
use ops::{Op, Options};
use tensor::Tensor;

fn small(change: impl Fn(&mut Transformer)) -> Net {
    let mut spec = Transformer {
        layers: 2,
        d_model: 12,
        heads: 3,
        d_ff: 20,
        vocab: 11,
        max_len: 9,
        ..Transformer::base()
    };
    change(&mut spec);
    Net::new(Spec::Transformer(spec)).expect("a net")
}

fn ids(row: &[usize]) -> Tensor {
    Tensor::from_fn(&[1, row.len()], |at| row[at] as f32)
}

fn run(net: &Net, src: &[usize], tgt: &[usize], keep: &[&str]) -> Vec<Tensor> {
    net.run(&net.seeded(3), &[&ids(src), &ids(tgt)], keep).expect("logits")
}

fn apart(a: &Tensor, b: &Tensor) -> f32 {
    assert_eq!(a.shape(), b.shape());
    a.data().iter().zip(b.data()).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn scores_become_the_weights() {
    let net = small(|_| ());
    let softmax = Op::parse("softmax", &Options::default()).expect("softmax");
    for site in Site::all(2) {
        let (scores, weights) = (site.scores(), site.weights());
        let made = run(&net, &[5, 7, 9, 2], &[1, 3, 4], &[&scores, &weights]);
        let shape = made[1].shape();
        assert_eq!(shape, made[2].shape(), "{scores}");
        let keys = shape[3];
        // 1/√d_k with d_k = 12 / 3; the decoder's own sees no later key.
        let hidden =
            |at: usize| matches!(site, Site::Decoder(_)) && at % keys > at / keys % shape[2];
        let scaled = |at: usize| match hidden(at) {
            true => f32::NEG_INFINITY,
            false => made[1].data()[at] / 2.0,
        };
        let scaled = Tensor::from_fn(shape, scaled);
        let want = softmax.forward(&[Some(&scaled)]).expect("weights").remove(0);
        assert!(apart(&made[2], &want) < 1e-6, "{weights}");
    }
}

/// A head's part of W^O is its own columns, and no other's.
#[test]
fn a_head_that_is_off_adds_nothing() {
    let whole = small(|_| ());
    let weights = whole.seeded(3);
    for (at, site) in Site::all(2).enumerate() {
        for head in 0..3 {
            let net = small(|spec| spec.off = vec![3 * at + head]);
            let name = format!("{}.wo", site.name());
            for ((weight, was), is) in net.weights().iter().zip(&weights).zip(net.seeded(3)) {
                let off = |i: usize| weight.name == name && i % 12 / 4 == head;
                let want =
                    Tensor::from_fn(was.shape(), |i| if off(i) { 0.0 } else { was.data()[i] });
                assert_eq!(is, want, "{} without {name} {head}", weight.name);
            }
        }
    }
    // Without any head that reads the source, the output does not depend on it.
    let blind = small(|spec| spec.off = vec![9, 10, 11, 15, 16, 17]);
    let [a, b] = [[5, 7, 2], [8, 4, 6]].map(|src| run(&blind, &src, &[1, 3], &[]).remove(0));
    assert_eq!(a, b);
    assert!(apart(&a, &run(&whole, &[5, 7, 2], &[1, 3], &[])[0]) > 1e-3);
}

#[test]
fn weights_of_a_file_are_silenced_too() {
    let (net, whole) = (small(|spec| spec.off = vec![4]), small(|_| ()));
    let file =
        |net: &Net| net.weights().iter().map(|w| w.name.clone()).zip(net.seeded(3)).collect();
    assert_eq!(net.read(file(&whole)).expect("weights").1, net.seeded(3));
}

#[test]
fn without_the_mask_a_token_sees_what_comes_later() {
    let first = |net: &Net, later: usize| {
        let y = run(net, &[5, 7, 2], &[1, 3, later], &[]).remove(0);
        Tensor::from_fn(&[2, 11], |i| y.data()[i])
    };
    let masked = small(|_| ());
    assert_eq!(first(&masked, 4), first(&masked, 8));
    let open = small(|spec| spec.causal = false);
    assert!(apart(&first(&open, 4), &first(&open, 8)) > 1e-3);
    let seen = run(&open, &[5, 7], &[1, 3, 4], &["dec.0.selfWeights"]).remove(1);
    assert!(seen.data().iter().all(|weight| *weight > 0.0));
}

#[test]
fn without_the_additions_it_is_another_net() {
    let (with, without) = (small(|_| ()), small(|spec| spec.residual = false));
    let [a, b] = [&with, &without].map(|net| run(net, &[5, 7, 2], &[1, 3], &[]).remove(0));
    assert!(apart(&a, &b) > 1e-2);
    // Queries, keys and weights of the first layer have no addition before them.
    let [a, b] =
        [&with, &without].map(|net| run(net, &[5, 7, 2], &[1, 3], &["enc.0.weights"]).remove(1));
    assert_eq!(a, b);
}

#[test]
fn a_head_that_is_not_there_is_refused() {
    use ops::Value;
    let parse = |off: Value| {
        let mut options = Options::default();
        options.0.insert("kind".into(), Value::Word("transformer".into()));
        options.0.insert("off".into(), off);
        Spec::parse(&options)
    };
    assert!(parse(Value::Numbers(vec![0.0, 143.0])).is_ok());
    for off in [Value::Numbers(vec![144.0]), Value::Numbers(vec![-1.0]), Value::Word("x".into())] {
        let error = parse(off).expect_err("no such head").to_string();
        assert!(error.contains("off must be"), "{error}");
    }
}
