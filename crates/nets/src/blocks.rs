//! ResNet's two blocks side by side, on one activation (He and others, 2016, section 4.1
//! and figure 5).

use ops::{Conv2d, Cost, Input, OPS, Op, OpError, Options, Shortcut, StrideOn, Value};
use tensor::Tensor;

use crate::seeded::weight;

/// The stream of the stem's weights.
pub const STEM: u64 = 0;
/// The side of the cut from the middle of a photograph that the stem reads.
pub const CUT: usize = 224;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 3×3, 3×3.
    Basic,
    /// 1×1, 3×3, 1×1.
    Bottleneck,
}

/// A block: its widths, its stride, its shortcut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Which of the two.
    pub kind: Kind,
    /// Channels of x.
    pub input: usize,
    /// Channels between the layers of a bottleneck; a basic block has its output's there.
    pub inner: usize,
    /// Channels of y.
    pub output: usize,
    /// Of the block as a whole.
    pub stride: usize,
    /// Which convolution of a bottleneck has the stride.
    pub stride_on: StrideOn,
    /// What goes around the layers.
    pub shortcut: Shortcut,
}

/// The two blocks of one setting, and the activation that they are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The basic block.
    pub basic: Block,
    /// The bottleneck.
    pub bottleneck: Block,
    /// Side of x.
    pub side: usize,
    /// Of all weights.
    pub seed: u64,
}

/// A convolution of a block, with the normalization behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// The convolution's name, as in torchvision; `downsample.conv` is the projection.
    pub conv: &'static str,
    /// The normalization's name.
    pub norm: &'static str,
    /// The stream of its weights.
    pub stream: u64,
    /// Its kernel's side.
    pub kernel: usize,
    /// Channels that it reads and writes.
    pub channels: [usize; 2],
    /// Its stride.
    pub stride: usize,
}

impl Layer {
    /// `[out, in, kernel, kernel]`
    #[must_use]
    pub fn weight_shape(&self) -> [usize; 4] {
        let [read, written] = self.channels;
        [written, read, self.kernel, self.kernel]
    }

    /// The convolution alone: as many pixels as x has, but for the stride.
    #[must_use]
    pub fn op(&self) -> Conv2d {
        let padding = self.kernel / 2;
        Conv2d { stride: [self.stride; 2], padding: [padding, padding], ..Conv2d::default() }
    }
}

impl Block {
    /// The operation's name in JavaScript.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Basic => "basicBlock",
            Kind::Bottleneck => "bottleneck",
        }
    }

    /// The layers from x to F(x).
    #[must_use]
    pub fn layers(&self) -> Vec<Layer> {
        let (a, b, c, s) = (self.input, self.inner, self.output, self.stride);
        let [on_first, on_second] = match self.stride_on {
            StrideOn::Conv1 => [s, 1],
            StrideOn::Conv2 => [1, s],
        };
        let layer = |at: usize, stream, kernel, channels, stride| Layer {
            conv: ["conv1", "conv2", "conv3"][at],
            norm: ["bn1", "bn2", "bn3"][at],
            stream,
            kernel,
            channels,
            stride,
        };
        match self.kind {
            Kind::Basic => vec![layer(0, 1, 3, [a, c], s), layer(1, 2, 3, [c, c], 1)],
            Kind::Bottleneck => vec![
                layer(0, 3, 1, [a, b], on_first),
                layer(1, 4, 3, [b, b], on_second),
                layer(2, 5, 1, [b, c], 1),
            ],
        }
    }

    /// The projection of the shortcut, where it has one.
    #[must_use]
    pub fn projection(&self) -> Option<Layer> {
        (self.shortcut == Shortcut::Projection).then(|| Layer {
            conv: "downsample.conv",
            norm: "downsample.bn",
            stream: if self.kind == Kind::Basic { 6 } else { 7 },
            kernel: 1,
            channels: [self.input, self.output],
            stride: self.stride,
        })
    }

    fn all_layers(&self) -> impl Iterator<Item = Layer> {
        self.layers().into_iter().chain(self.projection())
    }

    /// Every layer with its convolution's cost on an x of this side.
    ///
    /// # Errors
    /// Where a width or the side is 0.
    pub fn layer_costs(&self, side: usize) -> Result<Vec<(Layer, Cost)>, OpError> {
        let mut at = side;
        let counted = self.all_layers().map(|layer| {
            let from = if layer.conv == "downsample.conv" { side } else { at };
            at = from.div_ceil(layer.stride);
            let x = [1, layer.channels[0], from, from];
            Ok((layer, layer.op().cost(&x, &layer.weight_shape(), None)?))
        });
        counted.collect()
    }

    /// The call's options.
    #[must_use]
    pub fn options(&self) -> Options {
        let word = |word: &str| Value::Word(word.to_owned());
        let shortcut = match self.shortcut {
            Shortcut::Identity => "identity",
            Shortcut::Projection => "projection",
            Shortcut::ZeroPad => "zeroPad",
            Shortcut::None => "none",
        };
        let on = match self.stride_on {
            StrideOn::Conv1 => "conv1",
            StrideOn::Conv2 => "conv2",
        };
        let mut options =
            vec![("stride", Value::Number(self.stride as f64)), ("shortcut", word(shortcut))];
        if self.kind == Kind::Bottleneck {
            options.push(("strideOn", word(on)));
        }
        Options(tensor::map(options.into_iter().map(|(key, value)| (key.to_owned(), value))))
    }

    /// The operation.
    ///
    /// # Errors
    /// Where the stride is 0.
    pub fn op(&self) -> Result<Op, OpError> {
        Op::parse(self.name(), &self.options())
    }

    /// The call's tensors in the order of the table of operations; `given` is asked for
    /// `x` and for weights by name.
    pub fn arranged<T>(&self, mut given: impl FnMut(&str) -> Option<T>) -> Vec<Option<T>> {
        let row = OPS.iter().find(|row| row.name == self.name());
        let inputs = row.map_or(&[][..], |row| row.inputs);
        inputs.iter().map(|n| Input::parse(n).names.into_iter().find_map(&mut given)).collect()
    }

    /// The weights by name. Normalizations are as PyTorch begins them: mean 0, variance 1,
    /// and a scale of 1 and shift of 0, which are left out.
    #[must_use]
    pub fn weights(&self, seed: u64) -> Vec<(String, Tensor)> {
        let of = |layer: Layer| {
            let written = [layer.channels[1]];
            [
                (
                    format!("{}.weight", layer.conv),
                    weight(seed, layer.stream, &layer.weight_shape()),
                ),
                (format!("{}.running_mean", layer.norm), Tensor::from_fn(&written, |_| 0.0)),
                (format!("{}.running_var", layer.norm), Tensor::from_fn(&written, |_| 1.0)),
            ]
        };
        self.all_layers().flat_map(of).collect()
    }

    /// The shapes of the call's tensors, in order; with the normalizations' scales and
    /// shifts, where these are to count as parameters.
    fn shapes(&self, side: usize, normalized: bool) -> Vec<Option<Vec<usize>>> {
        let of = |layer: Layer| {
            let name = |part: &str| format!("{}.{part}", layer.norm);
            let statistics = ["running_mean", "running_var"].iter();
            let learned = ["gamma", "beta"].iter().filter(|_| normalized);
            let convolution = (format!("{}.weight", layer.conv), layer.weight_shape().to_vec());
            let mut all = vec![convolution];
            all.extend(statistics.chain(learned).map(|p| (name(p), vec![layer.channels[1]])));
            all
        };
        let x = ("x".to_owned(), vec![1, self.input, side, side]);
        let all: Vec<_> = self.all_layers().flat_map(of).chain([x]).collect();
        self.arranged(|name| all.iter().find(|(n, _)| n == name).map(|(_, shape)| shape.clone()))
    }

    /// What the block costs on an x of this side; `normalized` counts the scales and shifts
    /// of the normalizations, which `layer_costs` leaves out.
    ///
    /// # Errors
    /// Where shapes do not fit; see [`Block::fits`].
    pub fn cost(&self, side: usize, normalized: bool) -> Result<Cost, OpError> {
        let shapes = self.shapes(side, normalized);
        self.op()?.cost(&shapes.iter().map(Option::as_deref).collect::<Vec<_>>())
    }

    /// The same block without its shortcut: what is left of one that does not fit.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { shortcut: Shortcut::None, ..self }
    }

    /// Whether what the shortcut brings can be added to F(x).
    #[must_use]
    pub fn fits(&self, side: usize) -> bool {
        self.cost(side, false).is_ok()
    }

    /// The shape of F(x) for an x of this side.
    ///
    /// # Errors
    /// Where a width or the side is 0.
    pub fn residual_shape(&self, side: usize) -> Result<Vec<usize>, OpError> {
        let block = self.plain();
        let shapes = block.shapes(side, false);
        let shapes: Vec<_> = shapes.iter().map(Option::as_deref).collect();
        let made = block.op()?.out_shapes(&shapes)?;
        Ok(made.into_iter().next().unwrap_or_default())
    }
}

