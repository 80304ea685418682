//! The messages between `third-pass.js` and the worker.
//!
//! A batch is a list of messages, each with a kind `t`:
//! `open {backend}`, `tensor {out, shape, data}`, `op {op, in, opts, out}`,
//! `compile {program, inputs, constants, steps: [{op, in, opts, out}], outputs}`,
//! `run {program, in, out}`, `vjp` with what `compile` has, `vjp-run {program, in, dy, out}`,
//! `forget {program}`,
//! `model {model, spec, seed | file}`, `model-run {model, part, in, keep, from, until, out}`,
//! `model-forget {model}`, `decode {search, model, src, width, alpha, max, top}`,
//! `decode-end {search}`, `train-end {run}`, `evaluate-end {evaluation}`, `dispose {tensor}` and, with an `id` that the answer repeats,
//! `data {tensor}` → `{shape, data}`, `ready {tensor}` → `{shape}`,
//! `stats` → `{dispatches, submits, bytes, made, handles, memory}`, `trace {tensor, index}` → `{trace}`,
//! `model-info {model}` and `describe {spec}` → `{parameters, multiplyAdds, layers, names, inputs, example, weights}`,
//! `decode-step {search}` → `{done, hypotheses, top}`,
//! `train {run, spec, opts, optimizer, seed | file, data: [{shape, data}], labels, checkpoint}`
//! → `{gradients, responses, step}`, `train-slice {run, most, ms}` → `{records, done}`,
//! `train-checkpoint {run}` → `{file}`, `evaluate {evaluation, run, data, labels}`,
//! `evaluate-slice {evaluation, ms}` → `{seen, done, count, loss, top1, top5}`,
//! `lose` (for tests: the device goes) and `ping` → `{}`.
//! `{spare: [buffer]}` gives memory back that came with tensors, for the next ones.
//! An answer with `error` says in words what was wrong, with `lost` that it was the device. Answers without an `id`
//! are notices: `{notice: "device-replaced" | "device-gone", backend, adapter}`.

use engine::{
    Backend, DEVICE_LOST, Engine, Forward, Notice, RecordedStep, Recording, Wanted, Weights,
    describe,
};
use js_sys::{Array, Float32Array, Function, Object};
use nets::{Part, Spec};
use ops::OpError;
use tensor::Tensor;
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

use crate::answers;
use crate::buffers::Buffers;
use crate::read::{
    file, floats, get, ids, list, number, numbers, options, set, sizes, text, texts, whole,
    whole_number,
};
use crate::train;

/// So many milliseconds behind an answer the page has taken it.
const REST: i32 = 3;

/// Carries a batch out in order, then answers its questions in one message; `at_rest` is called a
/// little later.
pub(crate) async fn batch(
    scope: &DedicatedWorkerGlobalScope,
    engine: &mut Option<Engine>,
    buffers: &mut Buffers,
    at_rest: &Function,
    messages: &JsValue,
) {
    // The first message of all carries the module and is the glue's business; another that is no
    // list says that nobody waits.
    let Some(messages) = messages.dyn_ref::<Array>() else { return buffers.prepare() };
    let (answers, transfer) = (Array::new(), Array::new());
    let messages = messages.to_vec();
    let mut at = 0;
    while let Some(message) = messages.get(at) {
        // Questions for values that follow each other are one readback.
        let run = messages[at..].iter().take_while(|m| text(m, "t") == "data").count();
        if run > 1 {
            several(engine, &messages[at..at + run], &answers, (buffers, &transfer)).await;
            at += run;
            continue;
        }
        at += 1;
        let answer = Object::new();
        set(&answer, "id", get(message, "id"));
        let result = one(engine, message, &answer, (buffers, &transfer)).await;
        if let Err(words) = result {
            // Whoever has a checkpoint goes on from it.
            set(&answer, "lost", words == DEVICE_LOST);
            set(&answer, "error", words);
        }
        if !get(message, "id").is_undefined() {
            answers.push(&answer);
        }
    }
    if let Some(engine) = engine {
        tell_notices(engine, &answers);
    }
    if answers.length() > 0 {
        let rest = buffers.rest();
        if rest.length() > 0 {
            for buffer in rest.iter() {
                transfer.push(&buffer);
            }
            let spare = Object::new();
            set(&spare, "spare", rest);
            answers.push(&spare);
        }
        // A page that has gone away cannot be answered.
        let _ = scope.post_message_with_transfer(&answers, &transfer);
        if buffers.were_asked() {
            // Without it, memory is made when it is wanted.
            let _ = scope.set_timeout_with_callback_and_timeout_and_arguments_0(at_rest, REST);
        }
    }
}

