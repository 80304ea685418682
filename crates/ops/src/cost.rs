//! What a call costs, exactly.

/// Parameters and multiply-adds, counted as the papers count them: one
/// multiply-add per product, bias additions and comparisons not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// Learned numbers: weights and biases.
    pub parameters: u64,
    /// Multiply-adds of convolutions and matrix products.
    pub multiply_adds: u64,
}
