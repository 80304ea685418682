//! The Transformer in the worker: its encoder, one step of its decoder, beam search.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::browser::{
    engine::{Net, Tensor, ThirdPass, called, get, list, object, said},
    json::Json,
};
use crate::widget::held::Held;

/// A translation that beam search found.
pub(crate) struct Found {
    pub(crate) tokens: Vec<usize>,
    pub(crate) log_probability: f64,
}

impl Net {
    /// A Transformer with the weights of a file: `spec` as its card has it, mask and residual
    /// additions as asked for, without the heads that are off.
    pub(crate) async fn translator(
        engine: &ThirdPass,
        spec: &Json,
        [causal, residual]: [bool; 2],
        off: &[usize],
        file: &[u8],
    ) -> Result<Self, String> {
        let off: Array = off.iter().map(|&head| JsValue::from(head as f64)).collect();
        let mut fields: Vec<(&str, JsValue)> =
            vec![("kind", "transformer".into()), ("causal", causal.into())];
        fields.extend([("residual", residual.into()), ("off", off.into())]);
        let sizes = ["layers", "dModel", "heads", "dFF", "vocab", "maxLen"];
        fields.extend(sizes.map(|key| (key, spec.at(key).number().into())));
        Self::made(engine, object(&fields).into(), Uint8Array::from(file)).await
    }

    /// Ids `[1, S]` → memory `[1, S, d]`.
    pub(crate) fn encode(&self, src: &Held) -> Result<Held, String> {
        let made = called(&self.0, "encode", &[src.into()])?;
        Ok(get(&made, "memory").unchecked_into::<Tensor>().into())
    }

    /// The logits of the word behind `tgt`, `[1, vocab]`.
    pub(crate) fn decode_step(&self, [memory, src, tgt]: [&Held; 3]) -> Result<Held, String> {
        let made = called(&self.0, "decodeStep", &[memory.into(), src.into(), tgt.into()])?;
        Ok(get(&made, "logits").unchecked_into::<Tensor>().into())
    }

    /// All of it: the logits behind every word of `tgt`, and what the names keep.
    pub(crate) fn run_pair(
        &self,
        [src, tgt]: [&Held; 2],
        keep: &[String],
    ) -> Result<(Held, Vec<Held>), String> {
        self.run_keeping_of(object(&[("src", src.into()), ("tgt", tgt.into())]).into(), keep)
    }

    /// What beam search finds, the best first.
    pub(crate) async fn beam(
        &self,
        src: &Held,
        [width, max]: [usize; 2],
        alpha: f64,
    ) -> Result<Vec<Found>, String> {
        let asked = object(&[
            ("width", (width as f64).into()),
            ("max", (max as f64).into()),
            ("alpha", alpha.into()),
            ("topK", 0.into()),
        ]);
        let promise: Promise =
            called(&self.0, "beam", &[src.into(), asked.into()])?.unchecked_into();
        let made = JsFuture::from(promise).await.map_err(|e| said(&e))?;
        // The logits and weights that come with it are computed elsewhere.
        let weights = get(&made, "weights");
        let kept = ["encoder", "self", "cross"].map(|key| list(&get(&weights, key)));
        for tensor in kept.iter().flat_map(Array::iter).chain([get(&made, "logits")]) {
            tensor.unchecked_into::<Tensor>().dispose();
        }
        let found = |one: JsValue| Found {
            tokens: list(&get(&one, "tokens"))
                .iter()
                .map(|token| token.as_f64().unwrap_or_default() as usize)
                .collect(),
            log_probability: get(&one, "logProbability").as_f64().unwrap_or(f64::NAN),
        };
        Ok(list(&get(&made, "outputs")).iter().map(found).collect())
    }
}
