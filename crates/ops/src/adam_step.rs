//! A step of Adam (Kingma, Ba 2015, algorithm 1), as PyTorch takes it: `d = dw + weightDecay · w`,
//! `m ← beta1 · m + (1 − beta1) · d`, `v ← beta2 · v + (1 − beta2) · d²`,
//! `w ← w − rates[0] · m / (√v · rates[1] + eps)`.
//!
//! The rates are those of step t, made in double precision: `rate / (1 − beta1ᵗ)` and
//! `1 / √(1 − beta2ᵗ)`, as 1 − 0.999 keeps four digits in single. A kernel: one invocation an
//! element, with `1 − beta` as parameters for the same reason.

use crate::error::OpError;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};

/// w, dw, the rates `[2]`, m and v → the new w, m and v.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AdamStep {
    /// What is kept of the mean gradient; 0.9 in the Transformer.
    pub beta1: f64,
    /// What is kept of the mean square; 0.98 in the Transformer.
    pub beta2: f64,
    /// Added to the root of the mean square; 1e-9 in the Transformer.
    pub eps: f32,
    /// How much of w is added to its gradient.
    pub weight_decay: f32,
}

impl Shaped for AdamStep {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let w = args.need(0)?.to_vec();
        args.same(2, &[2], "the two rates of a step")?;
        for i in [1, 3, 4] {
            args.same(i, &w, "the shape of w")?;
        }
        Ok(vec![w; 3])
    }
}

impl Primitive for AdamStep {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let (dw, rates) = (args.need(1)?.data(), args.need(2)?.data());
        let [mut w, mut m, mut v] =
            [args.need(0)?, args.need(3)?, args.need(4)?].map(|t| t.data().to_vec());
        let (keep1, keep2) = (self.beta1 as f32, self.beta2 as f32);
        let (take1, take2) = ((1.0 - self.beta1) as f32, (1.0 - self.beta2) as f32);
        for (i, dw) in dw.iter().enumerate() {
            let d = dw + self.weight_decay * w[i];
            m[i] = keep1 * m[i] + take1 * d;
            v[i] = keep2 * v[i] + take2 * (d * d);
            w[i] -= rates[0] * m[i] / (v[i].sqrt() * rates[1] + self.eps);
        }
        Ok(vec![w, m, v])
    }
}
