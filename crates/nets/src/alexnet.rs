//! AlexNet: as in the paper, cut into two columns, 227×227 input (Krizhevsky, Sutskever,
//! Hinton, NIPS 2012, section 3.5 and figure 2), as torchvision has it, in one column
//! without local response normalization (Krizhevsky 2014), and small, as the one that is
//! trained here: the paper's layers for pictures of 32×32.

use ops::{AdaptiveAvgPool2d, Conv2d, LocalResponseNorm, MaxPool2d, OpError, Options, Relu};
use tensor::show_shape;

use crate::build::{Builder, Id};
use crate::fields::{WIDTH, size, sizes};
use crate::net::Net;
use crate::program::Layer;
use crate::spec::Spec;
use crate::weight::{Init, Weight, he, he_in, pytorch};

const NET: &str = "alexnet";

/// Whose layers an AlexNet has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// The paper's: conv1 is 11×11 with stride 4.
    Paper,
    /// torchvision's, with its names and padding.
    Torchvision,
    /// The paper's, but conv1 is 5×5 with stride 1 and padding 2.
    Small,
}

/// AlexNet's parameters; those of the paper, of torchvision and of a small one are ready made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlexNet {
    /// Whose layers.
    pub variant: Variant,
    /// Into how many columns conv2, conv4 and conv5 are cut.
    pub groups: usize,
    /// The channels of the five convolutions.
    pub widths: [usize; 5],
    /// The features of the two hidden layers.
    pub features: [usize; 2],
    /// How many logits.
    pub classes: usize,
    /// Height and width of the picture.
    pub size: usize,
    /// Zeros around the picture.
    pub padding: usize,
}

impl AlexNet {
    /// As in the paper: two columns, 227×227.
    #[must_use]
    pub fn paper() -> Self {
        Self {
            variant: Variant::Paper,
            groups: 2,
            widths: [96, 256, 384, 384, 256],
            features: [4096, 4096],
            classes: 1000,
            size: 227,
            padding: 0,
        }
    }

    /// As in torchvision: one column, 224×224.
    #[must_use]
    pub fn torchvision() -> Self {
        let widths = [64, 192, 384, 256, 256];
        Self {
            variant: Variant::Torchvision,
            groups: 1,
            widths,
            size: 224,
            padding: 2,
            ..Self::paper()
        }
    }

    /// As it is trained here: two columns, 32×32, 49 classes.
    #[must_use]
    pub fn small() -> Self {
        Self {
            variant: Variant::Small,
            groups: 2,
            widths: [16, 48, 64, 64, 48],
            features: [224, 224],
            classes: 49,
            size: 32,
            padding: 2,
        }
    }

