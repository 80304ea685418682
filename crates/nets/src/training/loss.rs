//! What training adds to a net: the loss, and how the layers' responses spread.

use ops::{Mean, Mul, Op, OpError, Reshape, Sub};

use crate::build::{Builder, Id};
use crate::program::Layer;
use crate::training::{TrainOptions, bad};

/// Names that are only used here.
const LOGITS: &str = "train/logits";
const VARIANCE: &str = "train/variance/";

/// What is to be kept of a net in training: the logits, and the variances of these layers.
pub(crate) fn kept(responses: &[String]) -> Vec<String> {
    let variances = responses.iter().map(|name| format!("{VARIANCE}{name}"));
    std::iter::once(LOGITS.to_owned()).chain(variances).collect()
}

/// The loss behind the logits, and the names of the layers whose responses' variance is written.
pub(crate) fn write(
    b: &mut Builder,
    y: Id,
    labels: usize,
    options: &TrainOptions,
) -> Result<(Id, Vec<String>), OpError> {
    let mut responses = Vec::new();
    if options.responses {
        responses = looked_at(b.layers());
        for name in &responses {
            let x = b.named(name).ok_or_else(|| bad(format!("there is no layer {name}")))?;
            let variance = variance(b, x)?;
            b.name(format!("{VARIANCE}{name}"), variance);
        }
    }
    let targets = b.input(&[labels]);
    let classes = b.shape(y).last().copied().unwrap_or_default() as i64;
    let logits = if b.shape(y).len() == 2 {
        y
    } else {
        b.step("logits", Reshape { shape: vec![-1, classes] }, &[Some(y)])?
    };
    b.name(LOGITS, logits);
    let rows = b.shape(logits)[0];
    if rows != labels {
        return Err(bad(format!("labels: {rows} rows of logits have {labels} labels")));
    }
    Ok((b.step("loss", options.loss, &[Some(logits), Some(targets)])?, responses))
}

/// The layers whose responses are looked at: convolutions and linear layers, behind their
/// normalization where they have one, before what is not linear; the Transformer's whole layers.
fn looked_at(layers: &[Layer]) -> Vec<String> {
    let kind = |at: usize| layers.get(at).map_or("", |layer| layer.kind);
    let wanted = |at: &usize| match kind(*at) {
        "BatchNorm2d" | "EncoderLayer" | "DecoderLayer" => true,
        "Conv2d" | "Linear" => kind(at + 1) != "BatchNorm2d",
        _ => false,
    };
    (0..layers.len()).filter(wanted).map(|at| layers[at].name.clone()).collect()
}

/// The mean of the squares of what differs from the mean. Means are of examples first, so that
/// a device has many rows to work on.
fn variance(b: &mut Builder, x: Id) -> Result<Id, OpError> {
    let mean = |b: &mut Builder, x: Id| {
        let axes = (1..b.shape(x).len() as i64).collect();
        let each: Op = Mean { axes }.into();
        let each = b.step("response", each, &[Some(x)])?;
        b.step("response", Mean::default(), &[Some(each)])
    };
    let centre = mean(b, x)?;
    let off = b.step("response", Sub, &[Some(x), Some(centre)])?;
    let square = b.step("response", Mul, &[Some(off), Some(off)])?;
    mean(b, square)
}
