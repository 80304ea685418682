//! Positions as waves (Transformer, section 3.5): even columns are
//! `sin(position / 10000^(2i/d_model))`, odd ones the cosine of the same angle.
//!
//! Computed in double precision: at position 5000 an angle in single precision is off by 2e-4.

use tensor::Tensor;

use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::{Combine, Term};

const OP: &str = "positionalEncoding";

/// `positionalEncoding(positions, dModel)` → `[positions, dModel]`.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionalEncoding {
    /// The places, in any order.
    pub positions: Vec<f64>,
    /// How many columns.
    pub d_model: usize,
}

impl PositionalEncoding {
    /// Reads the arguments `positions` and `dModel`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["positions", "dModel"])?;
        let positions = options.numbers(OP, "positions")?.unwrap_or_default();
        if positions.is_empty() {
            return Err(OpError::new(OP, "positions is empty"));
        }
        let d_model = options.positive(OP, "dModel")?;
        Ok(Self {
            positions,
            d_model: d_model.ok_or_else(|| OpError::new(OP, "dModel is missing"))?,
        })
    }

    /// The waves themselves, `[positions, dModel]`: who needs only them links no other
    /// operation's loops.
    #[must_use]
    pub fn waves(&self) -> Tensor {
        let (rows, columns) = (self.positions.len(), self.d_model);
        Tensor::from_fn(&[rows, columns], |at| {
            let (row, column) = (at / columns, at % columns);
            let angle = self.angle(self.positions[row], column);
            (if column.is_multiple_of(2) { angle.sin() } else { angle.cos() }) as f32
        })
    }

    fn angle(&self, position: f64, column: usize) -> f64 {
        let even = (column - column % 2) as f64;
        position / 10000_f64.powf(even / self.d_model as f64)
    }
}

impl Shaped for PositionalEncoding {
    fn out_shapes(&self, _args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![vec![self.positions.len(), self.d_model]])
    }
}

impl Primitive for PositionalEncoding {
    fn compute(
        &self,
        _args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![self.waves().into_data()])
    }

    fn explain(&self, _args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (position, column) = (self.positions[cell.index[0]], cell.index[1]);
        let step = self.angle(1.0, column);
        let terms = vec![Term::named("position", position).times("1/10000^(2i/d)", step)];
        Ok((terms, if column.is_multiple_of(2) { Combine::Sin } else { Combine::Cos }))
    }
}
