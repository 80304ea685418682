//! What the worker answers, as JavaScript objects.

use engine::{Info, Progress};
use js_sys::{Array, Object};
use ops::{Cost, Trace};
use wasm_bindgen::prelude::*;

use crate::read::set;

/// `{parameters, multiplyAdds, layers, names, inputs, example, weights}`
pub(crate) fn info(answer: &Object, info: &Info) {
    let cost = |to: &Object, cost: Cost| {
        set(to, "parameters", cost.parameters as f64);
        set(to, "multiplyAdds", cost.multiply_adds as f64);
    };
    let layers = info.layers.iter().map(|layer| {
        let out = Object::new();
        set(&out, "name", layer.name.as_str());
        set(&out, "kind", layer.kind);
        set(&out, "out", shape(&layer.out));
        cost(&out, layer.cost);
        out
    });
    cost(answer, info.layers.iter().fold(Cost::default(), |sum, layer| sum + layer.cost));
    set(answer, "layers", layers.collect::<Array>());
    set(answer, "names", texts(&info.names));
    set(answer, "inputs", info.inputs.iter().map(|n| JsValue::from(*n)).collect::<Array>());
    set(answer, "example", info.example.iter().map(|s| shape(s)).collect::<Array>());
    let weights = info.weights.iter().map(|(name, sizes)| {
        let out = Object::new();
        set(&out, "name", name.as_str());
        set(&out, "shape", shape(sizes));
        out
    });
    set(answer, "weights", weights.collect::<Array>());
}

/// `{done, hypotheses: [{tokens, logProbability, score}], top: [{token, probability}]}`
pub(crate) fn progress(answer: &Object, progress: &Progress) {
    let hypotheses = progress.hypotheses.iter().map(|hypothesis| {
        let out = Object::new();
        set(&out, "tokens", shape(&hypothesis.tokens));
        set(&out, "logProbability", hypothesis.log_probability);
        set(&out, "score", hypothesis.score);
        out
    });
    let top = progress.top.iter().map(|&(token, probability)| {
        let out = Object::new();
        set(&out, "token", token as f64);
        set(&out, "probability", probability);
        out
    });
    set(answer, "done", progress.done);
    set(answer, "hypotheses", hypotheses.collect::<Array>());
    set(answer, "top", top.collect::<Array>());
}

/// A list of texts.
pub(crate) fn texts(all: &[String]) -> Array {
    all.iter().map(|t| JsValue::from(t.as_str())).collect()
}

/// A list of whole numbers.
pub(crate) fn shape(sizes: &[usize]) -> Array {
    sizes.iter().map(|&d| JsValue::from(d as f64)).collect()
}

/// `{op, index, combine, value, terms: [{value, factors: [{input, index, value}]}]}`
pub(crate) fn trace(trace: &Trace) -> Object {
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