    /// Reads `variant` (`"paper"`, `"torchvision"` or `"small"`), `groups`, `widths`,
    /// `features`, `classes`, `size` and `padding`.
    ///
    /// # Errors
    /// Names the field that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        let known = ["variant", "groups", "widths", "features", "classes", "size", "padding"];
        options.only(NET, &known)?;
        let base = match options.word(NET, "variant", &["paper", "torchvision", "small"])? {
            Some("torchvision") => Self::torchvision(),
            Some("small") => Self::small(),
            _ => Self::paper(),
        };
        let widths = sizes(options, NET, "widths", &base.widths, 5..=5, WIDTH)?;
        let features = sizes(options, NET, "features", &base.features, 2..=2, WIDTH)?;
        let groups = size(options, NET, "groups", base.groups, WIDTH)?;
        // Each is read or written by a convolution that is cut.
        for (i, &width) in widths.iter().enumerate() {
            if !width.is_multiple_of(groups) {
                let words = format!("groups = {groups} does not divide widths[{i}] = {width}");
                return Err(OpError::new(NET, words));
            }
        }
        Ok(Self {
            groups,
            widths: widths.first_chunk().copied().unwrap_or(base.widths),
            features: features.first_chunk().copied().unwrap_or(base.features),
            classes: size(options, NET, "classes", base.classes, WIDTH)?,
            size: size(options, NET, "size", base.size, 4096)?,
            padding: match options.whole(NET, "padding")? {
                None => base.padding,
                Some(n @ 0..=16) => n as usize,
                Some(n) => {
                    let words = format!("padding must be from 0 to 16, got {n}");
                    return Err(OpError::new(NET, words));
                }
            },
            ..base
        })
    }

    pub(crate) fn build(&self, b: &mut Builder, x: &[usize]) -> Result<Id, OpError> {
        // torchvision pools to 6×6 whatever comes; the paper's layers know one size.
        let torchvision = self.variant == Variant::Torchvision;
        let fits = match *x {
            [_, 3, h, w] => torchvision || (h == self.size && w == self.size),
            _ => false,
        };
        if !fits {
            let size = if torchvision { "H, W".into() } else { format!("{0}, {0}", self.size) };
            return Err(b.bad(format!("x must be [N, 3, {size}], got {}", show_shape(x))));
        }
        let x = b.input(x);
        if torchvision { self.one_column(b, x) } else { self.two_columns(b, x) }
    }

    fn two_columns(&self, b: &mut Builder, mut x: Id) -> Result<Id, OpError> {
        let g = self.groups;
        let small = self.variant == Variant::Small;
        let (kernel, stride) = if small { (5, 1) } else { (11, 4) };
        let first = (kernel, stride, self.padding, 1);
        let layers = [first, (5, 1, 2, g), (3, 1, 1, 1), (3, 1, 1, g), (3, 1, 1, g)];
        for (i, (kernel, stride, padding, groups)) in layers.into_iter().enumerate() {
            let n = i + 1;
            let op = Conv2d { groups, ..strided(stride, padding) };
            let init = if small { he_in } else { he };
            x = conv(b, &format!("conv{n}"), x, self.widths[i], kernel, op, init)?;
            x = b.one(&format!("relu{n}"), Relu, &[Some(x)])?;
            if n <= 2 {
                // Section 3.3, with the constants given there. The small net is given a 64th of
                // pixels, whose squares are 64² times smaller.
                let alpha = if small { 1e-4 * 64.0 * 64.0 } else { 1e-4 };
                let op = LocalResponseNorm { n: 5, k: 2.0, alpha, beta: 0.75 };
                x = b.one(&format!("norm{n}"), op, &[Some(x)])?;
            }
            if [1, 2, 5].contains(&n) {
                x = b.one(&format!("pool{n}"), OVERLAPPING, &[Some(x)])?;
            }
        }
        x = b.flatten(x)?;
        // The paper's own beginnings, 0.01 everywhere, need its days of training.
        let init = if small { he_in } else { pytorch };
        for (n, features) in (6..).zip(self.features) {
            x = linear_from(b, &format!("fc{n}"), None, x, features, init)?;
            x = b.one(&format!("relu{n}"), Relu, &[Some(x)])?;
            x = b.dropout(x)?;
        }
        linear(b, "fc8", x, self.classes)
    }

    fn one_column(&self, b: &mut Builder, mut x: Id) -> Result<Id, OpError> {
        let g = self.groups;
        let layers = [
            (0, 11, 4, self.padding, 1, Some(2)),
            (3, 5, 1, 2, g, Some(5)),
            (6, 3, 1, 1, 1, None),
            (8, 3, 1, 1, g, None),
            (10, 3, 1, 1, g, Some(12)),
        ];
        for (i, (at, kernel, stride, padding, groups, pool)) in layers.into_iter().enumerate() {
            let op = Conv2d { groups, ..strided(stride, padding) };
            x = conv(b, &format!("features.{at}"), x, self.widths[i], kernel, op, pytorch)?;
            x = b.one(&format!("features.{}", at + 1), Relu, &[Some(x)])?;
            if let Some(at) = pool {
                x = b.one(&format!("features.{at}"), OVERLAPPING, &[Some(x)])?;
            }
        }
        x = b.one("avgpool", AdaptiveAvgPool2d { size: [6, 6] }, &[Some(x)])?;
        x = b.flatten(x)?;
        // 0 and 3 are dropout, which does nothing when the net is used.
        for (at, features) in [1, 4].into_iter().zip(self.features) {
            x = b.dropout(x)?;
            x = linear(b, &format!("classifier.{at}"), x, features)?;
            x = b.one(&format!("classifier.{}", at + 1), Relu, &[Some(x)])?;
        }
        linear(b, "classifier.6", x, self.classes)
    }
}

/// 3×3 with stride 2: the windows overlap (section 3.4).
const OVERLAPPING: MaxPool2d =
    MaxPool2d { kernel: [3, 3], stride: [2, 2], padding: [0, 0], ceil_mode: false };

/// A convolution's options, the same along both axes.
pub(crate) fn strided(stride: usize, padding: usize) -> Conv2d {
    Conv2d { stride: [stride; 2], padding: [padding; 2], ..Conv2d::default() }
}

