//! A net with the weights of a file.

use js_sys::{Array, Promise, Uint8Array};
use ops::Options;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::{
    clock,
    engine::{Net, Tensor, ThirdPass, called, get, object, options, said, values},
};
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

    pub(super) async fn made(
        engine: &ThirdPass,
        spec: JsValue,
        file: Uint8Array,
    ) -> Result<Self, String> {
        let moved = object(&[("transfer", true.into())]).into();
        let net = Self(engine.called("model", &[spec, file.into(), moved])?);
        net.ready().await?;
        Ok(net)
    }

    /// Waits until its weights are there; the words say what is wrong.
    pub(crate) async fn ready(&self) -> Result<(), String> {
        let info: Promise = get(&self.0, "info").unchecked_into();
        JsFuture::from(info).await.map(drop).map_err(|e| said(&e))
    }

    /// A part of a forward: from the layer whose output x is, or the beginning, until the layer
    /// whose output is wanted, or the end.
    pub(crate) fn run_part(&self, x: &Held, ends: [Option<&str>; 2]) -> Result<Held, String> {
        let [from, until] = ends.map(|name| name.map_or(JsValue::NULL, JsValue::from));
        let ends = object(&[("from", from), ("until", until)]);
        let made = called(&self.0, "run", &[x.into(), ends.into()])?;
        Ok(get(&made, "y").unchecked_into::<Tensor>().into())
    }

    /// A forward in parts, each until one of these layers, or the end, from where the one before
    /// ended: the milliseconds of each, waited for, and what the last gave.
    pub(crate) async fn timed_parts(
        &self,
        engine: &ThirdPass,
        x: &Held,
        ends: impl IntoIterator<Item = Option<&str>>,
        tell: impl Fn(usize),
    ) -> Result<(Vec<f64>, Held), String> {
        let (mut times, mut from, mut at) = (Vec::new(), None, None::<Held>);
        for (part, until) in ends.into_iter().enumerate() {
            tell(part);
            let began = clock();
            let y = self.run_part(at.as_ref().unwrap_or(x), [from, until])?;
            // One channel comes back: what is computed is computed, and little is moved.
            let one = object(&[("axis", 1.into()), ("start", 0.into()), ("end", 1.into())]);
            let one: Held = engine.op("slice", &[(&y).into(), JsValue::from(one)])?.into();
            values(one.ask()).await?;
            times.push(clock() - began);
            (from, at) = (until, Some(y));
        }
        Ok((times, at.ok_or("model: there is no part")?))
    }

    /// A forward: the logits, and the outputs of the layers named.
    pub(crate) fn run_keeping(&self, x: &Held, keep: &[&str]) -> Result<(Held, Vec<Held>), String> {
        self.run_keeping_of(x.into(), keep)
    }

    /// As [`Self::run_keeping`], of whatever the net takes.
    pub(super) fn run_keeping_of(
        &self,
        given: JsValue,
        keep: &[impl AsRef<str>],
    ) -> Result<(Held, Vec<Held>), String> {
        let names: Array = keep.iter().map(|name| JsValue::from(name.as_ref())).collect();
        let made = called(&self.0, "run", &[given, object(&[("keep", names.into())]).into()])?;
        let held = |tensor: JsValue| Held::from(tensor.unchecked_into::<Tensor>());
        let activations = get(&made, "activations");
        let kept = keep.iter().map(|name| held(get(&activations, name.as_ref())));
        Ok((held(get(&made, "y")), kept.collect()))
    }
}
