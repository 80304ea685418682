//! Whole nets on the CPU against PyTorch, from checkpoints by the names of their modules.

use std::fs;

use nets::Net;
use tensor::{Contents, Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

/// From end to end. Some twenty layers add up what each may be off by, 2e-5 to 5e-5 of what it
/// sums, and a layer's numbers may cancel in the next; what is off by more is another formula.
const END_TO_END: Tolerance = Tolerance::of(1e-4);

fn read(name: &str) -> Contents {
    let path = root().join("tests/golden/nets").join(format!("{name}.safetensors"));
    let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    read_safetensors(&bytes).expect("a safetensors file")
}

fn net(spec: &str) -> Net {
    let spec = tests::spec(&serde_json::from_str(spec).expect("JSON"));
    Net::new(spec).expect("a net")
}

/// Runs a net of `tests/golden/nets` and compares y and every layer that the file has.
#[track_caller]
fn check(name: &str) {
    let (tensors, words) = read(name);
    let (weights, _) = read(&format!("{name}.weights"));
    let (net, weights) =
        net(&words["spec"]).read(weights).unwrap_or_else(|e| panic!("{name}: {e}"));
    let inputs: Vec<String> = serde_json::from_str(&words["inputs"]).expect("names");
    let inputs: Vec<&Tensor> = inputs.iter().map(|i| &tensors[&format!("inputs/{i}")]).collect();
    let kept: Vec<&str> = tensors.keys().filter_map(|key| key.strip_prefix("kept/")).collect();
    assert!(kept.len() > 3, "{name} keeps {kept:?}");
    let got = net.run(&weights, &inputs, &kept).unwrap_or_else(|e| panic!("{name}: {e}"));
    let wanted = kept.iter().map(|layer| format!("kept/{layer}"));
    let wanted: Vec<String> = std::iter::once("y".to_owned()).chain(wanted).collect();
    assert_eq!(got.len(), wanted.len(), "{name}");
    for (got, want) in got.iter().zip(&wanted) {
        let off = worst(name, got, &tensors[want], END_TO_END);
        assert!(off <= 1.0, "{name}: {want} is off by {off} tolerances");
    }
}

#[test]
fn alexnets() {
    check("alexnet_two_columns");
    check("alexnet_torchvision");
}

#[test]
fn cifar_resnets() {
    check("cifar_zero_pad");
    check("cifar_deep");
    check("cifar_others_names");
    check("cifar_no_norm");
}

#[test]
fn plain_nets() {
    check("cifar_plain");
    check("cifar_plain_no_norm");
    check("resnet_plain");
}

#[test]
fn resnets() {
    check("resnet_basic");
    check("resnet_zero_pad");
    check("resnet_bottleneck");
    check("resnet_bottleneck_conv1");
    check("resnet_bottleneck_zero_pad");
}

#[test]
fn plain_convolutional_nets() {
    check("convnet_relu");
    check("convnet_tanh");
}

#[test]
fn transformers() {
    check("transformer");
    check("transformer_biased");
}

/// The place of the stride is seen in the numbers: the same weights give others.
#[test]
fn the_other_stride_gives_other_numbers() {
    let (tensors, words) = read("resnet_bottleneck_conv1");
    let other = words["spec"].replace("conv1", "conv2");
    let (net, weights) =
        net(&other).read(read("resnet_bottleneck_conv1.weights").0).expect("weights");
    let got = net.run(&weights, &[&tensors["inputs/x"]], &[]).expect("logits");
    assert!(worst("other", &got[0], &tensors["y"], END_TO_END) > 10.0);
}
