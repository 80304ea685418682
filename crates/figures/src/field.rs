//! The receptive field: which inputs one output cell of a convolution reads.

/// A rectangle of input pixels; it may reach into the padding, so `left` and `top` may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The first column.
    pub left: i32,
    /// The first row.
    pub top: i32,
    /// Columns and rows that it spans, gaps of the dilation included.
    pub side: i32,
}

/// The field of the output cell at `row`, `column`: `i·s − p … + d·(k − 1)`.
#[must_use]
pub fn receptive_field(
    row: i32,
    column: i32,
    size: i32,
    stride: i32,
    padding: i32,
    dilation: i32,
) -> Field {
    Field {
        left: column * stride - padding,
        top: row * stride - padding,
        side: dilation * (size - 1) + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alexnet_s_last_cell_ends_at_the_last_pixel() {
        let field = receptive_field(54, 54, 11, 4, 0, 1);
        assert_eq!(field, Field { left: 216, top: 216, side: 11 });
        assert_eq!(field.left + field.side, 227);
    }
}
