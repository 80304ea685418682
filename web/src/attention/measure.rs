//! The measurement over d_k, by the engine: seeded queries and keys, scores, softmax, and
//! of these the variance, the entropy and the Jacobian.

use nets::attention::{D_K, Draws, KEYS, Measured, QUERIES, draws, measured};

use crate::attention::compute::Calls;
use crate::browser::engine::{Tensor, object, sizes, values};
use crate::widget::held::Held;

/// Measures, for every d_k with and without the division, in one readback.
pub(crate) async fn measure(calls: &Calls<'_>, seed: u64) -> Result<Measured, String> {
    let Draws { queries, keys } = draws(seed);
    let (queries, keys) = (calls.upload(&queries)?, calls.upload(&keys)?);
    let mut scores: Vec<Held> = Vec::new();
    for d in D_K {
        let first = |x: &Held| {
            let options =
                object(&[("axis", 1.into()), ("start", 0.into()), ("end", (d as f64).into())]);
            calls.op("slice", &[x.into(), options.into()])
        };
        let plain = calls.over_keys(&first(&queries)?, &first(&keys)?)?;
        let scale = calls.number((1.0 / (d as f64).sqrt()) as f32)?;
        let scaled = calls.op("mul", &[(&plain).into(), (&scale).into()])?;
        scores.extend([plain, scaled]);
    }
    let groups = scores.len();
    let all: js_sys::Array = scores.iter().map(wasm_bindgen::JsValue::from).collect();
    let s = calls.op("concat", &[all.into(), object(&[("axis", 0.into())]).into()])?;
    let along = |axes: &[usize]| object(&[("axes", sizes(axes).into())]).into();

    // A group a channel: the variance of all its scores.
    let flat = calls.reshape(&s, &[groups, QUERIES * KEYS])?;
    let channels = calls.op("transpose", &[(&flat).into(), sizes(&[1, 0]).into()])?;
    let [variance] =
        calls.0.op_several("batchNormTrain", &[(&channels).into()], ["var"])?.map(Held::from);

    // Σ a·ln a of every row, and its mean over a group.
    let a = calls.op("softmax", &[(&s).into()])?;
    let log = calls.op("logSoftmax", &[(&s).into()])?;
    let product = calls.op("mul", &[(&a).into(), (&log).into()])?;
    let product = calls.reshape(&product, &[groups, QUERIES, KEYS])?;
    let rows = calls.op("sum", &[(&product).into(), along(&[2])])?;
    let information = calls.op("mean", &[(&rows).into(), along(&[1])])?;

    // diag(a) − a aᵀ of every row, and the sum of its squares.
    let unit =
        tensor::Tensor::from_fn(&[KEYS, KEYS], |at| f32::from(u8::from(at / KEYS == at % KEYS)));
    let rows = groups * QUERIES;
    let upright = calls.reshape(&a, &[rows, KEYS, 1])?;
    let lying = calls.reshape(&a, &[rows, 1, KEYS])?;
    let diagonal = calls.op("mul", &[(&upright).into(), (&calls.upload(&unit)?).into()])?;
    let outer = calls.op("mul", &[(&upright).into(), (&lying).into()])?;
    let jacobian = calls.op("sub", &[(&diagonal).into(), (&outer).into()])?;
    let square = calls.op("mul", &[(&jacobian).into(), (&jacobian).into()])?;
    let squares = calls.op("sum", &[(&square).into(), along(&[1, 2])])?;

    let asked = [&variance, &information, &squares].map(|x: &Held| Tensor::ask(x));
    let mut read = Vec::new();
    for promise in asked {
        read.push(values(promise).await?);
    }
    Ok(measured(&read[0], &read[1], &read[2]))
}
