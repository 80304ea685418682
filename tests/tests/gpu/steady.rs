//! What is repeated makes nothing new on the device, and what is disposed of leaves nothing.

use std::collections::BTreeMap;

use engine::{Engine, Forward, Stats, Weights};
use pollster::block_on;
use serde_json::json;
use tensor::{Tensor, write_safetensors};

use crate::device;

const SHAPE: [usize; 4] = [2, 3, 8, 8];

/// A net as a file of weights.
fn load(engine: &mut Engine, id: u32, file: &[u8]) {
    let spec = tests::spec(&json!({"kind": "cifarResnet", "n": 1, "widths": [4, 8]}));
    engine.model(id, Ok(spec), Weights::File(Box::new(file.to_vec())));
    engine.model_info(id).expect("a net");
}

fn file() -> Vec<u8> {
    let spec = tests::spec(&json!({"kind": "cifarResnet", "n": 1, "widths": [4, 8]}));
    let net = nets::Net::new(spec).expect("a net");
    let names = net.weights().iter().map(|w| w.name.clone());
    let tensors: BTreeMap<String, Tensor> = names.zip(net.seeded(1)).collect();
    write_safetensors(&tensors, &BTreeMap::new()).expect("a file")
}

/// A picture in, y and a layer out, as a page has it.
fn forward(engine: &mut Engine, model: u32, round: usize) -> f32 {
    let numbers = SHAPE.iter().product();
    let x = (0..numbers).map(|i| ((i + round) % 17) as f32 / 8.0 - 1.0).collect();
    engine.tensor(1, &SHAPE, x);
    let call = Forward { keep: &["layer1".to_owned()], ..Forward::default() };
    engine.run_model(model, &call, &[Some(1)], &[2, 3]);
    let y = block_on(engine.data(&[2, 3])).remove(0).expect("logits").data()[0];
    for id in [1, 2, 3] {
        engine.dispose(id);
    }
    y
}

/// A thousand forwards, then two hundred nets that come and go.
fn steady(engine: &mut Engine) {
    let file = file();
    load(engine, 1, &file);
    let first = forward(engine, 1, 0);
    for round in 1..10 {
        forward(engine, 1, round);
    }
    let warm = engine.stats();
    for round in 10..1000 {
        forward(engine, 1, round);
    }
    // 17 rounds on the picture is the same, and so is what comes of it.
    assert_eq!(forward(engine, 1, 17 * 60), first);
    let grown = |now: Stats| (now.made - warm.made, now.handles, now.bytes - warm.bytes);
    assert_eq!(grown(engine.stats()), (0, 1, 0), "{}", engine.backend());
    for model in 2..12 {
        load(engine, model, &file);
        assert_eq!(forward(engine, model, 0), first);
        engine.dispose_model(model);
    }
    let warm = engine.stats();
    for model in 12..202 {
        load(engine, model, &file);
        forward(engine, model, 0);
        engine.dispose_model(model);
    }
    let now = engine.stats();
    assert_eq!((now.handles, now.bytes), (warm.handles, warm.bytes));
    assert_eq!(now.made - warm.made, 0, "made for nets that are gone, {}", engine.backend());
    engine.dispose_model(1);
    let end = engine.stats();
    assert_eq!((end.handles, end.bytes), (0, 0));
}

#[test]
fn nothing_grows_on_the_cpu() {
    steady(&mut Engine::cpu());
}

#[test]
fn nothing_grows_on_the_device() {
    if let Some(mut engine) = device() {
        steady(&mut engine);
    }
}
