//! A net in the worker: whole, and its blocks one by one, so that one of them can be changed.

use std::{cell::RefCell, rc::Rc};

use js_sys::Uint8Array;
use nets::{
    CifarResNet,
    changed::{BlockAt, Change, redrawn},
    found::usual_names,
};
use ops::Shortcut;
use tensor::{Tensor, read_safetensors_for};
use wasm_bindgen::JsValue;

use crate::block::sources::Source;
use crate::browser::engine::{Net, ThirdPass, object, sizes};
use crate::widget::held::Held;

/// The net, and what its parts are called with.
pub(crate) struct Loaded {
    /// That of its source.
    pub(crate) number: u64,
    pub(crate) net: CifarResNet,
    pub(crate) blocks: Vec<BlockAt>,
    pub(crate) model: Net,
    parts: Vec<Part>,
    fc: [Held; 2],
    drawn: RefCell<Option<Drawn>>,
}

/// Random kernels, with their block and their seed.
type Drawn = (usize, u64, Rc<[Held; 2]>);

/// The weights of a block.
struct Part {
    by_name: Vec<(String, Held)>,
    /// Those of its convolutions.
    kernels: [Tensor; 2],
}

/// What a changed block gives, and the net behind it.
pub(crate) struct Made {
    /// What the shortcut brings, or would bring.
    pub(crate) brought: Held,
    /// What the last convolution gives.
    pub(crate) products: Held,
    /// F(x), behind the last normalization.
    pub(crate) normal: Held,
    /// What of it goes into the sum.
    pub(crate) f: Rc<Held>,
    pub(crate) sum: Rc<Held>,
    pub(crate) y: Rc<Held>,
    pub(crate) logits: Held,
}

impl Loaded {
    pub(crate) async fn open(tp: &ThirdPass, source: &Source) -> Result<Self, String> {
        // How many tensors are too many, the engine says: it knows the net.
        let read = read_safetensors_for(usize::MAX, &source.bytes);
        let (tensors, _) = read.map_err(|e| e.to_string())?;
        let tensors = usual_names(tensors);
        let net = source.net.clone();
        let model = match &source.taken {
            Some(taken) => taken.net(tp).await?,
            None => Net::open_as(tp, &net.options(), Uint8Array::from(&source.bytes[..])).await?,
        };
        let find = |name: &str| tensors.get(name).ok_or_else(|| format!("{name} is missing"));
        let send = |w: &Tensor| tp.upload(w.data(), w.shape()).map(Held::from);
        let blocks = net.blocks();
        let part = |block: &BlockAt| {
            let prefix = format!("{}.", block.name);
            let own = tensors.iter().filter_map(|(n, w)| Some((n.strip_prefix(&prefix)?, w)));
            let sent = own.map(|(name, w)| Ok((name.to_owned(), send(w)?)));
            let by_name = sent.collect::<Result<_, String>>()?;
            let kernels = |conv: &str| find(&format!("{prefix}{conv}.weight")).cloned();
            Ok::<_, String>(Part { by_name, kernels: [kernels("conv1")?, kernels("conv2")?] })
        };
        let parts = blocks.iter().map(part).collect::<Result<_, _>>()?;
        let fc = [send(find("fc.weight")?)?, send(find("fc.bias")?)?];
        let drawn = RefCell::default();
        Ok(Self { number: source.number, net, blocks, model, parts, fc, drawn })
    }

    /// A block as it was trained: y, F(x), what the shortcut brings.
    fn block(
        &self,
        tp: &ThirdPass,
        at: usize,
        x: &Held,
        shortcut: &str,
    ) -> Result<[Held; 3], String> {
        let part = &self.parts[at];
        let weights: Vec<(&str, JsValue)> =
            part.by_name.iter().map(|(name, w)| (name.as_str(), w.into())).collect();
        let stride = (self.blocks[at].stride as f64).into();
        let options = object(&[("stride", stride), ("shortcut", shortcut.into())]);
        let given = [x.into(), object(&weights).into(), options.into()];
        let made = tp.op_several("basicBlock", &given, ["y", "residual", "shortcut"])?;
        Ok(made.map(Held::from))
    }

