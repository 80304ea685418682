//! A state to numbers: the net as it was trained, and with one block changed.

use std::rc::Rc;

use nets::changed::{Change, deviation};

use crate::block::{
    loaded::{Loaded, Made},
    look::{PANELS, Seen},
    sources::{Input, Source},
};
use crate::browser::engine::{ThirdPass, values};
use crate::widget::{emoji::SIDE, held::Held};

/// What stays in the worker: the net, and its unchanged forward on a picture.
#[derive(Default)]
pub(crate) struct Kept {
    loaded: Option<Rc<Loaded>>,
    base: Option<Rc<Base>>,
}

/// The forward of the unchanged net.
pub(crate) struct Base {
    /// The net's number, and the picture as it took it.
    of: (u64, Vec<f32>),
    /// What each block reads.
    inputs: Vec<Held>,
    /// Of each block the standard deviations of F(x) and of x.
    pub(crate) spreads: Vec<[f64; 2]>,
    pub(crate) logits: Vec<f32>,
    pub(crate) shares: Vec<f32>,
}

/// What one forward gave.
pub(crate) struct Pass {
    pub(crate) input: Input,
    pub(crate) source: Rc<Source>,
    pub(crate) base: Rc<Base>,
    /// The block's number.
    pub(crate) at: usize,
    pub(crate) change: Change,
    /// The shortcut's x, F(x), the sum, the block's output, `[channels, side, side]` each.
    pub(crate) panels: [Vec<f32>; PANELS],
    /// The tensors of the last convolution and of F(x), to be traced.
    pub(crate) traced: [Held; 2],
    pub(crate) logits: Vec<f32>,
    pub(crate) shares: Vec<f32>,
}

pub(crate) async fn run(
    tp: &ThirdPass,
    source: Rc<Source>,
    input: Input,
    seen: &Seen,
    kept: &mut Kept,
) -> Result<Pass, String> {
    let loaded = match &kept.loaded {
        Some(loaded) if loaded.number == source.number => Rc::clone(loaded),
        _ => {
            let loaded = Rc::new(Loaded::open(tp, &source).await?);
            kept.loaded = Some(Rc::clone(&loaded));
            loaded
        }
    };
    let of = (source.number, input.x.clone());
    let base = match &kept.base {
        Some(base) if base.of == of => Rc::clone(base),
        _ => {
            let base = Rc::new(base(tp, &loaded, of).await?);
            kept.base = Some(Rc::clone(&base));
            base
        }
    };
    let made = loaded.changed(tp, seen.at, &seen.change, &base.inputs[seen.at], 1)?;
    let Made { brought, products, normal, f, sum, y, logits } = made;
    let p: Held = tp.op("softmax", &[(&logits).into()])?.into();
    // Asked for in one turn: they come in one message.
    let asked = [&brought, &*f, &*sum, &*y].map(|tensor| tensor.ask());
    let guesses = [&logits, &p].map(|tensor| tensor.ask());
    let mut panels: [Vec<f32>; PANELS] = Default::default();
    for (panel, promise) in panels.iter_mut().zip(asked) {
        *panel = values(promise).await?;
    }
    let [logits, shares] = guesses;
    Ok(Pass {
        input,
        source,
        base,
        at: seen.at,
        change: seen.change,
        panels,
        traced: [products, normal],
        logits: values(logits).await?,
        shares: values(shares).await?,
    })
}

/// The net as it was trained, with what every block reads and what its F gives.
async fn base(tp: &ThirdPass, loaded: &Loaded, of: (u64, Vec<f32>)) -> Result<Base, String> {
    let x: Held = tp.upload(&of.1, &[1, 3, SIDE, SIDE])?.into();
    let residuals: Vec<String> =
        loaded.blocks.iter().map(|block| format!("{}.residual", block.name)).collect();
    let read = loaded.blocks.iter().map(|block| block.input.as_str());
    let keep: Vec<&str> = read.chain(residuals.iter().map(String::as_str)).collect();
    let (y, mut held) = loaded.model.run_keeping(&x, &keep)?;
    let p: Held = tp.op("softmax", &[(&y).into()])?.into();
    let asked: Vec<_> = held.iter().map(|tensor| tensor.ask()).collect();
    let guesses = [y.ask(), p.ask()];
    let mut stds = Vec::new();
    for promise in asked {
        stds.push(deviation(&values(promise).await?));
    }
    let [logits, shares] = guesses;
    let (logits, shares) = (values(logits).await?, values(shares).await?);
    held.truncate(loaded.blocks.len());
    let (of_x, of_f) = stds.split_at(loaded.blocks.len().min(stds.len()));
    let spreads = of_f.iter().zip(of_x).map(|(f, x)| [*f, *x]).collect();
    Ok(Base { of, inputs: held, spreads, logits, shares })
}

/// The logits of pictures `[n, 3, 32, 32]` by the net with a block changed.
pub(crate) async fn logits(
    tp: &ThirdPass,
    loaded: &Loaded,
    at: usize,
    change: &Change,
    pictures: &[f32],
) -> Result<Vec<f32>, String> {
    let n = pictures.len() / (3 * SIDE * SIDE);
    let x: Held = tp.upload(pictures, &[n, 3, SIDE, SIDE])?.into();
    let (_, held) = loaded.model.run_keeping(&x, &[&loaded.blocks[at].input])?;
    let [input] = &held[..] else { return Err("model: a layer is missing".to_owned()) };
    let made = loaded.changed(tp, at, change, input, n)?;
    values(made.logits.ask()).await
}
