//! The engine, through the same `third-pass.js` that everybody uses.

use std::cell::RefCell;

use js_sys::{Array, Float32Array, Function, Object, Promise, Reflect};
use ops::{Options, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(raw_module = "./third-pass.js")]
extern "C" {
    #[wasm_bindgen(js_name = open)]
    fn open_module(options: &JsValue) -> Promise;

    /// An open engine.
    #[derive(Clone)]
    pub(crate) type ThirdPass;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn backend(this: &ThirdPass) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn adapter(this: &ThirdPass) -> String;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn closed(this: &ThirdPass) -> bool;
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &ThirdPass);
    #[wasm_bindgen(method, catch)]
    fn tensor(this: &ThirdPass, data: &Float32Array, shape: &Array) -> Result<Tensor, JsValue>;
    #[wasm_bindgen(method)]
    fn trace(this: &ThirdPass, y: &Tensor, index: &Array) -> Promise;

    /// A tensor that lives in the worker.
    #[derive(Clone)]
    pub(crate) type Tensor;
    #[wasm_bindgen(method)]
    fn data(this: &Tensor) -> Promise;
    #[wasm_bindgen(method)]
    pub(crate) fn dispose(this: &Tensor);
}

thread_local! {
    /// The page's widgets share one engine, and so one worker.
    static SHARED: RefCell<Option<(String, Promise)>> = const { RefCell::new(None) };
}

/// An engine of one's own, to be closed.
pub(crate) async fn open(backend: &str) -> Result<ThirdPass, String> {
    let promise = open_module(&object(&[("backend", backend.into())]));
    JsFuture::from(promise).await.map(JsCast::unchecked_into).map_err(|e| said(&e))
}

/// The page's engine, opened by the first widget that computes.
pub(crate) async fn engine(backend: &str) -> Result<ThirdPass, String> {
    let promise = SHARED.with_borrow_mut(|slot| match slot {
        Some((held, promise)) if held == backend => promise.clone(),
        _ => {
            let promise = open_module(&object(&[("backend", backend.into())]));
            *slot = Some((backend.to_owned(), promise.clone()));
            promise
        }
    });
    match JsFuture::from(promise).await {
        Ok(engine) => {
            let engine: ThirdPass = engine.unchecked_into();
            if engine.closed() {
                // Its worker could not be started again: whoever asks next gets another.
                SHARED.with_borrow_mut(|slot| *slot = None);
                return Err("third-pass: this engine has been closed".to_owned());
            }
            tell_notices(&engine);
            Ok(engine)
        }
        Err(error) => {
            SHARED.with_borrow_mut(|slot| *slot = None);
            Err(said(&error))
        }
    }
}

/// Sent to the window when the engine's device or worker was lost and replaced; its detail is the word.
pub(crate) const NOTICE: &str = "third-pass:notice";

/// Sends the window an event with this detail.
pub(crate) fn tell(name: &str, detail: &JsValue) {
    let init = web_sys::CustomEventInit::new();
    init.set_detail(detail);
    let event = web_sys::CustomEvent::new_with_event_init_dict(name, &init);
    if let (Ok(event), Some(window)) = (event, web_sys::window()) {
        // Only a listener that throws could make this fail.
        let _ = window.dispatch_event(&event);
    }
}

/// Passes the engine's notices on to whoever listens on the window.
fn tell_notices(engine: &JsValue) {
    thread_local! {
        static TELL: Closure<dyn FnMut(JsValue)> = Closure::new(|notice: JsValue| {
            tell(NOTICE, &get(&notice, "what"));
        });
    }
    // Setting a field of an object of our own module cannot fail.
    TELL.with(|tell| drop(Reflect::set(engine, &"onnotice".into(), tell.as_ref())));
}

impl ThirdPass {
    /// Uploads values.
    pub(crate) fn upload(&self, values: &[f32], shape: &[usize]) -> Result<Tensor, String> {
        self.tensor(&Float32Array::from(values), &sizes(shape)).map_err(|e| said(&e))
    }

