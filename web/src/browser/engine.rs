//! The engine, through the same `third-pass.js` that everybody uses.

use std::cell::RefCell;

use js_sys::{Array, Float32Array, Function, Object, Promise, Reflect};
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
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &ThirdPass);
    #[wasm_bindgen(method, catch)]
    fn tensor(this: &ThirdPass, data: &Float32Array, shape: &Array) -> Result<Tensor, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn conv2d(
        this: &ThirdPass,
        x: &Tensor,
        w: &Tensor,
        b: &JsValue,
        options: &Object,
    ) -> Result<Tensor, JsValue>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn relu(this: &ThirdPass, x: &Tensor) -> Result<Tensor, JsValue>;
    #[wasm_bindgen(method, catch, js_name = maxPool2d)]
    fn max_pool2d(this: &ThirdPass, x: &Tensor, options: &Object) -> Result<Tensor, JsValue>;
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
        Ok(engine) => Ok(engine.unchecked_into()),
        Err(error) => {
            SHARED.with_borrow_mut(|slot| *slot = None);
            Err(said(&error))
        }
    }
}

impl ThirdPass {
    /// Uploads values.
    pub(crate) fn upload(&self, values: &[f32], shape: &[usize]) -> Result<Tensor, String> {
        self.tensor(&Float32Array::from(values), &sizes(shape)).map_err(|e| said(&e))
    }

    /// `conv2d` without a bias.
    pub(crate) fn convolve(
        &self,
        x: &Tensor,
        w: &Tensor,
        [stride, padding, dilation]: [i32; 3],
    ) -> Result<Tensor, String> {
        let options = object(&[
            ("stride", stride.into()),
            ("padding", padding.into()),
            ("dilation", dilation.into()),
        ]);
        self.conv2d(x, w, &JsValue::NULL, &options).map_err(|e| said(&e))
    }

    /// `maxPool2d` over 3×3 windows, two apart, as in AlexNet.
    pub(crate) fn pool(&self, x: &Tensor) -> Result<Tensor, String> {
        let options = object(&[("kernel", 3.into()), ("stride", 2.into())]);
        self.max_pool2d(x, &options).map_err(|e| said(&e))
    }

    /// The products behind `y[index]`: index into w, input, weight.
    pub(crate) async fn products(
        &self,
        y: &Tensor,
        index: &[usize],
    ) -> Result<Vec<Product>, String> {
        let trace = JsFuture::from(self.trace(y, &sizes(index))).await.map_err(|e| said(&e))?;
        let mut products = Vec::new();
        for term in list(&get(&trace, "terms")).iter() {
            let factors = list(&get(&term, "factors"));
            let (x, w) = (factors.get(0), factors.get(1));
            let at = |i: u32| list(&get(&w, "index")).get(i).as_f64().unwrap_or_default() as usize;
            let value = |of: &JsValue| get(of, "value").as_f64().unwrap_or(f64::NAN);
            products.push(Product {
                channel: at(1),
                row: at(2),
                column: at(3),
                x: value(&x),
                w: value(&w),
            });
        }
        Ok(products)
    }
}

/// One product of a convolution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Product {
    pub(crate) channel: usize,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) x: f64,
    pub(crate) w: f64,
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

/// A method of an object by name, for calls that web-sys does not have.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name).dyn_into().ok()
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in fields {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

fn list(value: &JsValue) -> Array {
    value.clone().dyn_into().unwrap_or_default()
}

fn sizes(shape: &[usize]) -> Array {
    shape.iter().map(|&d| JsValue::from(d as f64)).collect()
}
