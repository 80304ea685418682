//! A state to numbers, through the engine.

use js_sys::Uint8Array;
use nets::draws::{Running, running};
use share::State;
use tensor::read_safetensors;

use crate::browser::engine::{Net, ThirdPass, object, values};
use crate::dropout::look::NEURONS;
use crate::network::{
    NET,
    shipped::{SIDE, Shipped},
};
use crate::widget::held::Held;

/// The net, and the weights behind fc6, which stay in the worker.
#[derive(Default)]
pub(crate) struct Kept(Option<There>);

struct There {
    net: Net,
    /// fc7's weights and biases, row by row.
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// What one forward gave.
pub(crate) struct Drawn {
    /// The picture, RGBA.
    pub(crate) rgba: Vec<u8>,
    pub(crate) class: usize,
    /// What fc6 gives behind its ReLU.
    pub(crate) a: Vec<f32>,
    /// For each draw what is passed on in training, and which neurons are kept.
    pub(crate) train: Vec<f32>,
    pub(crate) kept: Vec<f32>,
    /// What is passed on in testing.
    pub(crate) test: Vec<f32>,
    /// For each draw, what a unit of fc7 makes of it; and what it makes in testing.
    pub(crate) z: Vec<f32>,
    pub(crate) expected: Vec<f32>,
    pub(crate) running: Vec<Running>,
    /// What is passed on in the draw that is shown at first.
    pub(crate) first: Vec<f32>,
}

impl Drawn {
    /// A draw of `of`, the first being 1.
    pub(crate) fn draw<'a>(&self, of: &'a [f32], draw: i32) -> &'a [f32] {
        let last = (of.len() / NEURONS).max(1);
        let at = (draw.max(1) as usize).min(last) - 1;
        of.get(at * NEURONS..(at + 1) * NEURONS).unwrap_or(&[])
    }
}

/// Runs the net up to fc6, drops, and goes on to a unit of fc7.
pub(crate) async fn run(
    tp: &ThirdPass,
    shipped: &Shipped,
    state: &State,
    kept: &mut Kept,
) -> Result<Drawn, String> {
    if kept.0.is_none() {
        let net = Net::open(tp, NET, Uint8Array::from(&shipped.weights[..])).await?;
        let (tensors, _) = read_safetensors(&shipped.weights).map_err(|e| e.to_string())?;
        let of = |name: &str| {
            let found = tensors.get(name).map(|w| w.data().to_vec());
            found.ok_or_else(|| format!("the weights have no {name}"))
        };
        kept.0 = Some(There { net, weight: of("fc7.weight")?, bias: of("fc7.bias")? });
    }
    let Some(there) = &kept.0 else { return Err("model: there is no net".to_owned()) };
    let (class, unit) = (state.int("kind") as usize, state.int("unit") as usize);
    let (draws, p) = (state.int("draws") as usize, f64::from(state.int("p")) / 100.0);
    let rgba = shipped.picture(class, state.int("row") as usize);
    let x: Held = tp.upload(&figures::centred(&rgba), &[1, 3, SIDE, SIDE])?.into();
    let (_, mut layers) = there.net.run_keeping(&x, &["relu6"])?;
    let a = layers.pop().ok_or("model: there is no relu6")?;

    let number = |v: f64| tp.upload(&[v as f32], &[1]).map(Held::from);
    // A row for every draw: one call drops in all of them, each with a mask of its own.
    let rows: Held = tp.upload(&vec![0.0; draws], &[draws, 1])?.into();
    let (all, one) = (tp.op("add", &[(&rows).into(), (&a).into()]).map(Held::from)?, number(1.0)?);
    let ones: Held = tp.upload(&vec![1.0; draws * NEURONS], &[draws, NEURONS])?.into();
    let options = object(&[("p", p.into()), ("seed", state.int("seed").into())]);
    let scaled: Held = tp.op("dropout", &[(&all).into(), options.clone().into()])?.into();
    let mask: Held = tp.op("dropout", &[(&ones).into(), options.into()])?.into();
    // dropout divides by 1 − p, as PyTorch does; the paper multiplies by it in testing.
    let keep = number(1.0 - p)?;
    let mask: Held = tp.op("mul", &[(&mask).into(), (&keep).into()])?.into();
    let paper = state.word("way") != "pytorch";
    let train: Held = match paper {
        true => tp.op("mul", &[(&all).into(), (&mask).into()])?.into(),
        false => scaled,
    };
    let test: Held =
        tp.op("mul", &[(&a).into(), (if paper { &keep } else { &one }).into()])?.into();
    let row = there.weight.get(unit * NEURONS..(unit + 1) * NEURONS).unwrap_or(&[]);
    let w: Held = tp.upload(row, &[1, NEURONS])?.into();
    let b = number(f64::from(there.bias.get(unit).copied().unwrap_or(0.0)))?;
    let next = |x: &Held| {
        let given = [x.into(), (&w).into(), (&b).into()];
        tp.op("linear", &given).map(Held::from)
    };
    let (z, expected) = (next(&train)?, next(&test)?);
    // Asked for together: one message.
    let asked = [&a, &train, &mask, &test, &z, &expected].map(|tensor| tensor.ask());
    let mut got = Vec::new();
    for promise in asked {
        got.push(values(promise).await?);
    }
    let Ok([a, train, kept, test, z, expected]) = <[Vec<f32>; 6]>::try_from(got) else {
        return Err("the engine answered too few tensors".to_owned());
    };
    let running = running(&z);
    let mut drawn =
        Drawn { rgba, class, a, train, kept, test, z, expected, running, first: Vec::new() };
    drawn.first = drawn.draw(&drawn.train, state.int("draw")).to_vec();
    Ok(drawn)
}
