//! Parameters, multiply-adds and shapes of every net against `tests/data/networks.json`, which
//! was counted without this code: multiply-adds of convolutions and matrix products for one
//! picture, parameters without running statistics, shapes without the batch.

use std::fs;

use nets::{Ask, Layer, Net, Spec};
use ops::Cost;
use serde_json::{Value as Json, json};
use tests::root;

fn table() -> Json {
    let text = fs::read_to_string(root().join("tests/data/networks.json")).expect("the table");
    serde_json::from_str(&text).expect("JSON")
}

fn named(name: &str) -> Vec<Layer> {
    let net = Net::new(Spec::named(name).expect("a name")).expect("a net");
    net.layers().expect("its layers")
}

fn net(fields: &Json) -> Net {
    Net::new(tests::spec(fields)).expect("a net")
}

fn spec(fields: &Json) -> Vec<Layer> {
    net(fields).layers().expect("its layers")
}

fn sum<'a>(layers: impl IntoIterator<Item = &'a Layer>) -> Cost {
    layers.into_iter().fold(Cost::default(), |sum, l| sum + l.cost)
}

#[track_caller]
fn total<'a>(layers: impl IntoIterator<Item = &'a Layer>, want: &Json) {
    let Cost { parameters, multiply_adds, .. } = sum(layers);
    let want = [&want["params"], &want["macs"]].map(|n| n.as_u64().expect("a number"));
    assert_eq!([parameters, multiply_adds], want);
}

/// Every row of the table in order, and nothing with parameters or multiply-adds besides.
#[track_caller]
fn layer_by_layer(got: &[Layer], want: &Json) {
    let rows = want["layers"].as_array().expect("layers");
    let kinds: Vec<&str> = rows.iter().filter_map(|row| row["kind"].as_str()).collect();
    let got: Vec<Json> = got
        .iter()
        .filter(|l| kinds.contains(&l.kind) || l.cost.parameters + l.cost.multiply_adds > 0)
        .map(|l| {
            let (params, macs) = (l.cost.parameters, l.cost.multiply_adds);
            json!({"name": l.name, "kind": l.kind, "out": l.out, "params": params, "macs": macs})
        })
        .collect();
    assert_eq!(&got, rows);
}

#[test]
fn alexnet_in_two_columns() {
    let (want, got) = (&table()["alexnet_two_gpu"], named("alexnet"));
    layer_by_layer(&got, want);
    total(&got, &want["total"]);
    let neurons: Vec<usize> = got
        .iter()
        .filter(|l| ["Conv2d", "Linear"].contains(&l.kind))
        .map(|l| l.out.iter().product())
        .collect();
    assert_eq!(json!(neurons), want["neurons"]["per_layer"]);
    let one = spec(&json!({"kind": "alexnet", "groups": 1}));
    total(&one, &table()["alexnet_paper_without_groups"]["total"]);
}

#[test]
fn alexnet_in_one_column() {
    let (want, got) = (&table()["alexnet_torchvision"], named("alexnet-torchvision"));
    layer_by_layer(&got, want);
    total(&got, &want["total"]);
}

#[test]
fn resnets() {
    let all = table();
    for depth in [18, 34, 50, 101, 152] {
        let (want, got) =
            (&all[format!("resnet{depth}_torchvision")], named(&format!("resnet{depth}")));
        total(&got, &want["total"]);
        if want["layers"].is_array() {
            layer_by_layer(&got, want);
        }
        for (stage, row) in want["stages"].as_object().expect("stages") {
            let inside = format!("{stage}.");
            let layers: Vec<&Layer> =
                got.iter().filter(|l| l.name == *stage || l.name.starts_with(&inside)).collect();
            total(layers.iter().copied(), row);
            assert_eq!(json!(layers.last().expect("a layer").out), row["out"], "{stage}");
        }
        let projections = got.iter().filter(|l| l.name.contains("downsample"));
        let projected =
            json!({"params": want["projection_params"], "macs": want["projection_macs"]});
        total(projections, &projected);
        let weighted = got.iter().filter(|l| ["Conv2d", "Linear"].contains(&l.kind));
        let count = weighted.filter(|l| !l.name.contains("downsample")).count();
        assert_eq!(json!(count), want["weighted_layers"]);
        let blocks = want["blocks"].as_object().expect("blocks").values();
        let fields = |on: &str, shortcut: &str| {
            let block = if depth < 50 { "basic" } else { "bottleneck" };
            let blocks: Vec<&Json> = blocks.clone().collect();
            json!({"kind": "resnet", "block": block, "layers": blocks, "strideOn": on, "shortcut": shortcut})
        };
        assert_eq!(spec(&fields("conv2", "projection")), got, "{depth}");
        total(&spec(&fields("conv2", "zeroPad")), &want["without_projections_option_A"]);
        if depth >= 50 {
            total(&spec(&fields("conv1", "projection")), &want["paper_v1_stride_on_first_1x1"]);
            total(&spec(&fields("conv1", "zeroPad")), &want["paper_v1_without_projections"]);
        }
    }
}

