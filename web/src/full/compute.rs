//! The net made or read, and a few forwards of it, timed.

use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::browser::{
    clock,
    engine::{Net, ThirdPass, get, said, values},
};
use crate::full::explain::{self, Measured};
use crate::widget::{held::Held, weights::Taken};

/// Which weights.
#[derive(Clone)]
pub(crate) enum Weights {
    Seed(u32),
    File(Rc<Taken>),
}

impl Weights {
    /// The same of the same weights: a seed, or the number of a file.
    pub(crate) fn key(&self) -> (bool, u64) {
        match self {
            Self::Seed(seed) => (false, u64::from(*seed)),
            Self::File(taken) => (true, taken.number),
        }
    }
}

/// What is to be run.
#[derive(Clone)]
pub(crate) struct Wish {
    pub(crate) spec: &'static str,
    pub(crate) weights: Weights,
    /// A 256×256 picture, and the side and numbers of what the net takes of it.
    pub(crate) rgba: Rc<Vec<u8>>,
    pub(crate) torchvision: bool,
    pub(crate) side: usize,
    pub(crate) runs: usize,
}

/// What is in the worker, and of which weights.
pub(crate) type Kept = Option<((&'static str, (bool, u64)), Net)>;

/// What it came to.
pub(crate) struct Run {
    pub(crate) measured: Measured,
    pub(crate) random: bool,
    pub(crate) rgba: Rc<Vec<u8>>,
    pub(crate) side: usize,
    pub(crate) logits: Vec<f32>,
    pub(crate) shares: Vec<f32>,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The weights are being made or read.
    Weights,
    /// A whole forward.
    Forward(usize),
    /// A layer by itself, timed or not.
    Layer(usize, bool),
}

pub(crate) async fn run(
    engine: &ThirdPass,
    wish: &Wish,
    kept: &mut Kept,
    tell: impl Fn(Step),
) -> Result<Run, String> {
    let layers = explain::layers(wish.spec);
    let key = (wish.spec, wish.weights.key());
    let began = clock();
    tell(Step::Weights);
    if kept.as_ref().is_none_or(|(known, _)| *known != key) {
        // The one before goes first: there is room for one.
        *kept = None;
        let net = match &wish.weights {
            Weights::Seed(seed) => engine.model(&explain::described(wish.spec), *seed)?,
            Weights::File(taken) => taken.net(engine).await?,
        };
        net.ready().await?;
        *kept = Some((key, net));
    }
    let Some((_, net)) = kept else { return Err("model: there is no net".to_owned()) };
    let made_ms = clock() - began;
    let numbers = if wish.torchvision {
        figures::IMAGENET
    } else {
        // Raw RGB of 0 to 255 less the mean.
        [figures::IMAGENET[0], [1.0 / 255.0; 3]]
    };
    let x = figures::normalized(&wish.rgba, wish.side, numbers);
    let x: Held = engine.upload(&x, &[1, 3, wish.side, wish.side])?.into();
    let (mut times_ms, mut logits, mut shares) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..wish.runs.max(1) {
        tell(Step::Forward(at));
        let from = clock();
        let (y, _) = net.run_keeping(&x, &[])?;
        logits = values(y.ask()).await?;
        times_ms.push(clock() - from);
        if at == 0 {
            let p: Held = engine.op("softmax", &[(&y).into()])?.into();
            shares = values(p.ask()).await?;
        }
    }
    let names = || layers.iter().map(|layer| Some(layer.name.as_str()));
    // The first time makes what the second finds ready.
    net.timed_parts(engine, &x, names(), |at| tell(Step::Layer(at, false))).await?;
    let (layers_ms, _) =
        net.timed_parts(engine, &x, names(), |at| tell(Step::Layer(at, true))).await?;
    let multiply_adds = layers.iter().map(|layer| layer.multiply_adds).sum();
    let memory = memory(engine).await?;
    Ok(Run {
        measured: Measured { multiply_adds, made_ms, times_ms, layers_ms, memory },
        random: matches!(wish.weights, Weights::Seed(_)),
        rgba: Rc::clone(&wish.rgba),
        side: wish.side,
        logits,
        shares,
    })
}

/// Bytes of the worker's memory.
async fn memory(engine: &ThirdPass) -> Result<f64, String> {
    let promise: Promise = engine.called("stats", &[])?.unchecked_into();
    let stats = JsFuture::from(promise).await.map_err(|e| said(&e))?;
    Ok(get(&stats, "memory").as_f64().unwrap_or(f64::NAN))
}
