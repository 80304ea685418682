//! What ResNets are made of: stages of blocks with shortcuts (He et al. 2016, section 3).

use ops::{Activation, Add, OpError, Options, Relu, Shortcut, StrideOn, ZeroPadShortcut};

use crate::alexnet::strided;
use crate::build::{Builder, Id, shortcut_names};
use crate::weight::{Init, Weight, he};

/// What a block is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// Two 3×3 convolutions.
    Basic,
    /// 1×1, 3×3, and 1×1 to four times the channels.
    Bottleneck,
}

impl Block {
    /// How many times the width a block's output has.
    pub(crate) fn expansion(self) -> usize {
        if self == Self::Basic { 1 } else { 4 }
    }

    /// torchvision's name for it.
    fn kind(self) -> &'static str {
        if self == Self::Basic { "BasicBlock" } else { "Bottleneck" }
    }
}

/// What the blocks of a net have in common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) block: Block,
    pub(crate) stride_on: StrideOn,
    pub(crate) shortcut: Shortcut,
    /// Whether every convolution is followed by batch normalization.
    pub(crate) norm: bool,
}

/// Reads `shortcut`: option B is `"projection"`, option A `"zeroPad"`, a plain net `"none"`.
pub(crate) fn shortcut(
    options: &Options,
    net: &'static str,
    left_out: Shortcut,
) -> Result<Shortcut, OpError> {
    let known = ["projection", "zeroPad", "none"];
    Ok(match options.word(net, "shortcut", &known)? {
        Some("projection") => Shortcut::Projection,
        Some("zeroPad") => Shortcut::ZeroPad,
        Some(_) => Shortcut::None,
        None => left_out,
    })
}

/// The stages `layer1`, `layer2`, …: as many blocks each, of this width; all but the first
/// halve height and width.
pub(crate) fn stages(
    b: &mut Builder,
    mut x: Id,
    style: &Style,
    blocks: &[usize],
    widths: &[usize],
) -> Result<Id, OpError> {
    for (stage, (&blocks, &width)) in blocks.iter().zip(widths).enumerate() {
        let name = format!("layer{}", stage + 1);
        for i in 0..blocks {
            let stride = if stage > 0 && i == 0 { 2 } else { 1 };
            x = block(b, x, style, &format!("{name}.{i}"), width, stride)?;
        }
        b.name(name, x);
    }
    Ok(x)
}

fn block(
    b: &mut Builder,
    x: Id,
    style: &Style,
    name: &str,
    width: usize,
    stride: usize,
) -> Result<Id, OpError> {
    let out = width * style.block.expansion();
    let [first, second] =
        if style.stride_on == StrideOn::Conv1 { [stride, 1] } else { [1, stride] };
    let layers = match style.block {
        Block::Basic => vec![(width, 3, stride), (width, 3, 1)],
        Block::Bottleneck => vec![(width, 1, first), (width, 3, second), (out, 1, 1)],
    };
    let mut residual = x;
    for (i, &(channels, kernel, stride)) in layers.iter().enumerate() {
        let [conv, bn] = ["conv", "bn"].map(|part| format!("{name}.{part}{}", i + 1));
        residual = conv_norm(b, residual, [&conv, &bn], channels, kernel, stride, style.norm)?;
        if i + 1 < layers.len() {
            residual = b.one(&format!("{name}.relu{}", i + 1), Relu, &[Some(residual)])?;
        }
    }
    b.name(format!("{name}.residual"), residual);
    let changes = stride != 1 || b.shape(x).get(1) != Some(&out);
    let around = match style.shortcut {
        Shortcut::None => {
            let y = b.step(name, Relu, &[Some(residual)])?;
            b.layer(name, style.block.kind(), y);
            return Ok(y);
        }
        Shortcut::Projection if changes => {
            let [conv, bn] = [0, 1].map(|i| format!("{name}.downsample.{i}"));
            conv_norm(b, x, [&conv, &bn], out, 1, stride, style.norm)?
        }
        Shortcut::ZeroPad if changes => {
            b.step(name, ZeroPadShortcut { stride: [stride; 2], channels: out }, &[Some(x)])?
        }
        _ => x,
    };
    b.name(format!("{name}.shortcut"), around);
    let add = Add { activation: Activation::Relu };
    let y = b.step(name, add, &[Some(residual), Some(around)])?;
    b.layer(name, style.block.kind(), y);
    Ok(y)
}

/// A convolution that keeps the size but for its stride, and its normalization; without one
/// it may have a bias.
pub(crate) fn conv_norm(
    b: &mut Builder,
    x: Id,
    [conv, bn]: [&str; 2],
    out: usize,
    kernel: usize,
    stride: usize,
    norm: bool,
) -> Result<Id, OpError> {
    let into = b.shape(x).get(1).copied().unwrap_or_default();
    let shape = [out, into, kernel, kernel];
    let named = |part: &str, shape: &[usize], init| {
        let name = format!("{conv}.{part}");
        let also = shortcut_names(&name, &name);
        Weight::new(name, shape, init).also(also)
    };
    let w = b.weight(named("weight", &shape, he(&shape)));
    let bias =
        if norm { None } else { b.weight(named("bias", &[out], Init::Constant(0.0)).optional()) };
    let x = b.one(conv, strided(stride, kernel / 2), &[Some(x), w, bias])?;
    if norm { b.batch_norm(bn, x) } else { Ok(x) }
}