    /// Calls the operation `name` of the module, which has one answer: tensors,
    /// plain arguments and options in the order of `third-pass.d.ts`.
    pub(crate) fn op(&self, name: &str, given: &[JsValue]) -> Result<Tensor, String> {
        self.called(name, given).map(JsCast::unchecked_into)
    }

    /// As [`Self::op`], for an operation with several answers; those of these names, in order.
    pub(crate) fn op_several<const N: usize>(
        &self,
        name: &str,
        given: &[JsValue],
        answers: [&str; N],
    ) -> Result<[Tensor; N], String> {
        let made = self.called(name, given)?;
        Ok(answers.map(|answer| get(&made, answer).unchecked_into()))
    }

    pub(crate) fn called(&self, name: &str, given: &[JsValue]) -> Result<JsValue, String> {
        called(self, name, given)
    }

    /// What made `y[index]`.
    pub(crate) async fn terms(&self, y: &Tensor, index: &[usize]) -> Result<Trace, String> {
        let trace = JsFuture::from(self.trace(y, &sizes(index))).await.map_err(|e| said(&e))?;
        let number = |of: &JsValue| get(of, "value").as_f64().unwrap_or(f64::NAN);
        let place = |of: &JsValue| {
            let index = list(&get(of, "index"));
            index.iter().map(|i| i.as_f64().unwrap_or_default() as usize).collect()
        };
        let factors = |term: &JsValue| {
            let read = |factor: JsValue| Factor {
                input: get(&factor, "input").as_string().unwrap_or_default(),
                index: place(&factor),
                value: number(&factor),
            };
            list(&get(term, "factors")).iter().map(read).collect()
        };
        let terms = list(&get(&trace, "terms"));
        Ok(Trace {
            combine: get(&trace, "combine").as_string().unwrap_or_default(),
            value: number(&trace),
            terms: terms.iter().map(|t| Term { value: number(&t), factors: factors(&t) }).collect(),
        })
    }
}

/// What made one number, as `trace` of the module gives it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Trace {
    /// How the terms become the number: `sum`, `softmax`, `normalize` …
    pub(crate) combine: String,
    pub(crate) value: f64,
    pub(crate) terms: Vec<Term>,
}

/// One term, the product of its factors.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    pub(crate) value: f64,
    pub(crate) factors: Vec<Factor>,
}

/// One number that took part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Factor {
    /// The argument's name, or that of an option or statistic.
    pub(crate) input: String,
    /// Which element of it; empty for a number that has no place.
    pub(crate) index: Vec<usize>,
    pub(crate) value: f64,
}

/// A layer, as `describe` of the module gives it.
pub(crate) struct Described {
    pub(crate) name: String,
    /// PyTorch's class.
    pub(crate) kind: String,
    pub(crate) out: Vec<usize>,
    pub(crate) parameters: u64,
    pub(crate) multiply_adds: u64,
    /// The shape of its weight; empty where it has none.
    pub(crate) weight: Vec<usize>,
}

impl ThirdPass {
    /// The layers of a net.
    pub(crate) async fn layers(&self, spec: &Options) -> Result<Vec<Described>, String> {
        let promise: Promise = self.called("describe", &[options(spec).into()])?.unchecked_into();
        let net = JsFuture::from(promise).await.map_err(|e| said(&e))?;
        let whole = |of: &JsValue, key: &str| get(of, key).as_f64().unwrap_or_default() as u64;
        let shape = |of: &JsValue, key: &str| -> Vec<usize> {
            let sizes = list(&get(of, key));
            sizes.iter().map(|n| n.as_f64().unwrap_or_default() as usize).collect()
        };
        let text = |of: &JsValue, key: &str| get(of, key).as_string().unwrap_or_default();
        let weights: Vec<_> = list(&get(&net, "weights"))
            .iter()
            .map(|weight| (text(&weight, "name"), shape(&weight, "shape")))
            .collect();
        let described = |layer: JsValue| {
            let name = text(&layer, "name");
            let of = format!("{name}.weight");
            let weight = weights.iter().find(|(name, _)| *name == of);
            Described {
                name,
                kind: text(&layer, "kind"),
                out: shape(&layer, "out"),
                parameters: whole(&layer, "parameters"),
                multiply_adds: whole(&layer, "multiplyAdds"),
                weight: weight.map(|(_, shape)| shape.clone()).unwrap_or_default(),
            }
        };
        Ok(list(&get(&net, "layers")).iter().map(described).collect())
    }
}

