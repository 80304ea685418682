//! Means over axes.

use crate::back::Back;
use crate::back::kept;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::reduce;
use crate::trace::Combine;

/// `mean(x, {axes})`; the axes disappear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mean {
    /// Which axes, negative ones from the end; empty: all.
    pub axes: Vec<i64>,
}

impl Mean {
    /// Reads the option `axes`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("mean", &["axes"])?;
        Ok(Self { axes: options.wholes("mean", "axes")?.unwrap_or_default() })
    }

    /// The axes summed over, counted from the front; all where none is named.
    ///
    /// # Errors
    /// Names an axis that x does not have.
    pub fn resolved(&self, x: &[usize]) -> Result<Vec<usize>, OpError> {
        reduce::axes_of("mean", &self.axes, x)
    }
}

impl Shaped for Mean {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        reduce::out_shapes(args, &self.axes)
    }
}

impl Primitive for Mean {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        reduce::compute(args, &self.axes, |sum, n| sum / n as f64)
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let members = reduce::members(args, &self.axes, cell.flat)?;
        let share = 1.0 / members.len() as f64;
        let terms = members.into_iter().map(|at| args.term(0, at).times("1/n", share)).collect();
        Ok((terms, Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let axes = self.resolved(&x)?;
        let count: usize = axes.iter().map(|&a| x[a]).product();
        let dy = back.reshape(back.dy, &kept(&x, &axes))?;
        Ok(vec![Some(back.expand(dy, &x, 1.0 / count as f32)?)])
    }
}
