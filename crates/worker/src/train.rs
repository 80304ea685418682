//! The messages of training; `serve.rs` describes them.

use engine::{Engine, Lesson, Slice, Told, Weights};
use js_sys::{Array, Float64Array, Object, Uint8Array};
use nets::training::Record;
use tensor::Tensor;
use wasm_bindgen::prelude::*;

use crate::answers::texts;
use crate::read::{bytes, file, floats, get, list, number, options, set, sizes, whole_number};
use crate::serve::spec;

/// Whether a message is of training.
pub(crate) fn takes(kind: &str) -> bool {
    kind.starts_with("train") || kind.starts_with("evaluate")
}

pub(crate) async fn message(
    engine: &mut Engine,
    kind: &str,
    message: &JsValue,
    answer: &Object,
    transfer: &Array,
) -> Result<(), String> {
    let (run, evaluation) = (number(message, "run"), number(message, "evaluation"));
    let until = js_sys::Date::now() + get(message, "ms").as_f64().unwrap_or_default();
    let up = move || js_sys::Date::now() >= until;
    match kind {
        "train" => {
            let Told { gradients, responses, step } = engine.train(run, lesson(message)?)?;
            set(answer, "gradients", texts(&gradients));
            set(answer, "responses", texts(&responses));
            set(answer, "step", step as f64);
        }
        "train-slice" => {
            let most = number(message, "most") as usize;
            let Slice { records, done } = engine.train_slice(run, most, &up).await?;
            set(answer, "records", records.iter().map(record).collect::<Array>());
            set(answer, "done", done);
        }
        "train-checkpoint" => {
            let file = Uint8Array::from(&engine.train_checkpoint(run).await?[..]).buffer();
            transfer.push(&file);
            set(answer, "file", file);
        }
        "train-end" => engine.train_end(run),
        "evaluate" => {
            let (data, labels) = (tensors(&get(message, "data"))?, labels(message)?);
            engine.evaluate(evaluation, run, data, labels)?;
        }
        "evaluate-slice" => {
            let (seen, scores, done) = engine.evaluate_slice(evaluation, &up).await?;
            set(answer, "seen", seen as f64);
            set(answer, "done", done);
            set(answer, "count", scores.count as f64);
            set(answer, "loss", scores.loss());
            set(answer, "top1", scores.top1());
            set(answer, "top5", scores.top5());
        }
        "evaluate-end" => engine.evaluate_end(evaluation),
        other => return Err(format!("the worker does not know the message {other:?}")),
    }
    Ok(())
}

fn lesson(message: &JsValue) -> Result<Lesson, String> {
    let seed = get(message, "seed");
    let weights = match file(message) {
        Some(file) => Some(Weights::File(file)),
        None if seed.is_undefined() => None,
        None => Some(Weights::Seed(whole_number(message, "seed"))),
    };
    Ok(Lesson {
        spec: spec(&get(message, "spec")).map_err(|e| e.to_string())?,
        options: options(&get(message, "opts")),
        optimizer: options(&get(message, "optimizer")),
        weights,
        data: tensors(&get(message, "data"))?,
        labels: labels(message)?,
        checkpoint: bytes(message, "checkpoint"),
    })
}

fn tensors(given: &JsValue) -> Result<Vec<Tensor>, String> {
    list(given).iter().map(|one| tensor(&one)).collect()
}

fn labels(message: &JsValue) -> Result<Tensor, String> {
    tensor(&get(message, "labels"))
}

fn tensor(given: &JsValue) -> Result<Tensor, String> {
    Tensor::new(&sizes(given, "shape"), floats(given, "data")).map_err(|e| format!("train: {e}"))
}

fn record(record: &Record) -> JsValue {
    let out = Object::new();
    set(&out, "step", record.step as f64);
    set(&out, "epoch", record.epoch as f64);
    set(&out, "rate", record.rate);
    set(&out, "loss", record.loss);
    set(&out, "error", record.error);
    set(&out, "gradients", Float64Array::from(&record.grad_norms[..]));
    set(&out, "responses", Float64Array::from(&record.response_std[..]));
    out.into()
}
