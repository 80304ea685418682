//! A layer of the Transformer's decoder (section 3.1): attention to its own tokens,
//! attention to the encoder's memory, a feed-forward net, each with a shortcut around it
//! and a normalization after the sum, as in 2017.

use crate::attention::{Attention, add_and_norm, feed_forward, pad_as_mask};
use crate::builder::Builder;
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Composite, Shapes};
use crate::options::Options;

const OP: &str = "decoderLayer";

/// `decoderLayer(x, memory, weights, {heads, eps, causal, pad, memoryPad})`: x `[…, T, d]`,
/// memory `[…, S, d]`, pads `[…, T]` and `[…, S]`, 1 = padding → y, both attentions' weights,
/// and x after each attention.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecoderLayer {
    /// How many heads.
    pub heads: usize,
    /// Of the normalizations.
    pub eps: f32,
    /// Whether a token sees none behind itself; no where left out, as in PyTorch.
    pub causal: bool,
}

impl DecoderLayer {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["heads", "eps", "causal"])?;
        let heads = options.positive(OP, "heads")?;
        Ok(Self {
            heads: heads.ok_or_else(|| OpError::new(OP, "heads is missing"))?,
            eps: options.eps(OP)?,
            causal: options.flag(OP, "causal")?.unwrap_or(false),
        })
    }
}

impl Composite for DecoderLayer {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        let (mut b, heads, eps) = (Builder::new(args), self.heads, self.eps);
        let mask = pad_as_mask(&mut b, args, 28, 0)?;
        let own = Attention { q: 0, kv: 0, weights: 2, heads, mask, causal: self.causal };
        let (a, self_weights) = own.steps(&mut b, args, "self")?;
        let after_self = add_and_norm(&mut b, args, "attention\'s result", [0, a], 18, eps)?;
        let mask = pad_as_mask(&mut b, args, 29, 1)?;
        let cross = Attention { q: after_self, kv: 1, weights: 10, heads, mask, causal: false };
        let (a, cross_weights) = cross.steps(&mut b, args, "cross")?;
        let after_cross =
            add_and_norm(&mut b, args, "attention\'s result", [after_self, a], 20, eps)?;
        let f = feed_forward(&mut b, args, after_cross, 24)?;
        let y = add_and_norm(&mut b, args, "the feed-forward result", [after_cross, f], 22, eps)?;
        Ok(b.finish(vec![y, self_weights, cross_weights, after_self, after_cross]))
    }
}
