//! The first encoder layer of the small translator, fetched, and its vocabulary.

use std::{collections::BTreeMap, rc::Rc};

use tensor::{Tensor, read_safetensors};

use crate::browser::engine::ThirdPass;
use crate::translator::shipped::{Files, Source};
use crate::widget::{Frame, held::Held};

/// Weights by name, and where they and the words come from.
pub(crate) struct Net {
    weights: BTreeMap<String, Tensor>,
    source: Rc<Source>,
}

/// The layer's weights in the worker, `enc.0.` before the names of [`NAMES`].
pub(crate) struct Layer {
    pub(crate) table: Held,
    pub(crate) w: [Held; 10],
}

/// What is read of the layer: the projections, the norm behind attention, feed-forward.
const NAMES: [&str; 10] = [
    "self.wq",
    "self.wk",
    "self.wv",
    "self.wo",
    "ln1.gamma",
    "ln1.beta",
    "ffn.w1",
    "ffn.b1",
    "ffn.w2",
    "ffn.b2",
];

impl Net {
    pub(crate) async fn fetch(frame: Frame) -> Result<Rc<Self>, String> {
        let source = Files::default().get(frame).await?;
        let (weights, _) = read_safetensors(&source.net.weights).map_err(|e| e.to_string())?;
        Ok(Rc::new(Self { weights, source }))
    }

    /// The number of an English word in small letters, if the net knows it.
    pub(crate) fn id(&self, word: &str) -> Option<usize> {
        self.source.english(word)
    }

    /// Brings the layer into the worker.
    pub(crate) fn upload(&self, tp: &ThirdPass) -> Result<Layer, String> {
        let one = |name: &str| {
            let weight = self.weights.get(name).ok_or_else(|| format!("{name}: 404"))?;
            tp.upload(weight.data(), weight.shape()).map(Held::from)
        };
        let all: Result<Vec<Held>, String> =
            NAMES.iter().map(|name| one(&format!("enc.0.{name}"))).collect();
        let w = <[Held; 10]>::try_from(all?).map_err(|_| "a weight is missing".to_owned())?;
        Ok(Layer { table: one("emb")?, w })
    }
}
