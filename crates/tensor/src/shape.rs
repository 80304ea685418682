//! Shapes are slices of sizes, outermost axis first, as in PyTorch.

use thiserror::Error;

/// Why values and a shape do not fit.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ShapeError {
    /// The number of values is not the product of the shape.
    #[error("{values} values do not fill the shape {}, which holds {holds}", show_shape(shape))]
    Count {
        /// How many values were given.
        values: usize,
        /// The shape asked for.
        shape: Vec<usize>,
        /// The product of the shape.
        holds: usize,
    },
    /// The product of the shape is beyond what memory can hold.
    #[error("the shape {} is too large", show_shape(shape))]
    TooLarge {
        /// The shape asked for.
        shape: Vec<usize>,
    },
}

/// The number of elements of a shape; `None` where it overflows.
#[must_use]
pub fn element_count(shape: &[usize]) -> Option<usize> {
    shape.iter().try_fold(1_usize, |n, &d| n.checked_mul(d))
}

/// A shape as the page and the errors write it: `[1, 3, 227, 227]`.
#[must_use]
pub fn show_shape(shape: &[usize]) -> String {
    format!("{shape:?}")
}

/// Where the element at `index` stands in row-major order; `None` outside.
#[must_use]
pub fn offset_of(shape: &[usize], index: &[usize]) -> Option<usize> {
    if shape.len() != index.len() {
        return None;
    }
    let mut at = 0;
    for (&size, &i) in shape.iter().zip(index) {
        if i >= size {
            return None;
        }
        at = at * size + i;
    }
    Some(at)
}
