//! Scaled dot-product attention: `softmax(q·kᵀ · scale) · v` (section 3.2.1).

use tensor::show_shape;

use crate::attention::{attend, default_scale};
use crate::builder::Builder;
use crate::error::OpError;
use crate::graph::Graph;
use crate::masked_softmax::MaskedSoftmax;
use crate::operation::{Composite, Shapes};
use crate::options::{ANY, Options};

const OP: &str = "scaledDotProductAttention";

/// `scaledDotProductAttention(q, k, v, {mask, scale})` → y `[…, T_q, d_v]` and the weights
/// `[…, T_q, T_k]`, to which the mask broadcasts, 1 = hidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaledDotProductAttention {
    /// What the scores are multiplied by; 1/√d_k where left out.
    pub scale: Option<f32>,
}

impl ScaledDotProductAttention {
    /// Reads the options.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["scale"])?;
        Ok(Self { scale: options.number(OP, "scale", ANY)?.map(|s| s as f32) })
    }
}

impl Composite for ScaledDotProductAttention {
    fn graph(&self, args: &Shapes<'_>) -> Result<Graph, OpError> {
        let shown = |i| args.need(i).map(show_shape);
        for i in 0..3 {
            if args.need(i)?.len() < 2 {
                return Err(args.bad(format!(
                    "{} must be [.., T, d], got {}",
                    args.name(i),
                    shown(i)?
                )));
            }
        }
        let size = |i: usize, back: usize| args.may(i).and_then(|s| s.iter().rev().nth(back));
        if size(0, 0) != size(1, 0) {
            let (q, k) = (shown(0)?, shown(1)?);
            return Err(args.bad(format!("q {q} and k {k} must have the same width d_k")));
        }
        if size(1, 1) != size(2, 1) {
            let (k, v) = (shown(1)?, shown(2)?);
            return Err(args.bad(format!("k {k} and v {v} must have the same length T_k")));
        }
        let mut b = Builder::new(args);
        let scale = self.scale.unwrap_or_else(|| default_scale(b.shape(0)));
        let softmax = MaskedSoftmax { scale, causal: false };
        let (y, weights) = attend(&mut b, "q, k, v", [0, 1, 2], args.id(3), softmax)?;
        Ok(b.finish(vec![y, weights]))
    }
}