impl Pair {
    /// The blocks of a state of the widget, which is asked for its numbers and words by key.
    ///
    /// At equal width the basic block reads and writes as many channels as the bottleneck;
    /// in the paper's own pair it is as wide as the bottleneck is inside, from end to end.
    #[must_use]
    pub fn of<'a>(int: impl Fn(&str) -> i32, word: impl Fn(&str) -> &'a str) -> Self {
        let size = |key: &str| usize::try_from(int(key)).unwrap_or_default();
        let (inner, output) = (size("width"), size("outer"));
        let input = match word("in") {
            "half" => output / 2,
            "quarter" => output / 4,
            _ => output,
        };
        let bottleneck = Block {
            kind: Kind::Bottleneck,
            input,
            inner,
            output,
            stride: size("stride"),
            stride_on: match word("stride-on") {
                "conv1" => StrideOn::Conv1,
                _ => StrideOn::Conv2,
            },
            shortcut: match word("shortcut") {
                "projection" => Shortcut::Projection,
                "zero-pad" => Shortcut::ZeroPad,
                "none" => Shortcut::None,
                _ => Shortcut::Identity,
            },
        };
        let basic = match word("compare") {
            "paper" => Block { kind: Kind::Basic, input: inner, output: inner, ..bottleneck },
            _ => Block { kind: Kind::Basic, inner: output, ..bottleneck },
        };
        let seed = u64::try_from(int("seed")).unwrap_or_default();
        Self { basic, bottleneck, side: size("side"), seed }
    }

    /// The basic block, then the bottleneck.
    #[must_use]
    pub fn blocks(&self) -> [Block; 2] {
        [self.basic, self.bottleneck]
    }

    /// The channels that the stem makes; each block reads as many of the first as it needs.
    #[must_use]
    pub fn stem_channels(&self) -> usize {
        self.basic.input.max(self.bottleneck.input)
    }

    /// How many pixels of the photograph, along each side, are averaged to one: the stem
    /// quarters the side of what it is given.
    #[must_use]
    pub fn averaged(&self) -> usize {
        (CUT / 4 / self.side.max(1)).max(1)
    }

    /// The weights of the stem's 7×7 convolution, of stride 2 and padding 3.
    #[must_use]
    pub fn stem_weight(&self) -> Tensor {
        weight(self.seed, STEM, &[self.stem_channels(), 3, 7, 7])
    }
}