/// What happened to the device, before the answers that came of it.
fn tell_notices(engine: &mut Engine, answers: &Array) {
    for notice in engine.notices().into_iter().rev() {
        let word = match notice {
            Notice::DeviceReplaced => "device-replaced",
            _ => "device-gone",
        };
        let told = Object::new();
        set(&told, "notice", word);
        set(&told, "backend", engine.backend());
        set(&told, "adapter", engine.adapter());
        answers.unshift(&told);
    }
}

async fn several(
    slot: &mut Option<Engine>,
    messages: &[JsValue],
    answers: &Array,
    (buffers, transfer): (&mut Buffers, &Array),
) {
    let tensors: Vec<u32> = messages.iter().map(|m| number(m, "tensor")).collect();
    let values = match slot {
        Some(engine) => engine.data(&tensors).await,
        None => tensors.iter().map(|_| Err(UNOPENED.to_owned())).collect(),
    };
    for (message, values) in messages.iter().zip(values) {
        let answer = Object::new();
        set(&answer, "id", get(message, "id"));
        match values {
            Ok(values) => hand_over(&answer, (buffers, transfer), &values),
            Err(words) => set(&answer, "error", words),
        }
        answers.push(&answer);
    }
}

/// Values as an array whose memory moves to the page.
fn hand_over(answer: &Object, (buffers, transfer): (&mut Buffers, &Array), values: &Tensor) {
    let data = buffers.filled(values.data());
    transfer.push(&data.buffer());
    set(answer, "shape", answers::shape(values.shape()));
    set(answer, "data", data);
}

const UNOPENED: &str = "the engine has not been opened";

