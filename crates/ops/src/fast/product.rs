//! The fast matrix product.

use ndarray::{ArrayView1, ArrayView2, ArrayViewMut2, linalg::general_mat_mul};

/// Rows of `a` up to which dot products beat a blocked product, which first repacks `b`.
const DOTS_TO: usize = 4;

/// Adds to `y` `[m,n]` the product of `a` `[m,k]` and `b` `[k,n]`, or `b` `[n,k]` where turned.
pub(crate) fn product(a: &[f32], b: &[f32], [m, k, n]: [usize; 3], turned: bool, y: &mut [f32]) {
    if turned && m <= DOTS_TO {
        for (row, out) in a.chunks_exact(k).zip(y.chunks_exact_mut(n)) {
            let row = ArrayView1::from(row);
            for (v, column) in out.iter_mut().zip(b.chunks_exact(k)) {
                *v += row.dot(&ArrayView1::from(column));
            }
        }
        return;
    }
    let views = (
        ArrayView2::from_shape((m, k), a),
        ArrayView2::from_shape(if turned { (n, k) } else { (k, n) }, b),
        ArrayViewMut2::from_shape((m, n), y),
    );
    if let (Ok(a), Ok(b), Ok(mut y)) = views {
        let b = if turned { b.reversed_axes() } else { b };
        general_mat_mul(1.0, &a, &b, 1.0, &mut y);
    }
}
