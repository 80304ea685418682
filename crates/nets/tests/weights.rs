//! Weights by name: from a checkpoint, and from a seed.

use std::collections::BTreeMap;

use nets::{Net, Spec};
use ops::{Options, Value};
use tensor::Tensor;

fn net(fields: &[(&str, &str)]) -> Net {
    let value = |v: &str| v.parse().map_or_else(|_| Value::Word(v.into()), Value::Number);
    let fields = fields.iter().map(|(k, v)| ((*k).to_owned(), value(v)));
    Net::new(Spec::parse(&Options(fields.collect())).expect("a spec")).expect("a net")
}

fn cifar(shortcut: &str, norm: &str) -> Net {
    net(&[("kind", "cifarResnet"), ("n", "1"), ("shortcut", shortcut), ("norm", norm)])
}

/// A checkpoint of seeded weights, each under the name that `rename` gives it.
fn checkpoint(net: &Net, rename: impl Fn(&str) -> String) -> BTreeMap<String, Tensor> {
    let names = net.weights().iter().map(|w| rename(&w.name));
    names.zip(net.seeded(3)).collect()
}

fn read_as(net: &Net, rename: impl Fn(&str) -> String) {
    let (read, values) = net.read(checkpoint(net, rename)).expect("weights that fit");
    assert_eq!((&read, values), (net, net.seeded(3)));
}

#[test]
fn names_that_checkpoints_use_are_known() {
    let option_b = cifar("projection", "batch");
    read_as(&option_b, str::to_owned);
    read_as(&option_b, |n| n.replace("fc.", "linear.").replace("downsample", "shortcut"));
    read_as(&option_b, |n| format!("module.{n}"));
    let block_names = |n: &str| {
        let bn = n.contains("bn") || n.contains("downsample.1");
        let n =
            n.replace("downsample.0", "downsample.conv").replace("downsample.1", "downsample.bn");
        if bn { n.replace("weight", "gamma").replace("bias", "beta") } else { n }
    };
    read_as(&option_b, block_names);
    let transformer = net(&[
        ("kind", "transformer"),
        ("layers", "1"),
        ("dModel", "4"),
        ("heads", "2"),
        ("vocab", "5"),
        ("dFF", "4"),
    ]);
    read_as(&transformer, |n| if n == "emb" { "emb.weight".into() } else { n.to_owned() });
}

#[test]
fn batch_counters_are_passed_over() {
    let net = cifar("zeroPad", "batch");
    let mut tensors = checkpoint(&net, str::to_owned);
    tensors.insert("bn1.num_batches_tracked".into(), Tensor::from_fn(&[], |_| 7.0));
    assert!(net.read(tensors).is_ok());
}

#[test]
fn every_tensor_that_does_not_fit_is_named_with_its_shapes() {
    let net = cifar("zeroPad", "batch");
    let mut tensors = checkpoint(&net, str::to_owned);
    tensors.remove("bn1.running_var");
    tensors.insert("fc.weight".into(), Tensor::from_fn(&[100, 64], |_| 0.0));
    tensors.insert("layer9.conv1.weight".into(), Tensor::from_fn(&[2, 3], |_| 0.0));
    let error = net.read(tensors).expect_err("three faults").to_string();
    assert_eq!(
        error,
        "cifarResnet: the weights do not fit: bn1.running_var [16] is missing; \
         fc.weight is [100, 64], this net needs [10, 64]; \
         layer9.conv1.weight [2, 3] is no weight of this net"
    );
    let error = net.read(BTreeMap::new()).expect_err("nothing").to_string();
    let rest = net.weights().len() - 6;
    assert!(error.ends_with(&format!("; and {rest} more")), "{error}");
    let mut twice = checkpoint(&net, str::to_owned);
    twice.insert("linear.bias".into(), Tensor::from_fn(&[10], |_| 0.0));
    let error = net.read(twice).expect_err("a weight given twice").to_string();
    assert!(error.contains("linear.bias [10] is no weight"), "{error}");
}

