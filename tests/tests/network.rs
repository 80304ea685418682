//! The code that the network widget shows gives the numbers that it shows: the shipped net of
//! this project on the shipped pictures, held to the same net in PyTorch.

use std::fs;

use nets::{AlexNet, Net, STAGES, Spec};
use share::{
    decode,
    widgets::network::{NETWORK, ORDER},
};
use tensor::{Tensor, read_safetensors};
use tests::{Tolerance, root, worst};

mod photographs;

fn read(path: &str) -> std::collections::BTreeMap<String, Tensor> {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    read_safetensors(&bytes).unwrap_or_else(|e| panic!("{path}: {e}")).0
}

#[test]
fn shown_code_and_shown_numbers_agree() {
    let goldens = read("tests/golden/snippets.safetensors");
    let net = Net::new(Spec::AlexNet(AlexNet::small())).expect("a net");
    let (net, weights) = net.read(read("web/assets/nets/alexnet.safetensors")).expect("weights");
    for query in NETWORK.executed.iter().chain(&["default"]) {
        let (link, warnings) = decode(if *query == "default" { "" } else { query }, &NETWORK);
        assert!(warnings.is_empty(), "{query}: {warnings:?}");
        let layer = link.state.word("layer");
        let (kind, row) = (link.state.int("kind") as usize, link.state.int("row") as usize);
        let input = photographs::emoji(kind, row);
        let made = net.run(&weights, &[&input], &[layer]).expect("a forward");
        let logits = Tensor::new(&[1, 49], made[0].data().to_vec()).expect("logits");
        let softmax = ops::Op::parse("softmax", &ops::Options::default()).expect("softmax");
        let p = softmax.forward(&[Some(&logits)]).expect("shares").remove(0);
        for (name, got, off) in [("maps", &made[1], 1e-4), ("y", &made[0], 1e-4), ("p", &p, 2e-5)] {
            let want = &goldens[&format!("network/{query}/{name}")];
            let off = worst(query, got, want, Tolerance::of(off));
            assert!(off <= 1.0, "{query} {name}: off by {off} tolerances");
        }
    }
}

#[test]
fn the_layers_of_the_code_are_those_of_the_net() {
    let mut shown: Vec<&str> = ORDER.to_vec();
    shown.retain(|name| !["flatten", "fc8"].contains(name));
    assert_eq!(shown, STAGES.map(|stage| stage.name));
}
