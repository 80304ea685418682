//! A state to numbers, through the engine; what has not changed is not sent again.

use std::rc::Rc;

use figures::picture_tensor;
use nets::response::{CHANNELS, Response};
use ops::LocalResponseNorm;
use wasm_bindgen::JsValue;

use crate::browser::engine::{ThirdPass, object, sizes, values};
use crate::widget::{held::Held, photos::Photo};

/// The side of the part of the photograph that is read.
pub(crate) const PICTURE: usize = 227;

/// What an activation is made of: the photograph's number, whether kernels are random, their
/// seed, whether pixels are the paper's.
type Source = (u64, bool, u64, bool);

/// What is in the worker: the activation, and the sums over n channels.
#[derive(Default)]
pub(crate) struct Kept {
    activation: Option<(Source, Rc<Activation>)>,
    sums: Option<(Source, usize, Rc<Vec<f32>>)>,
}

/// `[1, 96, 55, 55]`
pub(crate) struct Activation {
    held: Held,
    squares: Held,
    pub(crate) values: Vec<f32>,
}

/// What one forward gave.
pub(crate) struct Normalized {
    pub(crate) photo: Photo,
    pub(crate) op: LocalResponseNorm,
    pub(crate) before: Rc<Activation>,
    /// The sum of squares in each number's window.
    pub(crate) sums: Rc<Vec<f32>>,
    /// The output in the worker, to ask for a trace.
    pub(crate) held: Held,
    pub(crate) after: Vec<f32>,
}

/// Runs the normalization.
pub(crate) async fn run(
    tp: &ThirdPass,
    response: Response,
    photo: Photo,
    kept: &mut Kept,
) -> Result<Normalized, String> {
    let source = (photo.number, response.random, response.seed, response.raw);
    let before = match &kept.activation {
        Some((known, before)) if *known == source => Rc::clone(before),
        _ => {
            let made = Rc::new(activate(tp, &response, &photo).await?);
            kept.activation = Some((source, Rc::clone(&made)));
            made
        }
    };
    let op = response.op;
    let sums = match &kept.sums {
        Some((known, n, sums)) if (*known, *n) == (source, op.n) => Rc::clone(sums),
        _ => {
            // A sum over channels is a 1×1 convolution, whose weights are 1 for neighbours.
            let near = response.neighbours();
            let near: Held = tp.upload(near.data(), near.shape())?.into();
            let sums = tp.op("conv2d", &[(&before.squares).into(), (&near).into()])?;
            let sums = Rc::new(values(Held::from(sums).ask()).await?);
            kept.sums = Some((source, op.n, Rc::clone(&sums)));
            sums
        }
    };
    let number = |value: f32| JsValue::from(f64::from(value));
    let options = object(&[
        ("n", (op.n as f64).into()),
        ("k", number(op.k)),
        ("alpha", number(op.alpha)),
        ("beta", number(op.beta)),
    ]);
    let held: Held = tp.op("localResponseNorm", &[(&before.held).into(), options.into()])?.into();
    let after = values(held.ask()).await?;
    Ok(Normalized { photo, op, before, sums, held, after })
}

/// From the photograph to the activation.
async fn activate(
    tp: &ThirdPass,
    response: &Response,
    photo: &Photo,
) -> Result<Activation, String> {
    let x = picture_tensor(&photo.rgba, PICTURE);
    let mut x: Held = tp.upload(&x, &[1, 3, PICTURE, PICTURE])?.into();
    let call = |name: &str, given: &[JsValue]| tp.op(name, given).map(Held::from);
    if response.raw {
        let most: Held = tp.upload(&[255.0], &[1])?.into();
        let pixels = call("mul", &[(&x).into(), (&most).into()])?;
        let over = object(&[("axes", sizes(&[2, 3]).into())]);
        let mean = call("mean", &[(&pixels).into(), over.into()])?;
        let mean = call("reshape", &[(&mean).into(), sizes(&[1, 3, 1, 1]).into()])?;
        x = call("sub", &[(&pixels).into(), (&mean).into()])?;
    }
    let w = response.weights();
    let w: Held = tp.upload(w.data(), w.shape())?.into();
    let options = object(&[("stride", 4.into()), ("activation", "relu".into())]);
    let held = call("conv2d", &[(&x).into(), (&w).into(), JsValue::NULL, options.into()])?;
    let squares = call("mul", &[(&held).into(), (&held).into()])?;
    let values = values(held.ask()).await?;
    if values.len() % CHANNELS != 0 {
        return Err("an activation of another shape".to_owned());
    }
    Ok(Activation { held, squares, values })
}
