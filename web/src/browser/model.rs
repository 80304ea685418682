//! A net in the worker, through `third-pass.js`.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use crate::browser::engine::{Tensor, ThirdPass, get, object, said};
use crate::widget::held::Held;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type Net;
    #[wasm_bindgen(method, getter)]
    fn info(this: &Net) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn run(this: &Net, x: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method)]
    fn dispose(this: &Net);
}

/// A net with its weights, disposed of when nobody has it any more.
pub(crate) struct Model(Net);

impl Drop for Model {
    fn drop(&mut self) {
        self.0.dispose();
    }
}

impl Model {
    /// The net of this name with the weights of a safetensors file; the words say what is
    /// wrong with the file.
    pub(crate) async fn open(engine: &ThirdPass, spec: &str, file: &[u8]) -> Result<Self, String> {
        let bytes = Uint8Array::from(file);
        let made = engine.called("model", &[spec.into(), bytes.into()])?;
        let model = Self(made.unchecked_into());
        JsFuture::from(model.0.info()).await.map_err(|e| said(&e))?;
        Ok(model)
    }

    /// A forward: the logits, and the outputs of the layers named.
    pub(crate) fn run(&self, x: &Held, keep: &[&str]) -> Result<(Held, Vec<Held>), String> {
        let names: Array = keep.iter().map(|name| JsValue::from(*name)).collect();
        let options = object(&[("keep", names.into())]);
        let made = self.0.run(&x.into(), &options).map_err(|e| said(&e))?;
        let held = |tensor: JsValue| Held::from(tensor.unchecked_into::<Tensor>());
        let activations = get(&made, "activations");
        let kept = keep.iter().map(|name| held(get(&activations, name)));
        Ok((held(get(&made, "y")), kept.collect()))
    }
}
