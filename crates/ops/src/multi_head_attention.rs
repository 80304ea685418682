//! Multi-head attention (section 3.2.2): queries, keys and values are projected, cut
//! into heads that attend each on its own, joined and projected once more.

use crate::attention::Attention;
use crate::builder::Builder;
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::{Composite, Shapes};
use crate::options::Options;

const OP: &str = "multiHeadAttention";

/// `multiHeadAttention(q, kv, {wq, bq, …, wo, bo}, {heads, mask})` → y `[…, T_q, d]` and the
/// weights `[…, heads, T_q, T_k]`; without kv q attends to itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MultiHeadAttention {
    /// How many; divides the outputs of every projection.
    pub heads: usize,
}

impl MultiHeadAttention {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["heads"])?;
        let heads = options.positive(OP, "heads")?;
        Ok(Self { heads: heads.ok_or_else(|| OpError::new(OP, "heads is missing"))? })
    }
}

impl Composite for MultiHeadAttention {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        let mut b = Builder::new(args);
        let attention = Attention {
            q: 0,
            kv: args.id(1).unwrap_or(0),
            weights: 2,
            heads: self.heads,
            mask: args.id(10),
            causal: false,
        };
        let (y, weights) = attention.steps(&mut b, args, "attention")?;
        Ok(b.finish(vec![y, weights]))
    }
}
