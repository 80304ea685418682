//! One block of a trained CIFAR ResNet, changed: what is done to F(x), to the shortcut and to
//! the ReLU behind their sum (He et al. 2016, sections 3.1, 3.2 and 4.2).

use ops::{Options, Shortcut, Value};
use tensor::Tensor;

use crate::cifar::CifarResNet;
use crate::seeded::weight;

/// A block of a CIFAR ResNet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockAt {
    /// Its name, which is that of its output.
    pub name: String,
    /// The name of the layer whose output is its x.
    pub input: String,
    /// Its stride.
    pub stride: usize,
    /// Channels of x and of F(x).
    pub channels: [usize; 2],
    /// Side of F(x), for pictures of 32×32.
    pub side: usize,
}

impl BlockAt {
    /// The word for what its shortcut is, where the net's others are of this kind.
    #[must_use]
    pub fn shortcut(&self, of_net: Shortcut) -> &'static str {
        let same = self.stride == 1 && self.channels[0] == self.channels[1];
        match of_net {
            _ if same => "identity",
            Shortcut::Projection => "projection",
            _ => "zeroPad",
        }
    }
}

impl CifarResNet {
    /// The blocks from the first to the last.
    #[must_use]
    pub fn blocks(&self) -> Vec<BlockAt> {
        let mut input = "relu".to_owned();
        let mut read = self.widths.first().copied().unwrap_or_default();
        let mut side = 32_usize;
        let mut all = Vec::new();
        for (stage, &width) in self.widths.iter().enumerate() {
            for i in 0..self.n {
                let stride = if stage > 0 && i == 0 { 2 } else { 1 };
                side = side.div_ceil(stride);
                let name = format!("layer{}.{i}", stage + 1);
                let before = std::mem::replace(&mut input, name.clone());
                let channels = [std::mem::replace(&mut read, width), width];
                all.push(BlockAt { name, input: before, stride, channels, side });
            }
        }
        all
    }

    /// The specification as `model` of `third-pass.js` takes it.
    #[must_use]
    pub fn options(&self) -> Options {
        let word = |word: &str| Value::Word(word.to_owned());
        let shortcut = match self.shortcut {
            Shortcut::Projection => "projection",
            Shortcut::None => "none",
            _ => "zeroPad",
        };
        let fields = [
            ("kind", word("cifarResnet")),
            ("n", Value::Number(self.n as f64)),
            ("widths", Value::Numbers(self.widths.iter().map(|w| *w as f64).collect())),
            ("shortcut", word(shortcut)),
            ("norm", word(if self.norm { "batch" } else { "none" })),
            ("classes", Value::Number(self.classes as f64)),
        ];
        Options(tensor::map(fields.into_iter().map(|(name, value)| (name.to_owned(), value))))
    }
}

/// What is done to a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// What F(x) is multiplied by.
    pub scale: f32,
    /// The seed of random kernels in the place of the trained ones.
    pub random: Option<u64>,
    /// Whether the shortcut is taken out.
    pub cut: bool,
    /// Whether the ReLU stands before the sum, on F(x) alone, and none behind it.
    pub early_relu: bool,
}

impl Change {
    /// That of a state of the widget, by its numbers and its words.
    #[must_use]
    pub fn of<'a>(int: impl Fn(&str) -> i32, word: impl Fn(&str) -> &'a str) -> Self {
        Self {
            scale: int("scale") as f32 / 100.0,
            random: (word("kernels") == "random").then(|| u64::from(int("seed").unsigned_abs())),
            cut: word("shortcut") == "none",
            early_relu: word("relu") == "before",
        }
    }

    /// Whether the block is as it was trained.
    #[must_use]
    pub fn is_none(&self) -> bool {
        *self == Self { scale: 1.0, random: None, cut: false, early_relu: false }
    }
}

