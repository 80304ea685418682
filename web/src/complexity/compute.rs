//! Self-attention and a recurrent layer in the worker, timed.

use js_sys::Object;
use nets::kinds::{Inputs, Kind, Sizes};
use wasm_bindgen::JsValue;

use crate::browser::{
    clock,
    engine::{Tensor, ThirdPass, object, values},
    recorded::Recorded,
};
use crate::widget::held::Held;

/// Runs that are timed, at most,
const MOST_RUNS: usize = 20;
/// and how long is enough of them.
const ENOUGH_MS: f64 = 400.0;

/// What a run came to: of attention, then of the recurrent layer.
pub(crate) struct Run {
    /// The shortest time.
    pub(crate) times: [f64; 2],
    /// The last position, d numbers.
    pub(crate) last: [Vec<f32>; 2],
}

pub(crate) async fn run(
    tp: &ThirdPass,
    sizes: Sizes,
    seed: u64,
    tell: impl Fn(Kind),
) -> Result<Run, String> {
    let given = Inputs::new(sizes, seed);
    let [x, w, u] = [&given.x, &given.w, &given.u].map(|t| tp.upload(t.data(), t.shape()));
    let (x, w, u): (Held, Held, Held) = (x?.into(), w?.into(), u?.into());
    let [n, d] = [sizes.n, sizes.d].map(|size| size as usize);
    let begin: Held = tp.upload(&vec![0.0; d], &[1, d])?.into();

    tell(Kind::SelfAttention);
    let this = tp.clone();
    let attention = tp.recorded("compile", &[n, d], move |x| {
        let x = JsValue::from(x.clone());
        let [y] =
            this.op_several("scaledDotProductAttention", &[x.clone(), x.clone(), x], ["y"])?;
        row(&this, &y, n - 1)
    })?;
    let (first, attended) = timed(&attention, &x).await?;
    drop(attention);

    tell(Kind::Recurrent);
    let (this, [w, u, begin]) = (tp.clone(), [&w, &u, &begin].map(|held| Tensor::clone(held)));
    let recurrent = tp.recorded("compile", &[n, d], move |x| {
        let linear = |x: &Tensor, w: &Tensor| {
            this.op("linear", &[x.clone().into(), w.clone().into(), JsValue::NULL])
        };
        let (all, mut h) = (linear(x, &w)?, begin.clone());
        for at in 0..n {
            let sum = this.op("add", &[row(&this, &all, at)?.into(), linear(&h, &u)?.into()])?;
            h = this.op("tanh", &[sum.into()])?;
        }
        Ok(h)
    })?;
    let (second, state) = timed(&recurrent, &x).await?;
    Ok(Run { times: [first, second], last: [attended, state] })
}

/// A row of `[n, d]`, as `[1, d]`.
fn row(tp: &ThirdPass, x: &Tensor, at: usize) -> Result<Tensor, String> {
    let ends: Object = object(&[
        ("axis", 0.into()),
        ("start", (at as f64).into()),
        ("end", (at as f64 + 1.0).into()),
    ]);
    tp.op("slice", &[x.clone().into(), ends.into()])
}

/// The shortest of a few runs, the first of which does not count, and what that gave.
async fn timed(layer: &Recorded, x: &Held) -> Result<(f64, Vec<f32>), String> {
    let last = values(layer.run(x)?.ask()).await?;
    let (began, mut shortest) = (clock(), f64::INFINITY);
    for _ in 0..MOST_RUNS {
        let from = clock();
        if from - began > ENOUGH_MS && shortest.is_finite() {
            break;
        }
        values(layer.run(x)?.ask()).await?;
        shortest = shortest.min(clock() - from);
    }
    Ok((shortest, last))
}
