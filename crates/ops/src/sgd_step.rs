//! A step of stochastic gradient descent with momentum and weight decay, as PyTorch takes it:
//! `d = dw + weightDecay · w`, `velocity ← momentum · velocity + d`, `w ← w − rate · velocity`.
//!
//! The rate is not in the velocity; AlexNet, section 5, has it there, which differs where the
//! rate changes. A kernel: one invocation an element.

use crate::error::OpError;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};

/// w, dw, the rate `[1]` and, where there is momentum, the velocity → the new w and velocity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SgdStep {
    /// What is kept of the velocity; at 0 there is none.
    pub momentum: f32,
    /// How much of w is added to its gradient.
    pub weight_decay: f32,
}

impl Shaped for SgdStep {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let w = args.need(0)?.to_vec();
        args.same(1, &w, "the shape of w")?;
        args.same(2, &[1], "one number")?;
        args.same(3, &w, "the shape of w")?;
        match (args.may(3), self.momentum) {
            (None, 0.0) => Ok(vec![w]),
            (Some(_), momentum) if momentum != 0.0 => Ok(vec![w.clone(), w]),
            _ => Err(args.bad("velocity is given where there is momentum, and only there")),
        }
    }
}

impl Primitive for SgdStep {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let (w, dw, rate) = (args.need(0)?.data(), args.need(1)?.data(), args.need(2)?.data()[0]);
        let mut velocity: Vec<f32> =
            w.iter().zip(dw).map(|(w, dw)| dw + self.weight_decay * w).collect();
        if let Some(old) = args.may(3) {
            for (v, old) in velocity.iter_mut().zip(old.data()) {
                *v += self.momentum * old;
            }
        }
        let moved = w.iter().zip(&velocity).map(|(w, v)| w - rate * v).collect();
        Ok(if args.may(3).is_some() { vec![moved, velocity] } else { vec![moved] })
    }
}
