//! Backward of the cross entropy:
//! `dlogits[n, c] = s[n] · (softmax(logits[n])[c] − (1 − smoothing) · [c = target] − smoothing / C)`,
//! where `s[n]` is `dy[n]`, or dy over the number of rows that count; 0 for those that do not.
//!
//! A kernel: one workgroup a row; the rows that count are counted by each (targets are few),
//! then the largest logit and the sum as forward, then each element.

use crate::cross_entropy::CrossEntropy;
use crate::embedding::class;
use crate::error::OpError;
use crate::operation::{Primitive, Shaped, Shapes, Tensors};
use crate::softmax::spread;

/// dy, of the loss's shape, logits `[N, C]`, targets `[N]` → dlogits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossEntropyGrad {
    /// The loss.
    pub forward: CrossEntropy,
}

impl Shaped for CrossEntropyGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let logits = args.need(1)?;
        let loss = self.forward.loss_shape(args, 1)?;
        args.same(0, &loss, "the shape of the loss")?;
        Ok(vec![logits.to_vec()])
    }
}

impl Primitive for CrossEntropyGrad {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let (dy, logits) = (args.need(0)?.data(), args.need(1)?.data());
        let targets = args.need(2)?.data();
        let (op, classes) = (&self.forward, shapes[0][1]);
        let counted = targets.iter().filter(|&&t| !op.ignores(t)).count().max(1);
        let (on, over) = (1.0 - op.smoothing, op.smoothing / classes as f64);
        let mut grad = Vec::with_capacity(logits.len());
        for (at, row) in logits.chunks_exact(classes).enumerate() {
            if op.ignores(targets[at]) {
                grad.resize(grad.len() + classes, 0.0);
                continue;
            }
            let target = class(args, 2, at, classes, "the classes are")?;
            let share = if op.mean { dy[0] / counted as f32 } else { dy[at] };
            let (most, sum) = spread(row.iter().copied());
            grad.extend(row.iter().enumerate().map(|(c, v)| {
                let wanted = over + if c == target { on } else { 0.0 };
                share * ((v - most).exp() / sum - wanted as f32)
            }));
        }
        Ok(vec![grad])
    }
}
