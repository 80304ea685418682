//! A layer of the Transformer's encoder (section 3.1): attention, then a feed-forward
//! net, each with a shortcut around it and a normalization after the sum, as in 2017.

use crate::attention::{Attention, add_and_norm, feed_forward, pad_as_mask};
use crate::builder::Builder;
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Composite, Shapes};
use crate::options::Options;

const OP: &str = "encoderLayer";

/// `encoderLayer(x, weights, {heads, eps, pad})`: x `[…, T, d]`, pad `[…, T]`, 1 = padding →
/// y, the weights of every head, and x after attention.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EncoderLayer {
    /// How many heads.
    pub heads: usize,
    /// Of the normalizations.
    pub eps: f32,
}

impl EncoderLayer {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["heads", "eps"])?;
        let heads = options.positive(OP, "heads")?;
        let heads = heads.ok_or_else(|| OpError::new(OP, "heads is missing"))?;
        Ok(Self { heads, eps: options.eps(OP)? })
    }
}

impl Composite for EncoderLayer {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        let (mut b, eps) = (Builder::new(args), self.eps);
        let mask = pad_as_mask(&mut b, args, 17, 0)?;
        let attention =
            Attention { q: 0, kv: 0, weights: 1, heads: self.heads, mask, causal: false };
        let (a, weights) = attention.steps(&mut b, args, "self")?;
        let after = add_and_norm(&mut b, args, "attention\'s result", [0, a], 9, eps)?;
        let f = feed_forward(&mut b, args, after, 13)?;
        let y = add_and_norm(&mut b, args, "the feed-forward result", [after, f], 11, eps)?;
        Ok(b.finish(vec![y, weights, after]))
    }
}
