//! The ResNets of table 1 (He et al. 2016) and nets made after them, counted stage by stage.

use ops::{OpError, Options, Shortcut, StrideOn, Value};

use crate::net::Net;
use crate::program::Layer;
use crate::residual::Block;
use crate::resnet::ResNet;
use crate::spec::Spec;

/// The depths of table 1, and the multiply-adds that it gives, in billions.
pub const TABLE_1: [(usize, f64); 5] = [(18, 1.8), (34, 3.6), (50, 3.8), (101, 7.6), (152, 11.3)];

/// A row of table 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Its word in links.
    pub word: &'static str,
    /// Its name in the paper.
    pub name: &'static str,
    /// The layer whose output is the stage's; the last stage ends with the net.
    pub until: Option<&'static str>,
}

const fn stage(word: &'static str, name: &'static str, until: Option<&'static str>) -> Stage {
    Stage { word, name, until }
}

/// The rows of table 1. As there, the pooling behind conv1 belongs to conv2_x, and the global
/// average to the last row.
pub const ROWS: [Stage; 6] = [
    stage("conv1", "conv1", Some("relu")),
    stage("conv2", "conv2_x", Some("layer1")),
    stage("conv3", "conv3_x", Some("layer2")),
    stage("conv4", "conv4_x", Some("layer3")),
    stage("conv5", "conv5_x", Some("layer4")),
    stage("fc", "fc", None),
];

/// The row of a link's word.
#[must_use]
pub fn row_of(word: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.word == word)
}

/// What a stage is and costs, for one picture of 224×224.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// How many blocks it has.
    pub blocks: usize,
    /// The shape of its output.
    pub out: Vec<usize>,
    /// Weights, biases, and normalization's two for every channel.
    pub parameters: u64,
    /// Of convolutions and the linear layer.
    pub multiply_adds: u64,
}

/// The counts of a net's rows.
///
/// # Errors
/// Where the net is too large, or has not four stages.
pub fn counts(net: &ResNet) -> Result<[Count; 6], OpError> {
    if net.layers.len() != 4 {
        let words = format!("table 1 has four stages of blocks, this net {}", net.layers.len());
        return Err(OpError::new("resnet", words));
    }
    let blocks = [0, net.layers[0], net.layers[1], net.layers[2], net.layers[3], 0];
    let mut rows = blocks.map(|blocks| Count { blocks, ..Count::default() });
    for layer in Net::new(Spec::ResNet(net.clone()))?.layers()? {
        let row = &mut rows[row(&layer)];
        row.parameters += layer.cost.parameters;
        row.multiply_adds += layer.cost.multiply_adds;
        row.out = layer.out;
    }
    Ok(rows)
}

/// Which row a layer belongs to.
fn row(layer: &Layer) -> usize {
    let name = layer.name.as_str();
    match name.strip_prefix("layer").and_then(|rest| rest.chars().next()?.to_digit(10)) {
        Some(n) => n as usize,
        None if name == "maxpool" => 1,
        None if ["conv1", "bn1", "relu"].contains(&name) => 0,
        None => 5,
    }
}

/// The sums of some counts: parameters, multiply-adds.
#[must_use]
pub fn sums(counts: &[Count]) -> [u64; 2] {
    counts.iter().fold([0; 2], |[p, m], row| [p + row.parameters, m + row.multiply_adds])
}

/// The net of a widget's state, by its numbers and its words.
#[must_use]
pub fn net_of<'a>(int: impl Fn(&str) -> i32, word: impl Fn(&str) -> &'a str) -> ResNet {
    let stride_on = if word("stride") == "conv1" { StrideOn::Conv1 } else { StrideOn::Conv2 };
    let shortcut = match word("shortcut") {
        "zero-pad" => Shortcut::ZeroPad,
        "none" => Shortcut::None,
        _ => Shortcut::Projection,
    };
    let depth = word("net").strip_prefix("resnet").and_then(|depth| depth.parse().ok());
    let of_table = depth.and_then(ResNet::of_depth);
    let net = of_table.unwrap_or_else(|| {
        let size = |key: &str| int(key).max(1) as usize;
        let block = if word("block") == "bottleneck" { Block::Bottleneck } else { Block::Basic };
        let layers = ["n2", "n3", "n4", "n5"].map(size).to_vec();
        ResNet { block, layers, width: size("width"), stride_on, shortcut, classes: 1000 }
    });
    ResNet { stride_on, shortcut, ..net }
}