/// Biases may be left out, and are used where they are there.
#[test]
fn what_is_optional_may_be_left_out() {
    let plain = cifar("none", "none");
    let mut tensors = checkpoint(&plain, str::to_owned);
    tensors.retain(|name, _| !name.contains("conv") || name.ends_with("weight"));
    let (bare, values) = plain.read(tensors).expect("weights without biases");
    assert_eq!(bare.weights().len(), values.len());
    assert_eq!(bare.weights().len() + 7, plain.weights().len());
    let program = bare.example().expect("a program");
    let x = Tensor::from_fn(&[1, 3, 32, 32], |i| (i % 7) as f32 - 3.0);
    // The seed's biases are 0: without them the answer is the same.
    let without = program.forward(&[&x], &values).expect("logits");
    assert_eq!(without, plain.run(&plain.seeded(3), &[&x], &[]).expect("logits"));

    let transformer = net(&[
        ("kind", "transformer"),
        ("layers", "1"),
        ("dModel", "4"),
        ("heads", "2"),
        ("vocab", "5"),
        ("dFF", "4"),
    ]);
    let mut tensors = checkpoint(&transformer, str::to_owned);
    tensors.insert("enc.0.self.bo".into(), Tensor::from_fn(&[4], |i| i as f32));
    let (biased, values) = transformer.read(tensors).expect("weights with a bias");
    assert_eq!(biased.weights().len(), transformer.weights().len() + 1);
    let ids = Tensor::from_fn(&[1, 3], |i| i as f32 + 1.0);
    let with = biased.run(&values, &[&ids, &ids], &[]).expect("logits");
    assert_ne!(with, transformer.run(&transformer.seeded(3), &[&ids, &ids], &[]).expect("logits"));
}

#[test]
fn a_seed_makes_the_weights() {
    let net = cifar("projection", "batch");
    assert_eq!(net.seeded(1), net.seeded(1));
    let (one, two) = (net.seeded(1), net.seeded(2));
    for ((weight, one), two) in net.weights().iter().zip(&one).zip(&two) {
        assert_eq!(one.shape(), weight.shape, "{}", weight.name);
        let drawn = weight.name.contains("conv")
            || weight.name.contains("downsample.0")
            || weight.name.starts_with("fc");
        assert_eq!(one != two, drawn, "{}", weight.name);
        let n = one.data().len() as f64;
        let variance = one.data().iter().map(|v| f64::from(*v).powi(2)).sum::<f64>() / n;
        match weight.name.as_str() {
            // He: 2 over what an input reaches.
            "layer3.0.conv2.weight" => assert!((variance * 64.0 * 9.0 - 2.0).abs() < 0.05),
            // Uniform within 1/√64: a third of 1/64.
            "fc.weight" => assert!((variance * 64.0 * 3.0 - 1.0).abs() < 0.15, "{variance}"),
            name if name.ends_with("running_var") => assert_eq!(variance, 1.0),
            name if name.ends_with("running_mean") => assert_eq!(variance, 0.0),
            _ => {}
        }
    }
    // Nets share the weights that they share.
    let (plain, values) = (cifar("none", "batch"), cifar("none", "batch").seeded(1));
    for (weight, value) in plain.weights().iter().zip(&values) {
        let at = net.weights().iter().position(|w| w.name == weight.name).expect("the name");
        assert_eq!(&one[at], value, "{}", weight.name);
    }
}

/// The depth whose file holds more than the 4096 tensors of others.
#[test]
fn the_deepest_resnet_of_the_paper_has_6007_tensors() {
    let options = [("kind", Value::Word("cifarResnet".to_owned())), ("n", Value::Number(200.0))];
    let options = options.map(|(key, value)| (key.to_owned(), value));
    let spec = Spec::parse(&Options(options.into())).expect("a spec");
    assert_eq!(Net::new(spec).expect("a net").weights().len(), 6007);
}
