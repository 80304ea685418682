//! Positions as waves (Transformer, section 3.5): even columns are
//! `sin(position / 10000^(2i/d_model))`, odd ones the cosine of the same angle.
//!
//! Computed in double precision: at position 5000 an angle in single precision is off by 2e-4.

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
        let columns = 0..self.d_model;
        let wave = |column: usize, angle: f64| {
            if column.is_multiple_of(2) { angle.sin() } else { angle.cos() }
        };
        let row =
            |&position: &f64| columns.clone().map(move |c| wave(c, self.angle(position, c)) as f32);
        Ok(vec![self.positions.iter().flat_map(row).collect()])
    }

    fn explain(&self, _args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (position, column) = (self.positions[cell.index[0]], cell.index[1]);
        let step = self.angle(1.0, column);
        let terms = vec![Term::named("position", position).times("1/10000^(2i/d)", step)];
        Ok((terms, if column.is_multiple_of(2) { Combine::Sin } else { Combine::Cos }))
    }
}