impl ResNet {
    /// Layers with weights, as the paper counts them: projections do not count.
    #[must_use]
    pub fn depth(&self) -> usize {
        let each = if self.block == Block::Basic { 2 } else { 3 };
        2 + each * self.layers.iter().sum::<usize>()
    }

    /// The specification, as `model` of `third-pass.js` takes it.
    #[must_use]
    pub fn options(&self) -> Options {
        let word = |word: &str| Value::Word(word.to_owned());
        let number = |n: usize| Value::Number(n as f64);
        let block = if self.block == Block::Basic { "basic" } else { "bottleneck" };
        let on = if self.stride_on == StrideOn::Conv1 { "conv1" } else { "conv2" };
        let shortcut = match self.shortcut {
            Shortcut::ZeroPad => "zeroPad",
            Shortcut::None => "none",
            _ => "projection",
        };
        let layers = self.layers.iter().map(|&n| n as f64).collect();
        let fields = [
            ("kind", word("resnet")),
            ("block", word(block)),
            ("layers", Value::Numbers(layers)),
            ("width", number(self.width)),
            ("strideOn", word(on)),
            ("shortcut", word(shortcut)),
            ("classes", number(self.classes)),
        ];
        Options(fields.map(|(key, value)| (key.to_owned(), value)).into())
    }
}

/// A convolution of a block: side of its kernel, channels it gives, stride.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conv {
    /// Side of its kernel.
    pub kernel: usize,
    /// Channels that it gives.
    pub channels: usize,
    /// Its stride.
    pub stride: usize,
}

/// What blocks of a stage of blocks look like, as a drawing shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockShape {
    /// Channels of what comes in.
    pub input: usize,
    /// Side of the maps that come in.
    pub side: usize,
    /// Its convolutions in order.
    pub convs: Vec<Conv>,
    /// Whether what goes around has another shape than what comes in.
    pub changes: bool,
}

impl ResNet {
    /// The first block of a stage, and one of the others, where there are others; `stage` is 0
    /// for conv2_x.
    #[must_use]
    pub fn blocks(&self, stage: usize) -> Vec<BlockShape> {
        let expansion = self.block.expansion();
        let width = self.width << stage;
        let (out, entered) = (width * expansion, if stage == 0 { 1 } else { 2 });
        let input = if stage == 0 { self.width } else { out / 2 };
        let block = |input: usize, stride: usize, side: usize| {
            let conv = |kernel, channels, stride| Conv { kernel, channels, stride };
            let on_first = self.stride_on == StrideOn::Conv1;
            let [first, second] = if on_first { [stride, 1] } else { [1, stride] };
            let convs = match self.block {
                Block::Basic => vec![conv(3, width, stride), conv(3, width, 1)],
                Block::Bottleneck => {
                    vec![conv(1, width, first), conv(3, width, second), conv(1, out, 1)]
                }
            };
            BlockShape { input, side, convs, changes: stride != 1 || input != out }
        };
        let side = 56 >> stage;
        let mut blocks = vec![block(input, entered, side * entered)];
        if self.layers.get(stage).is_some_and(|&n| n > 1) {
            blocks.push(block(out, 1, side));
        }
        blocks
    }
}

impl BlockShape {
    /// The side of the maps that come in, and of those behind each convolution.
    #[must_use]
    pub fn sides(&self) -> Vec<usize> {
        let behind = self.convs.iter().scan(self.side, |side, conv| {
            *side = side.div_ceil(conv.stride);
            Some(*side)
        });
        std::iter::once(self.side).chain(behind).collect()
    }
}
