//! The attentions of a Transformer by name, its heads numbered through the net, and the net
//! without some of them.

use tensor::Tensor;

use crate::transformer::Transformer;
use crate::weight::Weight;

/// A sublayer that attends: its layer, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// The encoder's self-attention.
    Encoder(usize),
    /// The decoder's masked self-attention.
    Decoder(usize),
    /// The decoder's attention to the encoder's memory.
    Cross(usize),
}

impl Site {
    /// All of a net of so many layers, in the order in which heads are numbered: the encoder's,
    /// then of each layer of the decoder its own and the one to the memory.
    pub fn all(layers: usize) -> impl Iterator<Item = Self> {
        let decoder = (0..layers).flat_map(|at| [Self::Decoder(at), Self::Cross(at)]);
        (0..layers).map(Self::Encoder).chain(decoder)
    }

    /// What stands before the dot of its projections: `dec.0.cross` of `dec.0.cross.wq`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Encoder(at) => format!("enc.{at}.self"),
            Self::Decoder(at) => format!("dec.{at}.self"),
            Self::Cross(at) => format!("dec.{at}.cross"),
        }
    }

    /// Under what `keep` knows every head's weights, `[B, heads, T_q, T_k]`.
    #[must_use]
    pub fn weights(self) -> String {
        self.kept("weights", "Weights")
    }

    /// Under what `keep` knows every head's products q·k before the scale, of the same shape.
    #[must_use]
    pub fn scores(self) -> String {
        self.kept("scores", "Scores")
    }

    fn kept(self, alone: &str, one_of_two: &str) -> String {
        match self {
            Self::Encoder(at) => format!("enc.{at}.{alone}"),
            Self::Decoder(at) => format!("dec.{at}.self{one_of_two}"),
            Self::Cross(at) => format!("dec.{at}.cross{one_of_two}"),
        }
    }
}

impl Transformer {
    /// How many heads there are in all.
    #[must_use]
    pub fn all_heads(&self) -> usize {
        3 * self.layers * self.heads
    }

    /// The weights without the heads that are off: a head's result is multiplied by its own
    /// columns of W^O (section 3.2.2), and with these 0 it adds nothing.
    pub(crate) fn silenced(&self, weights: &[Weight], mut values: Vec<Tensor>) -> Vec<Tensor> {
        let (width, each) = (self.d_model, self.d_model / self.heads);
        for (at, site) in Site::all(self.layers).enumerate() {
            let heads = at * self.heads..(at + 1) * self.heads;
            let off = |column: usize| self.off.contains(&(heads.start + column / each));
            if !self.off.iter().any(|head| heads.contains(head)) {
                continue;
            }
            let name = format!("{}.wo", site.name());
            if let Some(at) = weights.iter().position(|weight| weight.name == name) {
                let whole = values[at].data();
                let silent = |i: usize| if off(i % width) { 0.0 } else { whole[i] };
                values[at] = Tensor::from_fn(values[at].shape(), silent);
            }
        }
        values
    }
}
