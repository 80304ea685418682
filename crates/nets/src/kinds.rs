//! Kinds of layer compared (Transformer, section 4, table 1), an encoder layer counted exactly,
//! and what an attention and a recurrent layer are given where they are timed.

use tensor::{Tensor, random::SplitMix64};

/// A row of table 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every position looks at every other.
    SelfAttention,
    /// h_t from x_t and h_{t−1}.
    Recurrent,
    /// Kernels of `k` positions, dilated, so that few layers reach far.
    Convolutional,
    /// Every position looks at `r` neighbours.
    Restricted,
}

/// The letters of table 1, each at least 1, `k` at least 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// Positions.
    pub n: u64,
    /// Numbers of a position.
    pub d: u64,
    /// Positions of a kernel.
    pub k: u64,
    /// Positions of a neighbourhood.
    pub r: u64,
}

impl Kind {
    /// All of them, in the order of the table.
    pub const ALL: [Self; 4] =
        [Self::SelfAttention, Self::Recurrent, Self::Convolutional, Self::Restricted];

    /// The work of a layer, as the table has it: without the constant factor that O(…) hides.
    #[must_use]
    pub fn work(self, Sizes { n, d, k, r }: Sizes) -> u64 {
        match self {
            Self::SelfAttention => n * n * d,
            Self::Recurrent => n * d * d,
            Self::Convolutional => k * n * d * d,
            // A neighbourhood has no more positions than there are.
            Self::Restricted => r.min(n) * n * d,
        }
    }

    /// Operations that wait for each other.
    #[must_use]
    pub fn sequential(self, sizes: Sizes) -> u64 {
        if self == Self::Recurrent { sizes.n } else { 1 }
    }

    /// The longest path between two positions, in layers or steps: log_k n of dilated kernels, and
    /// n/r, each rounded up.
    #[must_use]
    pub fn path(self, Sizes { n, k, r, .. }: Sizes) -> u64 {
        match self {
            Self::SelfAttention => 1,
            Self::Recurrent => n,
            Self::Convolutional => {
                let (mut reach, mut layers) = (1, 0);
                while reach < n {
                    reach *= k.max(2);
                    layers += 1;
                }
                layers.max(1)
            }
            Self::Restricted => n.div_ceil(r.max(1)),
        }
    }
}

/// Multiply-adds of an encoder layer whose feed-forward net is 4·d wide, as in both of the paper's
/// models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EncoderLayer {
    /// Q, K, V and the output: 4·n·d².
    pub projections: u64,
    /// QKᵀ and the weighted means: 2·n²·d.
    pub attention: u64,
    /// The feed-forward net: 2·n·d·4d.
    pub feed_forward: u64,
}

impl EncoderLayer {
    /// Of n positions of d numbers.
    #[must_use]
    pub fn of(Sizes { n, d, .. }: Sizes) -> Self {
        Self { projections: 4 * n * d * d, attention: 2 * n * n * d, feed_forward: 8 * n * d * d }
    }

    /// All of them.
    #[must_use]
    pub fn total(self) -> u64 {
        self.projections + self.attention + self.feed_forward
    }

    /// The share of table 1's part, from 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        self.attention as f64 / self.total().max(1) as f64
    }
}

/// The n at which attention is half of an encoder layer: 2·n²·d = 12·n·d².
#[must_use]
pub fn half_at(d: u64) -> u64 {
    6 * d
}

/// Multiply-adds of what is timed: attention alone, QKᵀ and the weighted means; and a recurrent
/// layer, W·x_t and U·h_{t−1} at every step.
#[must_use]
pub fn timed_work(Sizes { n, d, .. }: Sizes) -> [u64; 2] {
    [2 * n * n * d, 2 * n * d * d]
}

/// The most positions, and numbers of each, that are timed: what is held stays below some 30 MB.
pub const MOST_TIMED: u64 = 1024;

/// What both layers are given: numbers of a seed, nothing learned.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Positions `[n, d]`, uniform in ±1.
    pub x: Tensor,
    /// By what a position is multiplied in a step, `[d, d]`, uniform in ±1/√d as PyTorch's RNN begins.
    pub w: Tensor,
    /// By what the state before is multiplied, likewise.
    pub u: Tensor,
}

impl Inputs {
    /// Of a seed, each from a stream of its own.
    #[must_use]
    pub fn new(Sizes { n, d, .. }: Sizes, seed: u64) -> Self {
        let [n, d] = [n, d].map(|size| size as usize);
        let drawn = |name: &str, rows: usize, most: f64| {
            let mut stream = SplitMix64::named(seed, name);
            Tensor::from_fn(&[rows, d], |_| (most * (2.0 * stream.uniform() - 1.0)) as f32)
        };
        let root = (d as f64).powf(-0.5);
        Self { x: drawn("x", n, 1.0), w: drawn("w", d, root), u: drawn("u", d, root) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Sizes = Sizes { n: 32, d: 512, k: 3, r: 16 };

    #[test]
    fn the_note_s_figures_come_out() {
        assert_eq!(Kind::SelfAttention.work(BASE), 524_288);
        assert_eq!(Kind::Recurrent.work(BASE), 8_388_608);
        let layer = EncoderLayer::of(BASE);
        assert_eq!((layer.total(), layer.attention), (101_711_872, 1_048_576));
        assert_eq!(format!("{:.1}", 100.0 * layer.share()), "1.0");
        assert_eq!(half_at(512), 3072);
        assert_eq!(EncoderLayer::of(Sizes { n: 3072, ..BASE }).share(), 0.5);
    }

    #[test]
    fn attention_and_recurrence_cross_at_n_equal_to_d() {
        let at = |n| Sizes { n, ..BASE };
        let [less, same, more] = [511, 512, 513]
            .map(|n| Kind::SelfAttention.work(at(n)).cmp(&Kind::Recurrent.work(at(n))));
        assert!(less.is_lt() && same.is_eq() && more.is_gt());
    }

    #[test]
    fn paths_are_as_long_as_layers_must_be() {
        let path = |kind: Kind, n, k, r| kind.path(Sizes { n, d: 8, k, r });
        for (n, want) in [(1, 1), (3, 1), (4, 2), (9, 2), (10, 3), (65_536, 11)] {
            assert_eq!(path(Kind::Convolutional, n, 3, 1), want, "{n}");
        }
        assert_eq!(path(Kind::Restricted, 33, 3, 16), 3);
        assert_eq!(path(Kind::Restricted, 8, 3, 16), 1);
        assert_eq!(path(Kind::SelfAttention, 1000, 3, 1), 1);
        assert_eq!(path(Kind::Recurrent, 1000, 3, 1), 1000);
        let whole = Sizes { r: 4096, ..BASE };
        assert_eq!(Kind::Restricted.work(whole), Kind::SelfAttention.work(whole));
    }
}
