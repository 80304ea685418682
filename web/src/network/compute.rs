//! One forward of the net, with what every layer gave.

use std::rc::Rc;

use js_sys::Uint8Array;
use nets::STAGES;
use tensor::read_safetensors;

use crate::browser::engine::{Net, ThirdPass, values};
use crate::network::NET;
use crate::widget::{emoji::SIDE, held::Held, weights::Taken};

/// Weights: the shipped ones or the reader's.
#[derive(Clone)]
pub(crate) struct Weights {
    pub(crate) bytes: Rc<Vec<u8>>,
    /// The reader's file that they are of.
    pub(crate) taken: Option<Rc<Taken>>,
}

impl Weights {
    /// Another number, other weights; 0 for the shipped ones.
    pub(crate) fn number(&self) -> u64 {
        self.taken.as_ref().map_or(0, |taken| taken.number)
    }

    pub(crate) async fn net(&self, engine: &ThirdPass) -> Result<Net, String> {
        match &self.taken {
            Some(taken) => taken.net(engine).await,
            None => Net::open(engine, NET, Uint8Array::from(&self.bytes[..])).await,
        }
    }
}

/// The net that stays in the worker, and the number of its weights.
pub(crate) type Kept = Option<(u64, Net)>;

/// What one forward gave.
pub(crate) struct Pass {
    /// The picture, RGBA.
    pub(crate) rgba: Vec<u8>,
    /// The true class, where there is one.
    pub(crate) truth: Option<usize>,
    /// Every layer's numbers, in the order of [`STAGES`].
    pub(crate) maps: Vec<Vec<f32>>,
    /// The tensors of these, to be traced.
    pub(crate) held: Vec<Held>,
    pub(crate) logits: Vec<f32>,
    pub(crate) shares: Vec<f32>,
    /// conv1.weight, [16, 3, 5, 5].
    pub(crate) kernels: Vec<f32>,
}

pub(crate) async fn run(
    engine: &ThirdPass,
    weights: &Weights,
    rgba: Vec<u8>,
    truth: Option<usize>,
    kept: &mut Kept,
) -> Result<Pass, String> {
    if kept.as_ref().is_none_or(|(number, _)| *number != weights.number()) {
        *kept = Some((weights.number(), weights.net(engine).await?));
    }
    let Some((_, model)) = kept else { return Err("model: there is no net".to_owned()) };
    let x: Held = engine.upload(&figures::centred(&rgba), &[1, 3, SIDE, SIDE])?.into();
    let (y, held) = model.run_keeping(&x, &STAGES.map(|stage| stage.name))?;
    let p: Held = engine.op("softmax", &[(&y).into()])?.into();
    // Asked for in one turn: they come in one message.
    let (p, y) = (p.ask(), y.ask());
    let asked: Vec<_> = held.iter().map(|tensor| tensor.ask()).collect();
    let mut maps = Vec::new();
    for promise in asked {
        maps.push(values(promise).await?);
    }
    let (logits, shares) = (values(y).await?, values(p).await?);
    let (tensors, _) = read_safetensors(&weights.bytes).map_err(|e| e.to_string())?;
    let kernels = tensors.get("conv1.weight").map(|w| w.data().to_vec()).unwrap_or_default();
    Ok(Pass { rgba, truth, maps, held, logits, shares, kernels })
}
