//! A state to numbers, through the engine; what has not changed is not sent again.

use nets::filters::{Filter, filter, masked, painted};
use share::{Lang, State, cells};
use wasm_bindgen::JsValue;

use crate::browser::engine::{Tensor, ThirdPass, object, values};
use crate::widget::{held::Held, photos::Photo};

/// The input that is in the worker: the photograph's number, the side, the tensor.
#[derive(Default)]
pub(crate) struct Kept(Option<(u64, i32, Held)>);

/// What one forward gave.
pub(crate) struct Maps {
    pub(crate) photo: Photo,
    pub(crate) weights: Vec<f32>,
    /// The output in the worker, to ask for a trace.
    pub(crate) output: Held,
    pub(crate) y: Vec<f32>,
    pub(crate) relu: Vec<f32>,
    pub(crate) pooled: Vec<f32>,
    /// Side of the output and of the pooled map (0: too small to pool).
    pub(crate) sides: [usize; 2],
}

/// The sides of the output and of the pooled map; the ops decide.
fn sides(state: &State) -> [usize; 2] {
    let pair = |key: &str| [state.int(key) as usize; 2];
    let op = ops::Conv2d {
        stride: pair("stride"),
        padding: pair("padding"),
        dilation: pair("dilation"),
        ..ops::Conv2d::default()
    };
    let out = op.out_size(0, state.int("side") as usize, state.int("size") as usize).unwrap_or(0);
    [out, if out < 3 { 0 } else { (out - 3) / 2 + 1 }]
}

/// The kernel of a state.
fn weights(state: &State) -> tensor::Tensor {
    let kind = Filter::of(state.word("kernel"));
    let size = state.int("size") as usize;
    let made = match state.word("kernel") {
        "painted" => painted(&cells(state.text("cells", Lang::En), size)),
        _ => filter(kind, size, f64::from(state.int("angle")), state.int("seed") as u64),
    };
    let read = match state.word("channels") {
        "r" => [true, false, false],
        "g" => [false, true, false],
        "b" => [false, false, true],
        _ => [true; 3],
    };
    masked(&made, read)
}

/// Over 3×3 windows, two apart, as in AlexNet.
fn pool(tp: &ThirdPass, x: &Held) -> Result<Held, String> {
    let options = object(&[("kernel", 3.into()), ("stride", 2.into())]);
    tp.op("maxPool2d", &[x.into(), options.into()]).map(Held::from)
}

/// Runs convolution, ReLU and pooling over a photograph.
pub(crate) async fn run(
    tp: &ThirdPass,
    state: &State,
    photo: Photo,
    kept: &mut Kept,
) -> Result<Maps, String> {
    let side = state.int("side");
    let known = matches!(&kept.0, Some((number, s, _)) if (*number, *s) == (photo.number, side));
    if !known {
        let n = side as usize;
        let x = tp.upload(&figures::picture_tensor(&photo.rgba, n), &[1, 3, n, n])?;
        kept.0 = Some((photo.number, side, x.into()));
    }
    let Some((_, _, x)) = &kept.0 else { return Err("no input".to_owned()) };
    let weights = weights(state);
    let w: Held = tp.upload(weights.data(), weights.shape())?.into();
    let option = |key: &'static str| (key, state.int(key).into());
    let options = object(&["stride", "padding", "dilation"].map(option));
    let y: Held = tp.op("conv2d", &[x.into(), (&w).into(), JsValue::NULL, options.into()])?.into();
    let relu: Held = tp.op("relu", &[(&y).into()])?.into();
    let sides = sides(state);
    let pooled: Option<Held> = if sides[1] > 0 { Some(pool(tp, &relu)?) } else { None };
    // Asked for together: one message, one readback.
    let asked = (y.ask(), relu.ask(), pooled.as_deref().map(Tensor::ask));
    let y_values = values(asked.0).await?;
    let relu_values = values(asked.1).await?;
    let pooled_values = match asked.2 {
        Some(promise) => values(promise).await?,
        None => Vec::new(),
    };
    Ok(Maps {
        photo,
        weights: weights.into_data(),
        output: y,
        y: y_values,
        relu: relu_values,
        pooled: pooled_values,
        sides,
    })
}
