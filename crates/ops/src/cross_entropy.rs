//! Cross entropy of logits against classes: `−Σ_c q_c · logSoftmax(logits)_c`, where q
//! is `1 − smoothing` on the target plus `smoothing / C` on every class
//! (Transformer, section 5.4).

use tensor::show_shape;

use crate::back::Back;
use crate::cross_entropy_grad::CrossEntropyGrad;
use crate::embedding::class;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::reduce::total;
use crate::softmax::spread;

const OP: &str = "crossEntropy";

/// `crossEntropy(logits, targets, …)`: logits `[N, C]`, targets `[N]` → a number, or `[N]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossEntropy {
    /// How much of the target's weight is spread over all classes.
    pub smoothing: f64,
    /// Rows with this target do not count.
    pub ignore_index: i64,
    /// Whether the rows' mean is taken; over no rows it is 0, where PyTorch has NaN.
    pub mean: bool,
}

impl CrossEntropy {
    /// Reads the options: smoothing 0, ignoreIndex −100, reduction `"mean"` where left out.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["smoothing", "ignoreIndex", "reduction"])?;
        Ok(Self {
            smoothing: options.number(OP, "smoothing", (0.0, 1.0))?.unwrap_or(0.0),
            ignore_index: options.whole(OP, "ignoreIndex")?.unwrap_or(-100),
            mean: options.word(OP, "reduction", &["mean", "none"])? != Some("none"),
        })
    }
}

impl CrossEntropy {
    /// The shape of the loss; the argument `at` is the logits, the next the targets.
    pub(crate) fn loss_shape(&self, args: &Shapes<'_>, at: usize) -> Result<Vec<usize>, OpError> {
        let logits = args.need(at)?;
        let &[rows, _] = logits else {
            let got = show_shape(logits);
            return Err(args.bad(format!("logits must be [N, C] (reshape them first), got {got}")));
        };
        args.same(at + 1, &[rows], "one class a row of logits")?;
        Ok(if self.mean { Vec::new() } else { vec![rows] })
    }

    /// Whether a row with this target does not count.
    pub(crate) fn ignores(&self, target: f32) -> bool {
        f64::from(target) == self.ignore_index as f64
    }
}

impl Shaped for CrossEntropy {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![self.loss_shape(args, 0)?])
    }
}

impl Primitive for CrossEntropy {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let (logits, targets) = (args.need(0)?, args.need(1)?);
        let classes = logits.shape()[1];
        let mut losses = Vec::with_capacity(targets.data().len());
        let mut counted = 0_usize;
        for (at, row) in logits.data().chunks_exact(classes).enumerate() {
            if self.ignores(targets.data()[at]) {
                losses.push(0.0);
                continue;
            }
            let target = class(args, 1, at, classes, "the classes are")?;
            let (most, sum) = spread(row.iter().copied());
            let total = sum.ln();
            let log = |v: f32| f64::from((v - most) - total);
            let all: f64 = row.iter().map(|&v| log(v)).sum();
            let (on, over) = (1.0 - self.smoothing, self.smoothing / classes as f64);
            losses.push((-on * log(row[target]) - over * all) as f32);
            counted += 1;
        }
        if !self.mean {
            return Ok(vec![losses]);
        }
        let mean = total(losses.into_iter()) / counted.max(1) as f64;
        Ok(vec![vec![mean as f32]])
    }

    fn explain(&self, args: &Tensors<'_>, _cell: &Cell<'_>) -> Result<Terms, OpError> {
        Err(args.bad("a loss is made of whole rows; trace logSoftmax instead"))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let grad = CrossEntropyGrad { forward: *self };
        Ok(vec![Some(back.run(grad, &[Some(back.dy), back.x(0), back.x(1)])?), None])
    }
}
