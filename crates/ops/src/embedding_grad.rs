//! Backward of the embedding: `dtable[r, c] = Σ dy[i, c]` over the places i whose id is r.
//!
//! A kernel: one invocation an element of the table, which looks at every id; nothing is
//! scattered, so no two write the same place.

use tensor::show_shape;

use crate::embedding::class;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::trace::Combine;

/// dy `[…ids, width]` and the ids → dtable `[rows, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmbeddingGrad {
    /// The rows of the table.
    pub rows: usize,
}

impl Shaped for EmbeddingGrad {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let (dy, ids) = (args.need(0)?, args.need(1)?);
        match dy.split_last() {
            Some((&width, lead)) if lead == ids => Ok(vec![vec![self.rows, width]]),
            _ => {
                let (dy, ids) = (show_shape(dy), show_shape(ids));
                Err(args.bad(format!("dy must be [..ids, width] for ids {ids}, got {dy}")))
            }
        }
    }
}

impl Primitive for EmbeddingGrad {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let (dy, width) = (args.need(0)?.data(), shapes[0][1]);
        let mut table = vec![0.0; self.rows * width];
        for (at, row) in dy.chunks_exact(width).enumerate() {
            let id = class(args, 1, at, self.rows, "table has rows")?;
            for (sum, v) in table[id * width..][..width].iter_mut().zip(row) {
                *sum += v;
            }
        }
        Ok(vec![table])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (width, ids) = (cell.shape[1], args.need(1)?.data());
        let here = (0..ids.len()).filter(|&i| ids[i] == cell.index[0] as f32);
        Ok((here.map(|i| args.term(0, i * width + cell.index[1])).collect(), Combine::Sum))
    }
}
