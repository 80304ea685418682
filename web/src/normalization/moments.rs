//! Mean and variance of every group, by the engine.

use js_sys::Promise;
use nets::normalize::Columns;
use wasm_bindgen::JsValue;

use crate::browser::engine::{ThirdPass, sizes, values};
use crate::widget::held::Held;

/// Mean and variance of every group, in the order of their numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moments {
    pub(crate) mean: Vec<f32>,
    pub(crate) variance: Vec<f32>,
}

/// What has been asked for.
pub(crate) struct Asked {
    mean: Promise,
    /// `None`: groups of one number, whose variance is 0.
    variance: Option<Promise>,
    _held: Vec<Held>,
}

/// Asks for the moments of a block's groups.
pub(crate) fn of_block(tp: &ThirdPass, x: &Held, columns: &Columns) -> Result<Asked, String> {
    let reshape = |x: &Held, shape: &[usize]| {
        tp.op("reshape", &[x.into(), sizes(shape).into()]).map(Held::from)
    };
    let cut = reshape(x, &columns.cut)?;
    let turned: Held = tp.op("transpose", &[(&cut).into(), sizes(&columns.turned).into()])?.into();
    of_columns(tp, &reshape(&turned, &columns.shape)?, columns.shape)
}

/// Asks for the moments of the columns of `[members, groups]`.
pub(crate) fn of_columns(tp: &ThirdPass, x: &Held, shape: [usize; 2]) -> Result<Asked, String> {
    if shape[0] == 1 {
        return Ok(Asked { mean: x.ask(), variance: None, _held: Vec::new() });
    }
    let [mean, variance] =
        tp.op_several("batchNormTrain", &[JsValue::from(x)], ["mean", "var"])?.map(Held::from);
    let asked = (mean.ask(), Some(variance.ask()));
    Ok(Asked { mean: asked.0, variance: asked.1, _held: vec![mean, variance] })
}

impl Asked {
    /// Waits for them.
    pub(crate) async fn read(self) -> Result<Moments, String> {
        let mean = values(self.mean).await?;
        let variance = match self.variance {
            Some(promise) => values(promise).await?,
            None => vec![0.0; mean.len()],
        };
        Ok(Moments { mean, variance })
    }
}