    /// The changed block on an x `[n, …]`, and the rest of the net behind it.
    pub(crate) fn changed(
        &self,
        tp: &ThirdPass,
        at: usize,
        change: &Change,
        x: &Held,
        n: usize,
    ) -> Result<Made, String> {
        let block = &self.blocks[at];
        // Of a plain net what a shortcut would bring, to look at.
        let [_, _, brought] = self.block(tp, at, x, block.shortcut(self.net.shortcut))?;
        let [products, normal] = self.residual(tp, at, change, x)?;
        let call = |name: &str, given: &[JsValue]| tp.op(name, given).map(Held::from);
        let scale: Held = tp.upload(&[change.scale], &[1])?.into();
        let f = call("mul", &[(&normal).into(), (&scale).into()])?;
        let f = Rc::new(if change.early_relu { call("relu", &[(&f).into()])? } else { f });
        let sum = match change.cut || self.net.shortcut == Shortcut::None {
            true => Rc::clone(&f),
            false => Rc::new(call("add", &[(&*f).into(), (&brought).into()])?),
        };
        let y = match change.early_relu {
            true => Rc::clone(&sum),
            false => Rc::new(call("relu", &[(&*sum).into()])?),
        };
        let logits = self.behind(tp, at, &y, n)?;
        Ok(Made { brought, products, normal, f, sum, y, logits })
    }

    /// F(x) layer by layer, so that its terms can be asked for: the last convolution, and it
    /// normalized.
    fn residual(
        &self,
        tp: &ThirdPass,
        at: usize,
        change: &Change,
        x: &Held,
    ) -> Result<[Held; 2], String> {
        let drawn = change.random.map(|seed| self.drawn(tp, at, seed)).transpose()?;
        let part = &self.parts[at];
        let weight = |name: &str| {
            let found = part.by_name.iter().find(|(n, _)| n == name);
            found.map_or(JsValue::NULL, |(_, w)| w.into())
        };
        let layer = |which: usize, x: &Held, stride: usize| {
            let w = match &drawn {
                Some(drawn) => (&drawn[which]).into(),
                None => weight(&format!("conv{}.weight", which + 1)),
            };
            let options = object(&[("stride", (stride as f64).into()), ("padding", 1.into())]);
            let bias = weight(&format!("conv{}.bias", which + 1));
            let made: Held = tp.op("conv2d", &[x.into(), w, bias, options.into()])?.into();
            let of = |part: &str| weight(&format!("bn{}.{part}", which + 1));
            let statistics = object(&[
                ("runningMean", of("running_mean")),
                ("runningVar", of("running_var")),
                ("gamma", of("weight")),
                ("beta", of("bias")),
            ]);
            let normal: Held = tp.op("batchNorm", &[(&made).into(), statistics.into()])?.into();
            Ok::<_, String>([made, normal])
        };
        let [_, first] = layer(0, x, self.blocks[at].stride)?;
        let hidden: Held = tp.op("relu", &[(&first).into()])?.into();
        layer(1, &hidden, 1)
    }

    /// The random kernels of a block, sent if they are not there.
    fn drawn(&self, tp: &ThirdPass, at: usize, seed: u64) -> Result<Rc<[Held; 2]>, String> {
        if let Some((block, of, drawn)) = &*self.drawn.borrow()
            && (*block, *of) == (at, seed)
        {
            return Ok(Rc::clone(drawn));
        }
        let [first, second] = &self.parts[at].kernels;
        let send = |convolution: u64, trained: &Tensor| {
            let w = redrawn(seed, convolution, trained);
            tp.upload(w.data(), w.shape()).map(Held::from)
        };
        let drawn = Rc::new([send(1, first)?, send(2, second)?]);
        self.drawn.replace(Some((at, seed, Rc::clone(&drawn))));
        Ok(drawn)
    }

    /// The logits `[n, classes]` that the blocks behind a block's output come to.
    fn behind(&self, tp: &ThirdPass, at: usize, y: &Held, n: usize) -> Result<Held, String> {
        let mut last: Option<Held> = None;
        for next in at + 1..self.blocks.len() {
            let shortcut = match self.net.shortcut {
                Shortcut::None => "none",
                of_net => self.blocks[next].shortcut(of_net),
            };
            let [y, _, _] = self.block(tp, next, last.as_ref().unwrap_or(y), shortcut)?;
            last = Some(y);
        }
        let last = last.as_ref().unwrap_or(y);
        let mean: Held = tp.op("adaptiveAvgPool2d", &[last.into(), sizes(&[1, 1]).into()])?.into();
        let channels = self.net.widths.last().copied().unwrap_or_default();
        let flat: Held = tp.op("reshape", &[(&mean).into(), sizes(&[n, channels]).into()])?.into();
        let [w, b] = &self.fc;
        tp.op("linear", &[(&flat).into(), w.into(), b.into()]).map(Held::from)
    }
}
