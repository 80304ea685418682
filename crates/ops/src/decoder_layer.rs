//! A layer of the Transformer's decoder (section 3.1): attention to its own tokens,
//! attention to the encoder's memory, a feed-forward net, each with a shortcut around it
//! and a normalization after the sum, as in 2017.

use crate::attention::{AddAndNorm, Attention, feed_forward, pad_as_mask};
use crate::builder::Builder;
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Composite, Shapes};
use crate::options::Options;

const OP: &str = "decoderLayer";

/// `decoderLayer(x, memory, weights, {heads, eps, causal, residual, pad, memoryPad})`: x
/// `[…, T, d]`, memory `[…, S, d]`, pads `[…, T]` and `[…, S]`, 1 = padding → y, both attentions' weights,
/// and x after each attention.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecoderLayer {
    /// How many heads.
    pub heads: usize,
    /// Of the normalizations.
    pub eps: f32,
    /// Whether a token sees none behind itself; no where left out, as in PyTorch.
    pub causal: bool,
    /// Whether a sublayer's input is added to its result, as the paper does; without it the
    /// result alone is normalized.
    pub residual: bool,
}

impl DecoderLayer {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["heads", "eps", "causal", "residual"])?;
        let heads = options.positive(OP, "heads")?;
        Ok(Self {
            heads: heads.ok_or_else(|| OpError::new(OP, "heads is missing"))?,
            eps: options.eps(OP)?,
            causal: options.flag(OP, "causal")?.unwrap_or(false),
            residual: options.flag(OP, "residual")?.unwrap_or(true),
        })
    }
}

impl Composite for DecoderLayer {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        let (mut b, heads) = (Builder::new(args), self.heads);
        let norm = AddAndNorm { residual: self.residual, eps: self.eps };
        let mask = pad_as_mask(&mut b, args, 28, 0)?;
        let own = Attention { q: 0, kv: 0, weights: 2, heads, mask, causal: self.causal };
        let (a, self_weights) = own.steps(&mut b, args, "self")?;
        let after_self = norm.steps(&mut b, args, "attention\'s result", [0, a], 18)?;
        let mask = pad_as_mask(&mut b, args, 29, 1)?;
        let cross = Attention { q: after_self, kv: 1, weights: 10, heads, mask, causal: false };
        let (a, cross_weights) = cross.steps(&mut b, args, "cross")?;
        let after_cross = norm.steps(&mut b, args, "attention\'s result", [after_self, a], 20)?;
        let f = feed_forward(&mut b, args, after_cross, 24)?;
        let y = norm.steps(&mut b, args, "the feed-forward result", [after_cross, f], 22)?;
        Ok(b.finish(vec![y, self_weights, cross_weights, after_self, after_cross]))
    }
}
