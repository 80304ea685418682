//! Runs of training, as `train` of `third-pass.js` gives them.

use js_sys::{Array, Float32Array, Object, Promise, Reflect};
use ops::{Options, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::browser::engine::{ThirdPass, object, said, sizes};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Object)]
    type Trains;
    #[wasm_bindgen(method)]
    fn train(this: &Trains, spec: &Object, options: &Object) -> Training;

    /// A run.
    pub(crate) type Training;
    #[wasm_bindgen(method, getter)]
    fn state(this: &Training) -> String;
    #[wasm_bindgen(method, getter)]
    fn ready(this: &Training) -> Promise;
    #[wasm_bindgen(method, getter)]
    fn history(this: &Training) -> Array;
    #[wasm_bindgen(method)]
    fn step(this: &Training) -> Promise;
    #[wasm_bindgen(method)]
    fn next(this: &Training) -> Promise;
    #[wasm_bindgen(method)]
    fn cancel(this: &Training);
    #[wasm_bindgen(method, js_name = evaluate)]
    fn evaluate_all(this: &Training, data: &JsValue, labels: &JsValue) -> Promise;
}

/// Examples for runs: what the net takes, and the classes.
pub(crate) struct Examples {
    data: JsValue,
    labels: JsValue,
}

impl Examples {
    pub(crate) fn new(values: &[f32], shape: &[usize], labels: &[f32]) -> Self {
        let data = [("values", Float32Array::from(values).into()), ("shape", sizes(shape).into())];
        Self { data: object(&data).into(), labels: Float32Array::from(labels).into() }
    }
}

/// What a run tells of a step.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) loss: f64,
    pub(crate) error: f64,
    /// Of each learned tensor.
    pub(crate) norms: Vec<f64>,
    /// Of each layer.
    pub(crate) responses: Vec<f64>,
}

impl Training {
    /// A run that [`advance`](Self::advance), asked at once, takes from its first step.
    pub(crate) fn begin(
        engine: &ThirdPass,
        spec: &Options,
        [run, optimizer]: [&Options; 2],
        examples: &Examples,
    ) -> Self {
        let options = plain(run);
        let parts = [
            ("data", examples.data.clone()),
            ("labels", examples.labels.clone()),
            ("optimizer", plain(optimizer).into()),
        ];
        for (name, part) in parts {
            // Setting a field of a plain object cannot fail.
            let _ = Reflect::set(&options, &name.into(), &part);
        }
        engine.unchecked_ref::<Trains>().train(&plain(spec), &options)
    }

    /// The names of what norms are told of.
    pub(crate) async fn names(&self) -> Result<Vec<String>, String> {
        let ready = JsFuture::from(self.ready()).await.map_err(|e| said(&e))?;
        let names = get(&ready, "gradients").dyn_into::<Array>().unwrap_or_default();
        Ok(names.iter().filter_map(|name| name.as_string()).collect())
    }

    /// Takes one step, and answers all that have been taken beyond the first `known`.
    pub(crate) async fn advance(&self, known: usize) -> Result<Vec<Told>, String> {
        JsFuture::from(self.step()).await.map_err(|e| said(&e))?;
        let history = self.history();
        if history.length() as usize <= known {
            // Nothing more was told: it waits with the reason behind what has been told.
            loop {
                let next = JsFuture::from(self.next()).await.map_err(|e| said(&e))?;
                if get(&next, "done").is_truthy() {
                    return Err(self.state());
                }
            }
        }
        let number = |of: &JsValue, key: &str| get(of, key).as_f64().unwrap_or(f64::NAN);
        let numbers = |of: &JsValue, key: &str| {
            let values = get(of, key).dyn_into::<Object>().map(|o| Object::values(&o));
            values.unwrap_or_default().iter().map(|v| v.as_f64().unwrap_or(f64::NAN)).collect()
        };
        let told = |record: JsValue| Told {
            loss: number(&record, "loss"),
            error: number(&record, "error"),
            norms: numbers(&record, "gradNorms"),
            responses: numbers(&record, "responseStd"),
        };
        Ok(history.iter().skip(known).map(told).collect())
    }

    /// The share of examples that the net has wrong now.
    pub(crate) async fn wrong(&self, examples: &Examples) -> Result<f64, String> {
        let asked = self.evaluate_all(&examples.data, &examples.labels);
        let scores = JsFuture::from(asked).await.map_err(|e| said(&e))?;
        Ok(get(&scores, "top1").as_f64().unwrap_or(f64::NAN))
    }

    /// Ends it, and gives the worker's memory back.
    pub(crate) fn end(&self) {
        self.cancel();
    }
}

/// Options as a plain object.
fn plain(options: &Options) -> Object {
    let value = |value: &Value| match value {
        Value::Number(v) => (*v).into(),
        Value::Word(v) => v.as_str().into(),
        Value::Flag(v) => (*v).into(),
        Value::Numbers(v) => v.iter().map(|&v| JsValue::from(v)).collect::<Array>().into(),
    };
    let fields: Vec<(&str, JsValue)> =
        options.0.iter().map(|(name, v)| (name.as_str(), value(v))).collect();
    object(&fields)
}

pub(crate) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}
