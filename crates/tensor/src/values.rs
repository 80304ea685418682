//! The tensor: 32-bit floats in row-major order with a shape.

use ndarray::{ArrayViewD, IxDyn};

use crate::shape::{ShapeError, element_count, offset_of};

/// A dense tensor of `f32` in row-major order.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    shape: Vec<usize>,
    data: Vec<f32>,
}

impl Tensor {
    /// A tensor of the given shape.
    ///
    /// # Errors
    /// Where the number of values is not the product of the shape.
    pub fn new(shape: &[usize], data: Vec<f32>) -> Result<Self, ShapeError> {
        let Some(holds) = element_count(shape) else {
            return Err(ShapeError::TooLarge { shape: shape.to_vec() });
        };
        if holds != data.len() {
            return Err(ShapeError::Count { values: data.len(), shape: shape.to_vec(), holds });
        }
        Ok(Self { shape: shape.to_vec(), data })
    }

    /// A tensor whose element at each flat position is `value(position)`.
    #[must_use]
    pub fn from_fn(shape: &[usize], value: impl FnMut(usize) -> f32) -> Self {
        let n = element_count(shape).unwrap_or(0);
        Self { shape: shape.to_vec(), data: (0..n).map(value).collect() }
    }

    /// The sizes, outermost axis first.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The values in row-major order.
    #[must_use]
    pub fn data(&self) -> &[f32] {
        &self.data
    }

    /// The values, without a copy.
    #[must_use]
    pub fn into_data(self) -> Vec<f32> {
        self.data
    }

    /// The element at `index`; `None` outside the shape.
    #[must_use]
    pub fn get(&self, index: &[usize]) -> Option<f32> {
        offset_of(&self.shape, index).map(|at| self.data[at])
    }

    /// The same values as an `ndarray` view.
    ///
    /// # Errors
    /// Never for a tensor made by [`Tensor::new`].
    pub fn view(&self) -> Result<ArrayViewD<'_, f32>, ndarray::ShapeError> {
        ArrayViewD::from_shape(IxDyn(&self.shape), &self.data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_count_is_named() {
        let error = Tensor::new(&[2, 3], vec![0.0; 5]).unwrap_err();
        assert_eq!(error.to_string(), "5 values do not fill the shape [2, 3], which holds 6");
    }

    #[test]
    fn an_overflowing_shape_is_refused() {
        let error = Tensor::new(&[usize::MAX, 2], Vec::new()).unwrap_err();
        assert!(error.to_string().contains("too large"), "{error}");
    }

    #[test]
    fn elements_stand_in_row_major_order() {
        let x = Tensor::from_fn(&[2, 3, 4], |i| i as f32);
        assert_eq!(x.get(&[1, 2, 3]), Some(23.0));
        assert_eq!(x.get(&[0, 3, 0]), None);
        assert_eq!(x.view().unwrap()[[1, 0, 2]], 14.0);
    }
}
