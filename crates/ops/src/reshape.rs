//! The same numbers under another shape.

use tensor::{element_count, show_shape};

use crate::back::Back;
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::Combine;

const OP: &str = "reshape";

/// `reshape(x, shape)`; one −1 stands for what is left over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reshape {
    /// The new shape.
    pub shape: Vec<i64>,
}

impl Reshape {
    /// Reads the argument `shape`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["shape"])?;
        let shape = options.wholes(OP, "shape")?;
        Ok(Self { shape: shape.ok_or_else(|| OpError::new(OP, "shape is missing"))? })
    }
}

impl Shaped for Reshape {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        let bad = || {
            let (x, to) = (show_shape(x), &self.shape);
            args.bad(format!("x {x} cannot have the shape {to:?}: another number of elements"))
        };
        let known = self.shape.iter().filter(|&&d| d != -1);
        let sizes: Option<Vec<usize>> = known.map(|&d| usize::try_from(d).ok()).collect();
        let all: usize = x.iter().product();
        let held = sizes.and_then(|s| element_count(&s)).filter(|&n| n > 0).ok_or_else(bad)?;
        let open = self.shape.iter().filter(|&&d| d == -1).count();
        if open > 1 || !all.is_multiple_of(held) || (open == 0 && all != held) {
            return Err(bad());
        }
        let size = |&d: &i64| usize::try_from(d).unwrap_or(all / held);
        Ok(vec![self.shape.iter().map(size).collect()])
    }
}

impl Primitive for Reshape {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![args.need(0)?.data().to_vec()])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        Ok((vec![args.term(0, cell.flat)], Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        Ok(vec![Some(back.reshape(back.dy, &x)?)])
    }
}