async fn one(
    slot: &mut Option<Engine>,
    message: &JsValue,
    answer: &Object,
    (buffers, transfer): (&mut Buffers, &Array),
) -> Result<(), String> {
    let kind = text(message, "t");
    if kind == "open" {
        let backend = match text(message, "backend").as_str() {
            "webgpu" => Backend::Webgpu,
            "cpu" => Backend::Cpu,
            _ => Backend::Auto,
        };
        let engine = Engine::open(backend).await.map_err(|e| format!("open: {e}"))?;
        set(answer, "backend", engine.backend());
        set(answer, "adapter", engine.adapter());
        set(answer, "version", env!("CARGO_PKG_VERSION"));
        *slot = Some(engine);
        return Ok(());
    }
    let engine = slot.as_mut().ok_or(UNOPENED)?;
    let tensor = number(message, "tensor");
    match kind.as_str() {
        "tensor" => {
            let given = get(message, "data").dyn_into::<Float32Array>().unwrap_or_default();
            engine.tensor(number(message, "out"), &sizes(message, "shape"), given.to_vec());
            buffers.keep(&given);
        }
        "op" => {
            let out = numbers(message, "out");
            let given = options(&get(message, "opts"));
            engine.op(&text(message, "op"), &given, &ids(message, "in"), &out);
        }
        "compile" => engine.compile(number(message, "program"), recording(message)),
        "run" => {
            let (inputs, out) = (numbers(message, "in"), numbers(message, "out"));
            engine.run_compiled(number(message, "program"), &inputs, &out);
        }
        "vjp" => engine.vjp(number(message, "program"), recording(message)),
        "vjp-run" => {
            let (inputs, out) = (numbers(message, "in"), numbers(message, "out"));
            engine.run_vjp(number(message, "program"), &inputs, &ids(message, "dy"), &out);
        }
        "forget" => engine.dispose_compiled(number(message, "program")),
        "model" => engine.model(
            number(message, "model"),
            spec(&get(message, "spec")),
            match file(message) {
                Some(file) => Weights::File(file),
                None => Weights::Seed(whole_number(message, "seed")),
            },
        ),
        "model-run" => {
            let part = match text(message, "part").as_str() {
                "encode" => Part::Encode,
                "decodeStep" => Part::DecodeStep,
                _ => Part::Whole,
            };
            let out = numbers(message, "out");
            let keep = texts(message, "keep");
            let [from, until] = ["from", "until"].map(|key| get(message, key).as_string());
            let call =
                Forward { part, keep: &keep, from: from.as_deref(), until: until.as_deref() };
            engine.run_model(number(message, "model"), &call, &ids(message, "in"), &out);
        }
        "model-forget" => engine.dispose_model(number(message, "model")),
        "model-info" => answers::info(answer, &engine.model_info(number(message, "model"))?),
        "describe" => answers::info(answer, &describe(spec(&get(message, "spec")))?),
        "decode" => {
            let wanted = Wanted {
                width: number(message, "width") as usize,
                alpha: get(message, "alpha").as_f64(),
                max: number(message, "max") as usize,
                top: number(message, "top") as usize,
            };
            let model = number(message, "model");
            engine.decode(number(message, "search"), model, &floats(message, "src"), wanted);
        }
        "decode-step" => {
            let progress = engine.decode_step(number(message, "search")).await?;
            answers::progress(answer, &progress);
        }
        "decode-end" => engine.dispose_search(number(message, "search")),
        "dispose" => engine.dispose(tensor),
        "ready" => set(answer, "shape", answers::shape(&engine.shape(tensor)?)),
        "data" => {
            let values = engine.data(&[tensor]).await.remove(0)?;
            hand_over(answer, (buffers, transfer), &values);
        }
        "stats" => {
            let stats = engine.stats();
            set(answer, "dispatches", stats.dispatches as f64);
            set(answer, "submits", stats.submits as f64);
            set(answer, "bytes", stats.bytes as f64);
            set(answer, "made", stats.made as f64);
            set(answer, "handles", stats.handles as f64);
            set(answer, "memory", memory());
        }
        "trace" => {
            let trace = engine.trace(tensor, &sizes(message, "index")).await?;
            set(answer, "trace", answers::trace(&trace));
        }
        _ if train::takes(&kind) => {
            train::message(engine, &kind, message, answer, transfer).await?;
        }
        "lose" => engine.lose_device()?,
        "ping" => {}
        other => return Err(format!("the worker does not know the message {other:?}")),
    }
    Ok(())
}

/// A function as `compile` and `vjp` of the module recorded it.
fn recording(message: &JsValue) -> Recording {
    let step = |step: &JsValue| RecordedStep {
        op: text(step, "op"),
        options: options(&get(step, "opts")),
        inputs: ids(step, "in"),
        outputs: numbers(step, "out"),
    };
    Recording {
        inputs: list(&get(message, "inputs")).iter().map(|shape| whole(&shape)).collect(),
        constants: numbers(message, "constants"),
        steps: list(&get(message, "steps")).iter().map(|s| step(&s)).collect(),
        outputs: numbers(message, "outputs"),
    }
}

/// Bytes of this module's memory.
fn memory() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    memory.buffer().unchecked_into::<js_sys::ArrayBuffer>().byte_length().into()
}

/// A net's specification: its name, or `{kind, …}`.
pub(crate) fn spec(value: &JsValue) -> Result<Spec, OpError> {
    match value.as_string() {
        Some(name) => Spec::named(&name),
        None => Spec::parse(&options(value)),
    }
}
