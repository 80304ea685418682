//! Specifications from plain data, and what is said of impossible ones.

use std::collections::BTreeMap;

use nets::{Ask, Net, Part, Spec};
use ops::{OpError, Options, Value};

/// Fields as `kind resnet, layers 1 2 3, width 8`.
fn options(words: &str) -> Options {
    let field = |part: &str| {
        let (name, value) = part.trim().split_once(' ').expect("a value");
        let numbers: Result<Vec<f64>, _> = value.split(' ').map(str::parse).collect();
        let value = match numbers.as_deref() {
            Ok(&[n]) => Value::Number(n),
            Ok(list) => Value::Numbers(list.to_vec()),
            Err(_) => Value::Word(value.to_owned()),
        };
        (name.to_owned(), value)
    };
    Options(words.split(',').map(field).collect::<BTreeMap<_, _>>())
}

fn net(words: &str) -> Result<Net, OpError> {
    Net::new(Spec::parse(&options(words))?)
}

#[track_caller]
fn refused(words: &str, said: &str) {
    let error = net(words).expect_err(words).to_string();
    assert!(error.contains(said), "{words}: {error}");
}

#[test]
fn unknown_nets_are_refused_in_words() {
    for name in ["vgg16", "resnet", "resnet20", "resnet-18", "AlexNet", ""] {
        let error = Spec::named(name).expect_err(name).to_string();
        assert!(error.starts_with(&format!("model: there is no net {name:?}; ")), "{error}");
        assert!(error.contains("alexnet-torchvision, alexnet-small, resnet18"), "{error}");
    }
    for name in Spec::NAMES {
        assert!(Spec::named(name).is_ok(), "{name}");
    }
    refused("kind vgg", "there is no kind \"vgg\" of net; nets are alexnet, ");
    refused("n 3", "model: kind is missing");
    refused("kind 3", "model: kind must be a word");
}

#[test]
fn impossible_fields_are_named() {
    refused("kind cifarResnet, n 0", "cifarResnet: n must be a positive whole number, got 0");
    refused("kind cifarResnet, n 1e6", "cifarResnet: n must be at most 400, got 1000000");
    refused("kind cifarResnet, n two", "n must be a positive whole number, got \"two\"");
    refused("kind cifarResnet, norm layer", "norm must be one of batch, none, got \"layer\"");
    refused("kind cifarResnet, width 16", "unknown option \"width\"; known: n, widths, ");
    refused(
        "kind cifarResnet, widths 16 -2 3",
        "widths must be 1 to 8 whole numbers from 1 to 4096",
    );
    refused("kind cifarResnet, widths 16 1.5", "widths must be a list of whole numbers");
    refused(
        "kind cifarResnet, shortcut identity",
        "shortcut must be one of projection, zeroPad, none",
    );
    refused("kind resnet, block wide", "resnet: block must be one of basic, bottleneck");
    refused("kind resnet, strideOn conv3", "strideOn must be one of conv1, conv2");
    refused("kind resnet, layers 1 2 3 4 5 6 7 8 9", "layers must be 1 to 8 whole numbers");
    refused("kind resnet, width 512", "numbers; at most 268435456 are taken");
    refused(
        "kind alexnet, variant caffe",
        "alexnet: variant must be one of paper, torchvision, small",
    );
    refused("kind alexnet, widths 1 2 3", "widths must be 5 whole numbers");
    refused("kind alexnet, groups 5", "groups = 5 does not divide widths[0] = 96");
    refused("kind alexnet, size 40", "alexnet: pool");
    refused("kind convnet, activation gelu", "activation must be one of relu, tanh, got \"gelu\"");
    refused("kind convnet, kernel 4", "convnet: kernel must be odd, got 4");
    refused("kind convnet, size 4", "convnet: pool3");
    refused("kind convnet, norm batch", "unknown option \"norm\"; known: activation, start, ");
    refused(
        "kind transformer, dModel 30, heads 4",
        "transformer: heads = 4 does not divide dModel = 30",
    );
    refused("kind transformer, vocab 2", "vocab must be at least 3");
    refused("kind transformer, layers 1 2", "layers must be a positive whole number");
}

/// A zero shortcut appends channels; it can take none away.
#[test]
fn narrower_stages_need_a_projection() {
    refused(
        "kind cifarResnet, widths 8 4",
        "layer2.0 (zeroPadShortcut): x [1, 8, 32, 32] has 8 channels",
    );
    assert!(net("kind cifarResnet, widths 8 4, shortcut projection").is_ok());
}

#[track_caller]
fn asked(net: &Net, ask: &Ask<'_>, said: &str) {
    let error = net.program(ask).expect_err(said).to_string();
    assert!(error.contains(said), "{error}");
}

#[test]
fn inputs_of_other_shapes_are_refused() {
    let whole = Ask::default();
    let alexnet = net("kind alexnet, widths 2 2 2 2 2, features 3 3").expect("a net");
    asked(
        &alexnet,
        &Ask { inputs: &[&[1, 3, 224, 224]], ..whole },
        "alexnet: x must be [N, 3, 227, 227], got [1, 3, 224, 224]",
    );
    asked(&alexnet, &Ask { inputs: &[], ..whole }, "it takes the tensors x, got 0 of them");
    asked(
        &alexnet,
        &Ask { part: Part::Encode, inputs: &[&[1, 3, 227, 227]], ..whole },
        "it has no encoder",
    );
    let plain = net("kind convnet, size 16").expect("a net");
    asked(
        &plain,
        &Ask { inputs: &[&[1, 3, 32, 32]], ..whole },
        "convnet: x must be [N, 3, 16, 16], got [1, 3, 32, 32]",
    );
    let cifar = net("kind cifarResnet, n 1").expect("a net");
    asked(&cifar, &Ask { inputs: &[&[1, 1, 32, 32]], ..whole }, "x must be [N, 3, H, W]");
    asked(&cifar, &Ask { inputs: &[&[0, 3, 32, 32]], ..whole }, "x has an axis of size 0");
    asked(
        &cifar,
        &Ask { inputs: &[&[1, 3, 8, 8]], keep: &["layer1", "layer4"], ..whole },
        "keep: there is no layer \"layer4\"; near it are ",
    );
    let transformer =
        net("kind transformer, layers 1, dModel 8, heads 2, dFF 8, vocab 9, maxLen 4");
    let transformer = transformer.expect("a net");
    asked(
        &transformer,
        &Ask { inputs: &[&[1, 3]], ..whole },
        "it takes the tensors src, tgt, got 1",
    );
    asked(
        &transformer,
        &Ask { inputs: &[&[1, 5], &[1, 4]], ..whole },
        "src has 5 tokens, more than maxLen = 4",
    );
    asked(
        &transformer,
        &Ask { inputs: &[&[1, 2], &[3, 2]], ..whole },
        "src [1, 2] and tgt [3, 2] must have as many sequences",
    );
    asked(&transformer, &Ask { inputs: &[&[2], &[2]], ..whole }, "src must be ids [B, T], got [2]");
    let step = Ask { part: Part::DecodeStep, inputs: &[&[1, 2, 4], &[1, 2], &[1, 1]], ..whole };
    asked(&transformer, &step, "memory must be src [1, 2] by 8, got [1, 2, 4]");
}
