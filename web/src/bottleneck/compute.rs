//! A state to numbers, through the engine; what has not changed is not sent again.

use std::cell::RefCell;
use std::rc::Rc;

use nets::blocks::{Block, CUT, Layer, Pair};
use ops::{Shortcut, StrideOn};
use wasm_bindgen::JsValue;

use crate::browser::{
    clock,
    engine::{ThirdPass, object, options, values},
};
use crate::widget::{held::Held, photos::Photo};

/// Weights in the worker, by name.
pub(crate) type Weights = Rc<Vec<(String, Held)>>;

/// What is in the worker: the activation, and each block's weights.
#[derive(Default)]
pub(crate) struct Kept {
    x: Option<(Source, Rc<Stem>)>,
    weights: [Option<(Block, u64, Weights)>; 2],
}

/// What an activation is made of: the photograph's number, side, channels, seed.
type Source = (u64, usize, usize, u64);

/// The stem's picture and its activation x.
pub(crate) struct Stem {
    /// `[1, 3, 4·side, 4·side]` in 0…1.
    pub(crate) picture: Vec<f32>,
    /// `[1, channels, side, side]`
    pub(crate) x: Vec<f32>,
    held: Held,
}

/// What one forward gave.
pub(crate) struct Both {
    pub(crate) stem: Rc<Stem>,
    /// The basic block and the bottleneck.
    pub(crate) halves: [Half; 2],
}

/// What one block gave.
pub(crate) struct Half {
    pub(crate) block: Block,
    pub(crate) residual: Vec<f32>,
    /// What the shortcut brings; empty where there is none.
    pub(crate) shortcut: Vec<f32>,
    /// Empty where the two cannot be added.
    pub(crate) y: Vec<f32>,
    /// The shortest of a few runs.
    pub(crate) time_ms: f64,
    /// F(x) plus shortcut, to ask for its terms; where there is none, F(x) behind its ReLU.
    pub(crate) sum: Option<Held>,
    x: Held,
    weights: Weights,
    /// What the last convolution gave; made when its terms are asked for.
    last: RefCell<Option<Rc<Held>>>,
}

/// A block is measured so many times at most,
const MOST_RUNS: usize = 5;
/// and no more after so long.
const ENOUGH_MS: f64 = 30.0;

fn number(value: usize) -> JsValue {
    (value as f64).into()
}

/// Runs both blocks, one after the other.
pub(crate) async fn run(
    tp: &ThirdPass,
    pair: &Pair,
    photo: Photo,
    kept: &mut Kept,
) -> Result<Both, String> {
    let [basic, bottleneck] = pair.blocks();
    let weights = [
        weights(tp, basic, pair.seed, &mut kept.weights[0])?,
        weights(tp, bottleneck, pair.seed, &mut kept.weights[1])?,
    ];
    let source = (photo.number, pair.side, pair.stem_channels(), pair.seed);
    let stem = match &kept.x {
        Some((known, stem)) if *known == source => Rc::clone(stem),
        _ => {
            let stem = Rc::new(stem(tp, pair, &photo).await?);
            kept.x = Some((source, Rc::clone(&stem)));
            stem
        }
    };
    let [of_basic, of_bottleneck] = weights;
    let first = half(tp, pair, basic, &stem, of_basic).await?;
    let second = half(tp, pair, bottleneck, &stem, of_bottleneck).await?;
    Ok(Both { stem, halves: [first, second] })
}

/// The weights of a block, sent if they are not there.
fn weights(
    tp: &ThirdPass,
    block: Block,
    seed: u64,
    kept: &mut Option<(Block, u64, Weights)>,
) -> Result<Weights, String> {
    // Neither a stride nor a shortcut without weights makes others.
    let shortcut = match block.shortcut {
        Shortcut::Projection => Shortcut::Projection,
        _ => Shortcut::None,
    };
    let of = Block { stride: 1, stride_on: StrideOn::Conv2, shortcut, ..block };
    if let Some((known, s, weights)) = kept
        && (*known, *s) == (of, seed)
    {
        return Ok(Rc::clone(weights));
    }
    let send = |(name, w): (String, tensor::Tensor)| {
        Ok::<_, String>((name, Held::from(tp.upload(w.data(), w.shape())?)))
    };
    let sent: Weights = Rc::new(of.weights(seed).into_iter().map(send).collect::<Result<_, _>>()?);
    *kept = Some((of, seed, Rc::clone(&sent)));
    Ok(sent)
}

