//! The messages between `third-pass.js` and the worker.
//!
//! A batch is a list of messages, each with a kind `t`:
//! `open {backend}`, `tensor {out, shape, data}`, `op {op, in, opts, out}`,
//! `dispose {tensor}` and, with an `id` that the answer repeats,
//! `data {tensor}` → `{shape, data}`, `ready {tensor}` → `{shape}`,
//! `stats` → `{dispatches, submits, bytes}`, `trace {tensor, index}` → `{trace}`.
//! An answer with `error` says in words what was wrong.

use engine::Engine;
use js_sys::{Array, Float32Array, Object};
use ops::Trace;
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

use crate::read::{floats, get, ids, number, options, set, sizes, text};

/// Carries a batch out in order, then answers its questions in one message.
pub(crate) async fn batch(
    scope: &DedicatedWorkerGlobalScope,
    engine: &mut Option<Engine>,
    messages: &JsValue,
) {
    // The first message of all carries the module and is the glue's business.
    let Some(messages) = messages.dyn_ref::<Array>() else { return };
    let (answers, transfer) = (Array::new(), Array::new());
    for message in messages.iter() {
        let answer = Object::new();
        set(&answer, "id", get(&message, "id"));
        let result = one(engine, &message, &answer, &transfer).await;
        if let Err(words) = result {
            set(&answer, "error", words);
        }
        if !get(&message, "id").is_undefined() {
            answers.push(&answer);
        }
    }
    if answers.length() > 0 {
        // A page that has gone away cannot be answered.
        let _ = scope.post_message_with_transfer(&answers, &transfer);
    }
}

async fn one(
    slot: &mut Option<Engine>,
    message: &JsValue,
    answer: &Object,
    transfer: &Array,
) -> Result<(), String> {
    let kind = text(message, "t");
    if kind == "open" {
        if text(message, "backend") == "webgpu" {
            return Err("open: this version computes on the CPU only".to_owned());
        }
        *slot = Some(Engine::cpu());
        set(answer, "backend", "cpu");
        set(answer, "adapter", "WebAssembly");
        set(answer, "version", env!("CARGO_PKG_VERSION"));
        return Ok(());
    }
    let engine = slot.as_mut().ok_or("the engine has not been opened")?;
    let tensor = number(message, "tensor");
    match kind.as_str() {
        "tensor" => {
            engine.tensor(
                number(message, "out"),
                &sizes(message, "shape"),
                floats(message, "data"),
            );
        }
        "op" => {
            let out: Vec<u32> = ids(message, "out").into_iter().flatten().collect();
            let given = options(&get(message, "opts"));
            engine.op(&text(message, "op"), &given, &ids(message, "in"), &out);
        }
        "dispose" => engine.dispose(tensor),
        "ready" => set(answer, "shape", shape(&engine.shape(tensor)?)),
        "data" => {
            let values = engine.data(&[tensor]).await.remove(0)?;
            let data = Float32Array::from(values.data());
            transfer.push(&data.buffer());
            set(answer, "shape", shape(values.shape()));
            set(answer, "data", data);
        }
        "stats" => {
            let stats = engine.stats();
            set(answer, "dispatches", stats.dispatches as f64);
            set(answer, "submits", stats.submits as f64);
            set(answer, "bytes", stats.bytes as f64);
        }
        "trace" => {
            let trace = engine.trace(tensor, &sizes(message, "index")).await?;
            set(answer, "trace", show(&trace));
        }
        other => return Err(format!("the worker does not know the message {other:?}")),
    }
    Ok(())
}

fn shape(sizes: &[usize]) -> Array {
    sizes.iter().map(|&d| JsValue::from(d as f64)).collect()
}

/// `{op, index, combine, value, terms: [{value, factors: [{input, index, value}]}]}`
fn show(trace: &Trace) -> Object {
    let out = Object::new();
    set(&out, "op", trace.op);
    set(&out, "index", shape(&trace.index));
    set(&out, "combine", trace.combine.word());
    set(&out, "value", trace.value());
    let terms = Array::new();
    for term in &trace.terms {
        let factors = Array::new();
        for factor in &term.factors {
            let one = Object::new();
            set(&one, "input", factor.input);
            set(&one, "index", shape(&factor.index));
            set(&one, "value", f64::from(factor.value));
            factors.push(&one);
        }
        let one = Object::new();
        set(&one, "value", term.value);
        set(&one, "factors", factors);
        terms.push(&one);
    }
    set(&out, "terms", terms);
    out
}
