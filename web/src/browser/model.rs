//! A net with the weights of a file.

use js_sys::{Array, Promise, Uint8Array};
use ops::Options;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::engine::{Net, Tensor, ThirdPass, called, get, object, options, said};
use crate::widget::held::Held;

impl Net {
    /// The net of this name with the weights of a safetensors file, whose memory moves to the
    /// worker; the words say what is wrong with the file.
    pub(crate) async fn open(
        engine: &ThirdPass,
        spec: &str,
        file: Uint8Array,
    ) -> Result<Self, String> {
        Self::made(engine, spec.into(), file).await
    }

    /// As [`Self::open`], for a net of a kind with its parameters.
    pub(crate) async fn open_as(
        engine: &ThirdPass,
        spec: &Options,
        file: Uint8Array,
    ) -> Result<Self, String> {
        Self::made(engine, options(spec).into(), file).await
    }

    async fn made(engine: &ThirdPass, spec: JsValue, file: Uint8Array) -> Result<Self, String> {
        let moved = object(&[("transfer", true.into())]).into();
        let net = Self(engine.called("model", &[spec, file.into(), moved])?);
        let info: Promise = get(&net.0, "info").unchecked_into();
        JsFuture::from(info).await.map_err(|e| said(&e))?;
        Ok(net)
    }

    /// A forward: the logits, and the outputs of the layers named.
    pub(crate) fn run_keeping(&self, x: &Held, keep: &[&str]) -> Result<(Held, Vec<Held>), String> {
        let names: Array = keep.iter().map(|name| JsValue::from(*name)).collect();
        let made = called(&self.0, "run", &[x.into(), object(&[("keep", names.into())]).into()])?;
        let held = |tensor: JsValue| Held::from(tensor.unchecked_into::<Tensor>());
        let activations = get(&made, "activations");
        let kept = keep.iter().map(|name| held(get(&activations, name)));
        Ok((held(get(&made, "y")), kept.collect()))
    }
}
