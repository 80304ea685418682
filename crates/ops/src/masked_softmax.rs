//! The softmax of attention: of scores times a scale, along the last axis, over
//! those that are not hidden (Transformer, sections 3.2.1 and 3.2.3).
//!
//! A hidden score has the weight 0, and so has every score of a row that is hidden whole.

use tensor::show_shape;

use crate::back::Back;
use crate::error::OpError;
use crate::fast;
use crate::lattice::{Lattice, broadcast};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::softmax_grad::SoftmaxGrad;
use crate::trace::Combine;

/// Scores `[…, T_q, T_k]` and a mask that broadcasts to them, aligned at the right, 1 = hidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MaskedSoftmax {
    /// What the scores are multiplied by first: 1/√d_k.
    pub scale: f32,
    /// Whether a query sees no key behind its own place.
    pub causal: bool,
}

impl MaskedSoftmax {
    /// Which scores are hidden.
    fn hidden(&self, args: &Tensors<'_>) -> Result<Vec<bool>, OpError> {
        let shape = args.need(0)?.shape();
        let &[.., queries, keys] = shape else { return Ok(Vec::new()) };
        let behind = |at: usize| self.causal && at % keys > at / keys % queries;
        let mut hidden: Vec<bool> = (0..shape.iter().product()).map(behind).collect();
        if let Some(mask) = args.may(1) {
            let places = Lattice::stretched(mask.shape(), shape);
            for (h, mask) in hidden.iter_mut().zip(places.gather(mask.data())) {
                *h |= mask != 0.0;
            }
        }
        Ok(hidden)
    }
}

impl Shaped for MaskedSoftmax {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let scores = args.need(0)?;
        if scores.len() < 2 {
            return Err(
                args.bad(format!("scores must be [.., T_q, T_k], got {}", show_shape(scores)))
            );
        }
        match args.may(1) {
            Some(mask) if broadcast(scores, mask).as_deref() != Some(scores) => {
                Err(args.bad(format!(
                    "mask {} does not broadcast to the scores {}",
                    show_shape(mask),
                    show_shape(scores)
                )))
            }
            _ => Ok(vec![scores.to_vec()]),
        }
    }
}

impl Primitive for MaskedSoftmax {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let scores = args.need(0)?;
        let width = scores.shape().last().copied().unwrap_or(1);
        let mut y = Vec::with_capacity(scores.data().len());
        if !self.causal && args.may(1).is_none() {
            for row in scores.data().chunks_exact(width) {
                let start = y.len();
                y.extend(row.iter().map(|s| s * self.scale));
                fast::softmax(&mut y[start..]);
            }
            return Ok(vec![y]);
        }
        y.extend(scores.data().iter().map(|s| s * self.scale));
        let hidden = self.hidden(args)?;
        for (row, hidden) in y.chunks_exact_mut(width).zip(hidden.chunks_exact(width)) {
            if hidden.iter().all(|hidden| *hidden) {
                row.fill(0.0);
                continue;
            }
            for (v, hidden) in row.iter_mut().zip(hidden) {
                *v = if *hidden { f32::NEG_INFINITY } else { *v };
            }
            fast::softmax(row);
            // Where one is NaN all are; what is hidden is 0 all the same.
            for (v, hidden) in row.iter_mut().zip(hidden) {
                *v = if *hidden { 0.0 } else { *v };
            }
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let hidden = self.hidden(args)?;
        if hidden[cell.flat] {
            return Ok((Vec::new(), Combine::Sum));
        }
        let width = cell.shape.last().copied().unwrap_or(1);
        let first = cell.flat - cell.flat % width;
        let seen = (first..first + width).filter(|&at| !hidden[at]);
        let term = |at| args.term(0, at).times("scale", f64::from(self.scale));
        Ok(([cell.flat].into_iter().chain(seen).map(term).collect(), Combine::Softmax))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let grad = SoftmaxGrad { axis: -1, scale: self.scale };
        Ok(vec![Some(back.run(grad, &[Some(back.dy), Some(back.y())])?), None])
    }
}