/// Random kernels with the mean square of trained ones; each convolution of a block, 1 or 2,
/// has numbers of its own.
#[must_use]
pub fn redrawn(seed: u64, convolution: u64, trained: &Tensor) -> Tensor {
    let drawn = weight(seed, convolution, trained.shape());
    let ratio = (mean_square(trained.data()) / mean_square(drawn.data())).sqrt();
    Tensor::from_fn(trained.shape(), |i| (f64::from(drawn.data()[i]) * ratio) as f32)
}

fn mean_square(values: &[f32]) -> f64 {
    values.iter().map(|v| f64::from(*v).powi(2)).sum::<f64>() / values.len().max(1) as f64
}

/// The standard deviation of numbers, over all of them; 0 of none.
#[must_use]
pub fn deviation(values: &[f32]) -> f64 {
    let mean = values.iter().map(|v| f64::from(*v)).sum::<f64>() / values.len().max(1) as f64;
    (mean_square(values) - mean * mean).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Net, Spec};

    fn net(shortcut: Shortcut) -> CifarResNet {
        CifarResNet { n: 3, widths: vec![8, 16, 32], shortcut, norm: true, classes: 49 }
    }

    #[test]
    fn the_blocks_are_those_of_the_net() {
        let net = net(Shortcut::ZeroPad);
        let layers = Net::new(Spec::CifarResNet(net.clone())).unwrap().layers().unwrap();
        let shape = |name: &str| {
            let layer = layers.iter().find(|l| l.name == name);
            layer.unwrap_or_else(|| panic!("no layer {name}")).out.clone()
        };
        let blocks = net.blocks();
        assert_eq!(blocks.len(), 9);
        for block in &blocks {
            let [read, written] = block.channels;
            assert_eq!(shape(&block.name), [written, block.side, block.side], "{}", block.name);
            assert_eq!(shape(&block.input)[..2], [read, block.side * block.stride]);
        }
        let words: Vec<&str> = blocks.iter().map(|b| b.shortcut(net.shortcut)).collect();
        assert_eq!(words.iter().filter(|w| **w == "zeroPad").count(), 2);
        assert_eq!((words[3], words[6]), ("zeroPad", "zeroPad"));
    }

    #[test]
    fn the_options_are_read_as_they_were() {
        for shortcut in [Shortcut::ZeroPad, Shortcut::Projection, Shortcut::None] {
            let net = net(shortcut);
            assert_eq!(Spec::parse(&net.options()).unwrap(), Spec::CifarResNet(net));
        }
    }

    #[test]
    fn a_state_that_changes_nothing_is_seen() {
        let int = |key: &str| if key == "scale" { 100 } else { 7 };
        let plain = Change::of(int, |_| "");
        assert!(plain.is_none());
        let word = |key: &str| match key {
            "kernels" => "random",
            "shortcut" => "none",
            _ => "before",
        };
        let want = Change { scale: 1.0, random: Some(7), cut: true, early_relu: true };
        assert_eq!(Change::of(int, word), want);
        assert!(!Change { scale: 0.0, ..plain }.is_none());
    }

    #[test]
    fn redrawn_kernels_are_as_large_and_others() {
        let trained = weight(9, 9, &[8, 8, 3, 3]);
        let trained = Tensor::from_fn(trained.shape(), |i| trained.data()[i] * 0.3 + 0.01);
        let drawn = redrawn(1, 1, &trained);
        let ratio = mean_square(drawn.data()) / mean_square(trained.data());
        assert!((ratio - 1.0).abs() < 1e-6, "{ratio}");
        assert_ne!(drawn, redrawn(2, 1, &trained));
        assert_ne!(drawn, redrawn(1, 2, &trained));
    }

    #[test]
    fn the_deviation_is_that_of_the_whole() {
        assert!((deviation(&[1.0, 3.0, 1.0, 3.0]) - 1.0).abs() < 1e-12);
        assert_eq!((deviation(&[]), deviation(&[2.0; 5])), (0.0, 0.0));
    }
}
