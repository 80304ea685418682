//! What a call costs, exactly.

use std::ops::{Add, AddAssign};

/// Parameters and multiply-adds, counted as the papers count them: one
/// multiply-add per product, bias additions and comparisons not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Learned numbers: weights, biases, gammas and betas, not running statistics.
    pub parameters: u64,
    /// Multiply-adds of convolutions and matrix products.
    pub multiply_adds: u64,
    /// Bytes that are read and written: four for each number of each step's inputs and outputs.
    pub bytes: u64,
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            parameters: self.parameters + other.parameters,
            multiply_adds: self.multiply_adds + other.multiply_adds,
            bytes: self.bytes + other.bytes,
        }
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// The number of elements of a shape that has been checked.
pub(crate) fn count(shape: &[usize]) -> u64 {
    shape.iter().map(|&d| d as u64).product()
}
