//! What ResNet's two blocks share: layers, a shortcut around them, a sum, a ReLU
//! (He et al. 2016, section 3.2 and figure 5).

use crate::activation::Activation;
use crate::batch_norm::BatchNorm;
use crate::builder::Builder;
use crate::conv2d::Conv2d;
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::Shapes;
use crate::options::Options;
use crate::relu::Relu;
use crate::zero_pad_shortcut::ZeroPadShortcut;

/// The arguments of `basicBlock`; six for each convolution and its normalization.
pub(crate) const BASIC_INPUTS: &[&str] = &[
    "x",
    "weights/conv1.weight",
    "weights/conv1.bias?",
    "weights/bn1.gamma|bn1.weight?",
    "weights/bn1.beta|bn1.bias?",
    "weights/bn1.running_mean",
    "weights/bn1.running_var",
    "weights/conv2.weight",
    "weights/conv2.bias?",
    "weights/bn2.gamma|bn2.weight?",
    "weights/bn2.beta|bn2.bias?",
    "weights/bn2.running_mean",
    "weights/bn2.running_var",
    "weights/downsample.conv.weight|downsample.0.weight?",
    "weights/downsample.conv.bias|downsample.0.bias?",
    "weights/downsample.bn.gamma|downsample.1.weight?",
    "weights/downsample.bn.beta|downsample.1.bias?",
    "weights/downsample.bn.running_mean|downsample.1.running_mean?",
    "weights/downsample.bn.running_var|downsample.1.running_var?",
];

/// The arguments of `bottleneck`, in the same order.
pub(crate) const BOTTLENECK_INPUTS: &[&str] = &[
    "x",
    "weights/conv1.weight",
    "weights/conv1.bias?",
    "weights/bn1.gamma|bn1.weight?",
    "weights/bn1.beta|bn1.bias?",
    "weights/bn1.running_mean",
    "weights/bn1.running_var",
    "weights/conv2.weight",
    "weights/conv2.bias?",
    "weights/bn2.gamma|bn2.weight?",
    "weights/bn2.beta|bn2.bias?",
    "weights/bn2.running_mean",
    "weights/bn2.running_var",
    "weights/conv3.weight",
    "weights/conv3.bias?",
    "weights/bn3.gamma|bn3.weight?",
    "weights/bn3.beta|bn3.bias?",
    "weights/bn3.running_mean",
    "weights/bn3.running_var",
    "weights/downsample.conv.weight|downsample.0.weight?",
    "weights/downsample.conv.bias|downsample.0.bias?",
    "weights/downsample.bn.gamma|downsample.1.weight?",
    "weights/downsample.bn.beta|downsample.1.bias?",
    "weights/downsample.bn.running_mean|downsample.1.running_mean?",
    "weights/downsample.bn.running_var|downsample.1.running_var?",
];

/// What goes around the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcut {
    /// x as it is.
    Identity,
    /// A 1×1 convolution and its normalization: options B and C of section 4.1.
    Projection,
    /// Every stride-th pixel, zeros appended after the channels: option A.
    ZeroPad,
    /// Nothing: a plain net.
    None,
}

impl Shortcut {
    /// Reads the option `shortcut`.
    pub(crate) fn parse(op: &'static str, options: &Options) -> Result<Option<Self>, OpError> {
        let known = ["identity", "projection", "zeroPad", "none"];
        Ok(options.word(op, "shortcut", &known)?.map(|word| match word {
            "identity" => Self::Identity,
            "projection" => Self::Projection,
            "zeroPad" => Self::ZeroPad,
            _ => Self::None,
        }))
    }
}

/// Reads the option `stride`, 1 where left out.
pub(crate) fn stride(op: &'static str, options: &Options) -> Result<[usize; 2], OpError> {
    Ok(options.pair(op, "stride", 1)?.unwrap_or([1, 1]))
}

/// A block of layers with these strides.
///
/// The results are y, the layers' F(x) and, where there is a shortcut, what it adds.
pub(crate) fn block(
    args: &Shapes<'_>,
    strides: &[[usize; 2]],
    shortcut: Option<Shortcut>,
    eps: f32,
) -> Result<Graph, OpError> {
    let names = [["conv1", "bn1"], ["conv2", "bn2"], ["conv3", "bn3"]];
    let mut b = Builder::new(args);
    let mut residual = 0;
    for (i, (&stride, part)) in strides.iter().zip(names).enumerate() {
        residual = layer(&mut b, args, part, residual, 1 + 6 * i, stride, eps)?;
        if i + 1 < strides.len() {
            residual = b.step("relu", Relu, &[Some(residual)])?;
        }
    }
    let down = 1 + 6 * strides.len();
    let given = if args.may(down).is_some() { Shortcut::Projection } else { Shortcut::Identity };
    // One of the strides is the block's, the others are 1.
    let stride = strides.iter().copied().fold([1, 1], |a, s| [a[0] * s[0], a[1] * s[1]]);
    let around = match shortcut.unwrap_or(given) {
        Shortcut::None => {
            let y = b.step("relu", Relu, &[Some(residual)])?;
            return Ok(b.finish(vec![y, residual]));
        }
        Shortcut::Identity => 0,
        Shortcut::Projection if args.may(down).is_none() => {
            return Err(args.bad("the projection needs downsample.conv.weight"));
        }
        Shortcut::Projection => {
            layer(&mut b, args, ["downsample.conv", "downsample.bn"], 0, down, stride, eps)?
        }
        Shortcut::ZeroPad => {
            let channels = b.shape(residual).get(1).copied().unwrap_or_default();
            b.step("shortcut", ZeroPadShortcut { stride, channels }, &[Some(0)])?
        }
    };
    let y = b.sum("the shortcut's result", residual, around, Activation::Relu)?;
    Ok(b.finish(vec![y, residual, around]))
}

/// A convolution that keeps the size but for its stride, and its normalization;
/// its six arguments begin at `at`.
fn layer(
    b: &mut Builder,
    args: &Shapes<'_>,
    [conv, bn]: [&str; 2],
    x: usize,
    at: usize,
    stride: [usize; 2],
    eps: f32,
) -> Result<usize, OpError> {
    let kernel = |axis: usize| b.shape(at).get(axis).copied().unwrap_or_default();
    let padding = [kernel(2) / 2, kernel(3) / 2];
    let op = Conv2d { stride, padding, ..Conv2d::default() };
    let x = b.step(conv, op, &[Some(x), args.id(at), args.id(at + 1)])?;
    let [gamma, beta, mean, var] = [2, 3, 4, 5].map(|i| args.id(at + i));
    b.step(bn, BatchNorm { eps }, &[Some(x), mean, var, gamma, beta])
}
