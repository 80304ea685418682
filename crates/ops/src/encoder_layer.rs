//! A layer of the Transformer's encoder (section 3.1): attention, then a feed-forward
//! net, each with a shortcut around it and a normalization after the sum, as in 2017.

use crate::attention::{AddAndNorm, Attention, feed_forward, pad_as_mask};
use crate::builder::Builder;
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Composite, Shapes};
use crate::options::Options;

const OP: &str = "encoderLayer";

/// `encoderLayer(x, weights, {heads, eps, residual, pad})`: x `[…, T, d]`, pad `[…, T]`, 1 = padding →
/// y, the weights of every head, and x after attention.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EncoderLayer {
    /// How many heads.
    pub heads: usize,
    /// Of the normalizations.
    pub eps: f32,
    /// Whether a sublayer's input is added to its result, as the paper does; without it the
    /// result alone is normalized.
    pub residual: bool,
}

impl EncoderLayer {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["heads", "eps", "residual"])?;
        let heads = options.positive(OP, "heads")?;
        let heads = heads.ok_or_else(|| OpError::new(OP, "heads is missing"))?;
        let residual = options.flag(OP, "residual")?.unwrap_or(true);
        Ok(Self { heads, eps: options.eps(OP)?, residual })
    }
}

impl Composite for EncoderLayer {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        let mut b = Builder::new(args);
        let norm = AddAndNorm { residual: self.residual, eps: self.eps };
        let mask = pad_as_mask(&mut b, args, 17, 0)?;
        let attention =
            Attention { q: 0, kv: 0, weights: 1, heads: self.heads, mask, causal: false };
        let (a, weights) = attention.steps(&mut b, args, "self")?;
        let after = norm.steps(&mut b, args, "attention\'s result", [0, a], 9)?;
        let f = feed_forward(&mut b, args, after, 13)?;
        let y = norm.steps(&mut b, args, "the feed-forward result", [after, f], 11)?;
        Ok(b.finish(vec![y, weights, after]))
    }
}