/// A net in the worker, forgotten when nobody has it any more.
pub(crate) struct Net(pub(super) JsValue);

impl ThirdPass {
    /// A net with random weights of a seed.
    pub(crate) fn model(&self, spec: &Options, seed: u32) -> Result<Net, String> {
        let weights = object(&[("seed", seed.into())]);
        self.called("model", &[options(spec).into(), weights.into()]).map(Net)
    }
}

impl Net {
    /// A forward: y, and what the layer of this name gives.
    pub(crate) fn run(&self, x: &Tensor, keep: &str) -> Result<[Tensor; 2], String> {
        let keep_it = object(&[("keep", Array::of1(&keep.into()).into())]);
        let made = called(&self.0, "run", &[x.clone().into(), keep_it.into()])?;
        let kept = get(&get(&made, "activations"), keep);
        Ok([get(&made, "y"), kept].map(JsCast::unchecked_into))
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        // Of an engine that is closed there is nothing to forget.
        let _ = called(&self.0, "dispose", &[]);
    }
}

impl Tensor {
    /// The promise of the values; several asked for at once come in one message.
    pub(crate) fn ask(&self) -> Promise {
        self.data()
    }
}

/// The values of a promise made by [`Tensor::ask`].
pub(crate) async fn values(promise: Promise) -> Result<Vec<f32>, String> {
    let values = JsFuture::from(promise).await.map_err(|e| said(&e))?;
    values.dyn_into::<Float32Array>().map(|a| a.to_vec()).map_err(|e| said(&e))
}

/// What an error says.
pub(crate) fn said(error: &JsValue) -> String {
    let words = get(error, "message").as_string().or_else(|| error.as_string());
    words.unwrap_or_else(|| format!("{error:?}"))
}

/// Calls a method of an object of the module.
pub(crate) fn called(of: &JsValue, name: &str, given: &[JsValue]) -> Result<JsValue, String> {
    let call = method(of, name).ok_or_else(|| format!("{name}: the module has no such call"))?;
    call.apply(of, &given.iter().collect()).map_err(|e| said(&e))
}

/// A method of an object by name, for calls that web-sys does not have.
fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name).dyn_into().ok()
}

/// An object of these fields: options, or weights by name.
pub(crate) fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}

pub(crate) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

pub(crate) fn list(value: &JsValue) -> Array {
    value.clone().dyn_into().unwrap_or_default()
}

/// Options of an operation, or a net's specification, as the module takes them.
pub(crate) fn options(of: &Options) -> Object {
    let value = |value: &Value| match value {
        Value::Number(n) => JsValue::from(*n),
        Value::Flag(flag) => JsValue::from(*flag),
        Value::Word(word) => JsValue::from(word.as_str()),
        Value::Numbers(all) => all.iter().map(|n| JsValue::from(*n)).collect::<Array>().into(),
    };
    let fields: Vec<(&str, JsValue)> =
        of.0.iter().map(|(key, of)| (key.as_str(), value(of))).collect();
    object(&fields)
}

/// Sizes as a list of numbers.
pub(crate) fn sizes(shape: &[usize]) -> Array {
    shape.iter().map(|&d| JsValue::from(d as f64)).collect()
}
