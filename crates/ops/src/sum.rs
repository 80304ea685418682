//! Sums over axes.

use crate::back::Back;
use crate::back::kept;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::reduce;
use crate::trace::Combine;

/// `sum(x, {axes})`; the axes disappear.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// Which axes, negative ones from the end; empty: all.
    pub axes: Vec<i64>,
}

impl Sum {
    /// Reads the option `axes`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only("sum", &["axes"])?;
        Ok(Self { axes: options.wholes("sum", "axes")?.unwrap_or_default() })
    }

    /// The axes summed over, counted from the front; all where none is named.
    ///
    /// # Errors
    /// Names an axis that x does not have.
    pub fn resolved(&self, x: &[usize]) -> Result<Vec<usize>, OpError> {
        reduce::axes_of("sum", &self.axes, x)
    }
}

impl Shaped for Sum {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        reduce::out_shapes(args, &self.axes)
    }
}

impl Primitive for Sum {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        reduce::compute(args, &self.axes, |sum, _| sum)
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let members = reduce::members(args, &self.axes, cell.flat)?;
        Ok((members.into_iter().map(|at| args.term(0, at)).collect(), Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let axes = self.resolved(&x)?;
        let dy = back.reshape(back.dy, &kept(&x, &axes))?;
        Ok(vec![Some(back.expand(dy, &x, 1.0)?)])
    }
}
