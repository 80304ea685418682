//! Embedding: row `ids[…]` of a table (Transformer, section 3.4).

use tensor::show_shape;

use crate::back::Back;
use crate::embedding_grad::EmbeddingGrad;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::Combine;

const OP: &str = "embedding";

/// `embedding(ids, table)`: ids of any shape, table `[rows, width]` → y `[…ids, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Embedding;

impl Embedding {
    /// Reads the options; there are none.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &[]).map(|()| Self)
    }
}

impl Shaped for Embedding {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let (ids, table) = (args.need(0)?, args.need(1)?);
        let &[_, width] = table else {
            return Err(args.bad(format!("table must be [rows, width], got {}", show_shape(table))));
        };
        Ok(vec![[ids, &[width]].concat()])
    }

    fn learned(&self) -> &'static [usize] {
        &[1]
    }
}

impl Primitive for Embedding {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let (ids, table) = (args.need(0)?, args.need(1)?);
        let (rows, width) = (table.shape()[0], table.shape()[1]);
        let mut y = Vec::with_capacity(shapes[0].iter().product());
        for at in 0..ids.data().len() {
            let row = class(args, 0, at, rows, "table has rows")?;
            y.extend_from_slice(&table.data()[row * width..][..width]);
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let table = args.need(1)?.shape();
        let row = class(args, 0, cell.flat / table[1], table[0], "table has rows")?;
        Ok((vec![args.term(1, row * table[1] + cell.flat % table[1])], Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let grad = EmbeddingGrad { rows: back.x_shape(1)[0] };
        Ok(vec![None, Some(back.run(grad, &[Some(back.dy), back.x(0)])?)])
    }
}

/// An id or a target: a whole number from 0 to below `count`.
pub(crate) fn class(
    args: &Tensors<'_>,
    i: usize,
    at: usize,
    count: usize,
    what: &str,
) -> Result<usize, OpError> {
    let factor = args.factor(i, at);
    let value = factor.value;
    if value.fract() == 0.0 && value >= 0.0 && f64::from(value) < count as f64 {
        return Ok(value as usize);
    }
    let (name, index, last) = (factor.input, factor.index, count - 1);
    Err(args.bad(format!("{name}{index:?} is {value}, but {what} 0 to {last}")))
}