#[test]
fn cifar_resnets() {
    for (name, want) in table().as_object().expect("nets") {
        if !name.ends_with("_cifar") {
            continue;
        }
        let fields =
            |shortcut: &str| json!({"kind": "cifarResnet", "n": want["n"], "shortcut": shortcut});
        let got = spec(&fields("zeroPad"));
        total(&got, &want["total"]);
        assert_eq!(json!(sum(&spec(&fields("projection"))).parameters), want["option_B_params"]);
        // Option A and the plain twin have the same layers with weights.
        assert_eq!(sum(&spec(&fields("none"))).parameters, sum(&got).parameters, "{name}");
        let weighted = got.iter().filter(|l| ["Conv2d", "Linear"].contains(&l.kind)).count();
        assert_eq!(name, &format!("resnet{weighted}_cifar"));
    }
}

#[test]
fn transformers() {
    for name in ["transformer_base", "transformer_big"] {
        let want = &table()[name];
        let net = net(&json!({
            "kind": "transformer", "layers": want["N"], "dModel": want["d_model"],
            "heads": want["h"], "dFF": want["d_ff"], "vocab": want["vocab"],
        }));
        let ask = Ask { inputs: &[&[1, 32], &[1, 32]], ..Ask::default() };
        let program = net.program(&ask).expect("a program");
        let of = |layer: &str| sum(program.layers.iter().filter(|l| l.name == layer));
        let macs = &want["macs_n32_m32"];
        for i in 0..6 {
            let (enc, dec) = (of(&format!("enc.{i}")), of(&format!("dec.{i}")));
            assert_eq!(json!(enc.parameters), want["per_encoder_layer"]["total"]);
            assert_eq!(json!(enc.multiply_adds), macs["encoder_layer"]);
            assert_eq!(json!(dec.parameters), want["per_decoder_layer"]["total"]);
            assert_eq!(json!(dec.multiply_adds), macs["decoder_layer"]);
        }
        assert_eq!(json!(of("enc.emb").parameters), want["embedding_shared"]);
        assert_eq!(json!(of("logits").multiply_adds), macs["output_projection"]);
        let parts = [
            ("enc.0.self.", "per_encoder_layer", "attention"),
            ("enc.0.ffn.", "per_encoder_layer", "ffn"),
            ("enc.0.ln", "per_encoder_layer", "layer_norms"),
            ("dec.5.self.", "per_decoder_layer", "self_attention"),
            ("dec.5.cross.", "per_decoder_layer", "cross_attention"),
            ("dec.5.ffn.", "per_decoder_layer", "ffn"),
            ("dec.5.ln", "per_decoder_layer", "layer_norms"),
        ];
        let begun = |w: &&nets::Weight| w.init != nets::Init::Absent;
        for (start, layer, part) in parts {
            let weights = net.weights().iter().filter(begun);
            let held: u64 =
                weights.filter(|w| w.name.starts_with(start)).map(nets::Weight::count).sum();
            assert_eq!(json!(held), want[layer][part], "{start}");
        }
        let all = program.cost();
        assert_eq!(
            json!([all.parameters, all.multiply_adds]),
            json!([want["total"], macs["total"]])
        );
    }
}
