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

/// The field of a cell through several layers, each `[kernel, stride, padding]`, the first
/// layer first: all that the cell sees of the first layer's input.
#[must_use]
pub fn field_through(
    row: i32,
    column: i32,
    layers: impl DoubleEndedIterator<Item = [i32; 3]>,
) -> Field {
    let cell = Field { left: column, top: row, side: 1 };
    layers.rev().fold(cell, |field, [kernel, stride, padding]| Field {
        left: field.left * stride - padding,
        top: field.top * stride - padding,
        side: (field.side - 1) * stride + kernel,
    })
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

    /// AlexNet's pool5, counted by hand: 1 → 3 → 5 → 7 → 9 → 19 → 23 → 47 → 51 → 103 → 195 … is
    /// 195 of the picture's 227 pixels.
    #[test]
    fn a_field_grows_through_the_layers() {
        let pool = [3, 2, 0];
        let same = [3, 1, 1];
        let net = [[11, 4, 0], pool, [5, 1, 2], pool, same, same, same, pool];
        assert_eq!(field_through(0, 0, net.into_iter()).side, 195);
        let one = field_through(54, 50, [[11, 4, 0]].into_iter());
        assert_eq!(one, receptive_field(54, 50, 11, 4, 0, 1));
        assert_eq!(field_through(4, 2, std::iter::empty()), Field { left: 2, top: 4, side: 1 });
    }
}