/// From the photograph to x.
async fn stem(tp: &ThirdPass, pair: &Pair, photo: &Photo) -> Result<Stem, String> {
    let cut = figures::picture_tensor(&photo.rgba, CUT);
    let cut: Held = tp.upload(&cut, &[1, 3, CUT, CUT])?.into();
    let call = |name: &str, given: &[JsValue]| tp.op(name, given).map(Held::from);
    let averaged = object(&[("kernel", number(pair.averaged()))]);
    let picture = call("avgPool2d", &[(&cut).into(), averaged.into()])?;
    // Each channel to mean 0 and variance 1, over this picture.
    let normal = |x: &Held| tp.op_several("batchNormTrain", &[x.into()], ["y"]);
    let [colours] = normal(&picture)?.map(Held::from);
    let w = pair.stem_weight();
    let w: Held = tp.upload(w.data(), w.shape())?.into();
    let options = object(&[("stride", 2.into()), ("padding", 3.into())]);
    let y = call("conv2d", &[(&colours).into(), (&w).into(), JsValue::NULL, options.into()])?;
    let [y] = normal(&y)?.map(Held::from);
    let y = call("relu", &[(&y).into()])?;
    let window = [("kernel", 3.into()), ("stride", 2.into()), ("padding", 1.into())];
    let x = call("maxPool2d", &[(&y).into(), object(&window).into()])?;
    let asked = (picture.ask(), x.ask());
    Ok(Stem { picture: values(asked.0).await?, x: values(asked.1).await?, held: x })
}

/// Runs one block; without its shortcut where that does not fit.
async fn half(
    tp: &ThirdPass,
    pair: &Pair,
    block: Block,
    stem: &Stem,
    weights: Weights,
) -> Result<Half, String> {
    let fits = block.fits(pair.side);
    let call = if fits { block } else { block.plain() };
    let cut = object(&[("axis", 1.into()), ("end", number(block.input))]);
    let x: Held = tp.op("slice", &[(&stem.held).into(), cut.into()])?.into();
    // What lies before the block is done before its time begins.
    let read = values(x.ask()).await?;
    let run = || forward(tp, &call, &x, &weights);
    if tp.backend() == "webgpu" {
        // The first call of a shape makes its pipelines; that is not the block's work.
        values(run()?[0].ask()).await?;
    }
    let began = clock();
    let [y, residual, shortcut] = run()?;
    let y_values = values(y.ask()).await?;
    let mut time_ms = clock() - began;
    // What is over at once is measured again: another's moment of work would count for half.
    for _ in 1..MOST_RUNS {
        let from = clock();
        if from - began > ENOUGH_MS {
            break;
        }
        values(run()?[0].ask()).await?;
        time_ms = time_ms.min(clock() - from);
    }
    let brings = fits && block.shortcut != Shortcut::None;
    let sum = match (fits, brings) {
        (false, _) => None,
        (true, true) => Some(tp.op("add", &[(&residual).into(), (&shortcut).into()])?),
        (true, false) => Some(tp.op("relu", &[(&residual).into()])?),
    };
    let asked = (residual.ask(), brings.then(|| shortcut.ask()));
    let residual = values(asked.0).await?;
    let shortcut = match asked.1 {
        Some(promise) => values(promise).await?,
        None if fits => Vec::new(),
        // What would have been added.
        None => read,
    };
    Ok(Half {
        block,
        residual,
        shortcut,
        y: if fits { y_values } else { Vec::new() },
        time_ms,
        sum: sum.map(Held::from),
        x,
        weights,
        last: RefCell::default(),
    })
}

/// One call of the block: y, residual, shortcut.
fn forward(
    tp: &ThirdPass,
    block: &Block,
    x: &Held,
    weights: &Weights,
) -> Result<[Held; 3], String> {
    let named: Vec<(&str, JsValue)> =
        weights.iter().map(|(name, w)| (name.as_str(), w.into())).collect();
    let given = [x.into(), object(&named).into(), options(&block.options()).into()];
    let made = tp.op_several(block.name(), &given, ["y", "residual", "shortcut"])?;
    Ok(made.map(Held::from))
}

impl Half {
    /// What the last convolution gives, layer by layer, so that its terms can be asked for.
    pub(crate) fn last(&self, tp: &ThirdPass) -> Result<Rc<Held>, String> {
        if let Some(last) = &*self.last.borrow() {
            return Ok(Rc::clone(last));
        }
        let layers = self.block.layers();
        let mut made: Option<Held> = None;
        for (at, layer) in layers.iter().enumerate() {
            let read = made.as_ref().unwrap_or(&self.x);
            let convolved = self.convolve(tp, layer, read)?;
            if at + 1 == layers.len() {
                let last = Rc::new(convolved);
                self.last.replace(Some(Rc::clone(&last)));
                return Ok(last);
            }
            let statistics = [
                ("runningMean", self.weight(&format!("{}.running_mean", layer.norm))),
                ("runningVar", self.weight(&format!("{}.running_var", layer.norm))),
            ];
            let options = object(&statistics);
            let normal: Held = tp.op("batchNorm", &[(&convolved).into(), options.into()])?.into();
            made = Some(tp.op("relu", &[(&normal).into()])?.into());
        }
        Err("a block without layers".to_owned())
    }

    fn convolve(&self, tp: &ThirdPass, layer: &Layer, x: &Held) -> Result<Held, String> {
        let options =
            object(&[("stride", number(layer.stride)), ("padding", number(layer.kernel / 2))]);
        let w = self.weight(&format!("{}.weight", layer.conv));
        tp.op("conv2d", &[x.into(), w, JsValue::NULL, options.into()]).map(Held::from)
    }

    fn weight(&self, name: &str) -> JsValue {
        let found = self.weights.iter().find(|(n, _)| n == name);
        found.map_or(JsValue::NULL, |(_, w)| w.into())
    }
}
