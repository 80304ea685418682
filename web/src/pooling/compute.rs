//! A state to numbers, through the engine; what has not changed is not sent again.

use std::rc::Rc;

use figures::picture_tensor;
use nets::filters::{Filter, filter};
use share::State;
use wasm_bindgen::JsValue;

use crate::browser::engine::{ThirdPass, object, values};
use crate::pooling::look::Seen;
use crate::widget::{held::Held, photos::Photo};

/// The side of the part of the photograph that is read.
const PICTURE: usize = 227;

/// What an activation is made of: the photograph's number, the kernel, its angle and seed.
type Source = (u64, &'static str, i32, i32);

/// The activation that is in the worker.
#[derive(Default)]
pub(crate) struct Kept(Option<(Source, Rc<Activation>)>);

/// `[1, 1, 55, 55]`
pub(crate) struct Activation {
    held: Held,
    pub(crate) values: Vec<f32>,
}

/// What one forward gave.
pub(crate) struct Pools {
    pub(crate) activation: Rc<Activation>,
    /// The outputs in the worker, to ask for traces.
    pub(crate) held: [Held; 2],
    pub(crate) values: [Vec<f32>; 2],
}

/// Runs both pools.
pub(crate) async fn run(
    tp: &ThirdPass,
    state: &State,
    photo: Photo,
    kept: &mut Kept,
) -> Result<Pools, String> {
    let source = (photo.number, state.word("kernel"), state.int("angle"), state.int("seed"));
    let activation = match &kept.0 {
        Some((known, activation)) if *known == source => Rc::clone(activation),
        _ => {
            let made = Rc::new(activate(tp, source, &photo).await?);
            kept.0 = Some((source, Rc::clone(&made)));
            made
        }
    };
    let seen = Seen::of(state);
    let pool = |windows: figures::Windows| {
        let number = |n: usize| JsValue::from(n as f64);
        let options =
            object(&[("kernel", number(windows.size)), ("stride", number(windows.stride))]);
        let name = if seen.average { "avgPool2d" } else { "maxPool2d" };
        tp.op(name, &[(&activation.held).into(), options.into()]).map(Held::from)
    };
    let held = [pool(seen.windows[0])?, pool(seen.windows[1])?];
    // Asked for together: one message, one readback.
    let [first, second] = [held[0].ask(), held[1].ask()];
    let values = [values(first).await?, values(second).await?];
    Ok(Pools { activation, held, values })
}

/// conv1's geometry, with one kernel, then ReLU.
async fn activate(tp: &ThirdPass, source: Source, photo: &Photo) -> Result<Activation, String> {
    let (_, kernel, angle, seed) = source;
    let x = picture_tensor(&photo.rgba, PICTURE);
    let x: Held = tp.upload(&x, &[1, 3, PICTURE, PICTURE])?.into();
    let w = filter(Filter::of(kernel), 11, f64::from(angle), seed as u64);
    let w: Held = tp.upload(w.data(), w.shape())?.into();
    let options = object(&[("stride", 4.into()), ("activation", "relu".into())]);
    let given = [(&x).into(), (&w).into(), JsValue::NULL, options.into()];
    let held: Held = tp.op("conv2d", &given)?.into();
    let values = values(held.ask()).await?;
    Ok(Activation { held, values })
}
