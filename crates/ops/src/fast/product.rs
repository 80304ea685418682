//! The fast matrix product.

use super::gemm::{Target, as_it_lies, gemm, turned};
use super::vector::{add_scaled, dot};
use crate::activation::Activation;

/// Rows of `a` up to which dot products beat a blocked product, which first lays `b` anew.
const DOTS_TO: usize = 4;
/// Rows of `a` up to which the rows of `b` are added as they lie.
const ROWS_TO: usize = 2;

/// How `b` is read, and what is made of a sum.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct How {
    /// `b` lies as `[n, k]`.
    pub(crate) turned: bool,
    pub(crate) activation: Activation,
}

/// Adds to `y` `[m,n]` the product of `a` `[m,k]` and `b` `[k,n]`, or `b` `[n,k]` where turned.
pub(crate) fn product(a: &[f32], b: &[f32], [m, k, n]: [usize; 3], how: How, y: &mut [f32]) {
    let activation = how.activation;
    match how.turned {
        true if m <= DOTS_TO => {
            for (row, out) in a.chunks_exact(k).zip(y.chunks_exact_mut(n)) {
                for (v, column) in out.iter_mut().zip(b.chunks_exact(k)) {
                    *v = activation.apply(*v + dot(row, column));
                }
            }
        }
        // What is laid into panels is read as often as the other has rows: the smaller one.
        true if n > m => {
            let target = &mut Target { y, row: 1, column: n, activation };
            gemm(b, [n, k, m], &turned(a, k), target);
        }
        true => gemm(a, [m, k, n], &turned(b, k), &mut Target { y, row: n, column: 1, activation }),
        false if m <= ROWS_TO => {
            for (row, out) in a.chunks_exact(k).zip(y.chunks_exact_mut(n)) {
                for (x, b) in row.iter().zip(b.chunks_exact(n)) {
                    add_scaled(out, *x, b);
                }
                activation.apply_all(out);
            }
        }
        false => {
            let target = &mut Target { y, row: n, column: 1, activation };
            gemm(a, [m, k, n], &as_it_lies(b, n), target);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sizes around those of panels and blocks, and one that fills several.
    #[test]
    fn every_size_and_way_is_the_sum_of_products() {
        for [m, k, n] in [
            [1, 1, 1],
            [1, 9, 17],
            [2, 3, 8],
            [3, 5, 7],
            [4, 8, 8],
            [5, 513, 9],
            [6, 4, 65],
            [9, 7, 64],
            [33, 1030, 70],
        ] {
            // Whole numbers: every order of summing is exact.
            let a: Vec<f32> = (0..m * k).map(|i| (i % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| (i % 5) as f32 - 2.0).collect();
            for (turned, activation) in [
                (false, Activation::None),
                (true, Activation::None),
                (false, Activation::Relu),
                (true, Activation::Relu),
            ] {
                let mut y = vec![1.0; m * n];
                product(&a, &b, [m, k, n], How { turned, activation }, &mut y);
                for (at, y) in y.iter().enumerate() {
                    let (i, j) = (at / n, at % n);
                    let term =
                        |l: usize| a[i * k + l] * b[if turned { j * k + l } else { l * n + j }];
                    let want = activation.apply(1.0 + (0..k).map(term).sum::<f32>());
                    assert_eq!(*y, want, "{m}×{k}×{n} {turned} {activation:?} at {i}, {j}");
                }
            }
        }
    }
}
