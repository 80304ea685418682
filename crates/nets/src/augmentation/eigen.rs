//! Eigenvalues and eigenvectors of a symmetric matrix of three rows.

/// Turns before it is given up; each matrix of three rows needs a few.
const SWEEPS: usize = 30;

/// Of a symmetric matrix.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eigen {
    /// The eigenvalues, the largest first.
    pub values: [f64; 3],
    /// Their vectors of length 1; of either direction the one whose largest part is positive.
    pub vectors: [[f64; 3]; 3],
}

/// Turns the matrix in one plane after another until nothing is left beside its diagonal
/// (Jacobi 1846). Only the upper half of the matrix is read.
#[must_use]
pub fn eigen(mut a: [[f64; 3]; 3]) -> Eigen {
    let mut v = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for (row, column) in [(1, 0), (2, 0), (2, 1)] {
        a[row][column] = a[column][row];
    }
    for _ in 0..SWEEPS {
        for (p, q) in [(0, 1), (0, 2), (1, 2)] {
            turn(&mut a, &mut v, p, q);
        }
    }
    let mut order = [0, 1, 2];
    order.sort_by(|&i, &j| a[j][j].total_cmp(&a[i][i]));
    let vector = |i: usize| {
        let own = [v[0][i], v[1][i], v[2][i]];
        let most = own.into_iter().fold(0.0, |m: f64, x| if x.abs() > m.abs() { x } else { m });
        own.map(|x| if most < 0.0 { -x } else { x })
    };
    Eigen { values: order.map(|i| a[i][i]), vectors: order.map(vector) }
}

/// One turn, after which `a[p][q]` is 0.
fn turn(a: &mut [[f64; 3]; 3], v: &mut [[f64; 3]; 3], p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cos = 1.0 / t.hypot(1.0);
    let sin = t * cos;
    let mix = |x: f64, y: f64| (cos * x - sin * y, sin * x + cos * y);
    for row in a.iter_mut().chain(v.iter_mut()) {
        (row[p], row[q]) = mix(row[p], row[q]);
    }
    for column in 0..3 {
        (a[p][column], a[q][column]) = mix(a[p][column], a[q][column]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: [f64; 3], want: [f64; 3]) {
        let off = got.iter().zip(want).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(off < 1e-12, "{got:?}, not {want:?}");
    }

    /// 2 ± √2 and 2, as numpy.linalg.eigh has them.
    #[test]
    fn a_matrix_whose_numbers_are_known() {
        let found = eigen([[2.0, -1.0, 0.0], [-1.0, 2.0, -1.0], [0.0, -1.0, 2.0]]);
        let root = 2.0_f64.sqrt();
        close(found.values, [2.0 + root, 2.0, 2.0 - root]);
        close(found.vectors[0], [-0.5, root / 2.0, -0.5]);
        close(found.vectors[2], [0.5, root / 2.0, 0.5]);
    }

    #[test]
    fn the_vectors_make_the_matrix_again() {
        let a = [[0.07, 0.06, 0.05], [0.06, 0.08, 0.07], [0.05, 0.07, 0.09]];
        let Eigen { values, vectors } = eigen(a);
        assert!(values[0] >= values[1] && values[1] >= values[2]);
        let again = |i: usize, j: usize| -> f64 {
            (0..3).map(|k| values[k] * vectors[k][i] * vectors[k][j]).sum()
        };
        for i in 0..3 {
            close([0, 1, 2].map(|j| again(i, j)), a[i]);
            let dot = |j: usize| (0..3).map(|c| vectors[i][c] * vectors[j][c]).sum::<f64>();
            close([0, 1, 2].map(dot), [0, 1, 2].map(|j| f64::from(u8::from(i == j))));
        }
    }

    #[test]
    fn grey_pixels_and_nothing_do_no_harm() {
        let grey = eigen([[0.2; 3]; 3]);
        close(grey.values, [0.6, 0.0, 0.0]);
        close(grey.vectors[0], [3.0_f64.sqrt().recip(); 3]);
        close(eigen([[0.0; 3]; 3]).values, [0.0; 3]);
    }
}