/// A convolution with a bias.
pub(crate) fn conv(
    b: &mut Builder,
    name: &str,
    x: Id,
    out: usize,
    kernel: usize,
    op: Conv2d,
    init: impl Fn(&[usize]) -> Init,
) -> Result<Id, OpError> {
    let into = b.shape(x).get(1).copied().unwrap_or_default() / op.groups;
    let shape = [out, into, kernel, kernel];
    let start = init(&shape);
    let w = b.weight(Weight::new(format!("{name}.weight"), &shape, start));
    let bias = b.weight(Weight::new(format!("{name}.bias"), &[out], bias_for(start)));
    b.one(name, op, &[Some(x), w, bias])
}

/// What biases begin with: where the weights are normal numbers, 0.
fn bias_for(weights: Init) -> Init {
    if let Init::Uniform(_) = weights { weights } else { Init::Constant(0.0) }
}

/// A linear layer on `[N, in]`, begun as PyTorch begins it.
pub(crate) fn linear(b: &mut Builder, name: &str, x: Id, out: usize) -> Result<Id, OpError> {
    linear_also(b, name, None, x, out)
}

/// A linear layer that some checkpoints know under another name.
pub(crate) fn linear_also(
    b: &mut Builder,
    name: &str,
    also: Option<&str>,
    x: Id,
    out: usize,
) -> Result<Id, OpError> {
    linear_from(b, name, also, x, out, pytorch)
}

fn linear_from(
    b: &mut Builder,
    name: &str,
    also: Option<&str>,
    x: Id,
    out: usize,
    init: impl Fn(&[usize]) -> Init,
) -> Result<Id, OpError> {
    let into = b.shape(x).last().copied().unwrap_or_default();
    let shape = [out, into];
    let start = init(&shape);
    let mut part = |part: &str, shape: &[usize], init: Init| {
        let also = also.map(|other| format!("{other}.{part}")).into_iter().collect();
        b.weight(Weight::new(format!("{name}.{part}"), shape, init).also(also))
    };
    let (w, bias) = (part("weight", &shape, start), part("bias", &[out], bias_for(start)));
    b.linear(name, x, w, bias)
}

/// The paper's layers with weights and its pools, from the picture to the 1000 logits.
#[must_use]
pub fn layers() -> Vec<Layer> {
    let net = Net::new(Spec::AlexNet(AlexNet::paper()));
    let layers = net.and_then(|net| net.layers()).unwrap_or_default();
    let counted = |layer: &Layer| ["Conv2d", "MaxPool2d", "Linear"].contains(&layer.kind);
    layers.into_iter().filter(counted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sums that the note gives, against the layers.
    #[test]
    fn the_layers_add_up() {
        let all = layers();
        let sum = |of: &dyn Fn(&Layer) -> u64, kind: &str| -> u64 {
            all.iter().filter(|l| l.name.starts_with(kind)).map(of).sum()
        };
        let parameters = |l: &Layer| l.cost.parameters;
        let multiply_adds = |l: &Layer| l.cost.multiply_adds;
        assert_eq!(sum(&parameters, ""), 60_965_224);
        assert_eq!(sum(&parameters, "conv"), 2_334_080);
        assert_eq!(sum(&parameters, "fc"), 58_631_144);
        assert_eq!(sum(&multiply_adds, ""), 724_406_816);
        assert_eq!(sum(&multiply_adds, "conv"), 665_784_864);
    }
    /// The paper's layers, on maps of 32×32, 15×15, 7×7 and 3×3.
    #[test]
    fn the_small_one_has_the_paper_s_layers() {
        let of = |net| Net::new(Spec::AlexNet(net)).and_then(|net| net.layers()).unwrap();
        let (paper, small) = (of(AlexNet::paper()), of(AlexNet::small()));
        let names = |all: &[Layer]| all.iter().map(|l| l.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&paper), names(&small));
        let sides: Vec<usize> =
            small.iter().filter(|l| l.kind == "MaxPool2d").map(|l| l.out[2]).collect();
        assert_eq!(sides, [15, 7, 3]);
        let parameters = |name: &str| {
            let layer = small.iter().find(|l| l.name == name).unwrap();
            let (cost, places) = (layer.cost, layer.out[1] * layer.out[2]);
            // Every weight is used at every place, every bias beside them.
            assert_eq!(cost.multiply_adds, (cost.parameters - layer.out[0] as u64) * places as u64);
            cost.parameters
        };
        assert_eq!(parameters("conv1"), 16 * 3 * 25 + 16);
        assert_eq!(parameters("conv2"), 48 * 8 * 25 + 48, "cut in two");
        assert_eq!(parameters("conv3"), 64 * 48 * 9 + 64, "across both columns");
        assert_eq!(parameters("conv4"), 64 * 32 * 9 + 64, "cut in two");
        assert_eq!(parameters("conv5"), 48 * 32 * 9 + 48, "cut in two");
    }
}
