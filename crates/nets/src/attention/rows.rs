//! How far rows of attention weights are from sharing: what the scale keeps (section 3.2.1).

/// Means over rows of weights.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rows {
    /// The largest weight of a row.
    pub largest: f32,
    /// The entropy of a row in nats: ln n where n keys weigh the same, 0 where one has all.
    pub entropy: f32,
    /// The Frobenius norm of a row's softmax Jacobian, `diag(a) − a aᵀ`.
    pub jacobian: f32,
}

/// Of weights `[rows, keys]`; a row that sees no key is left out, and of none all is 0.
#[must_use]
pub fn rows(weights: &[f32], keys: usize) -> Rows {
    let (mut count, mut sums) = (0_u32, [0.0_f64; 3]);
    for row in weights.chunks(keys.max(1)).filter(|row| row.iter().any(|a| *a > 0.0)) {
        let a = || row.iter().map(|a| f64::from(*a));
        let power = |n: i32| a().map(|a| a.powi(n)).sum::<f64>();
        // Σ over i and j of (a_i δ_ij − a_i a_j)².
        let squares = power(2) - 2.0 * power(3) + power(2) * power(2);
        count += 1;
        sums[0] += a().fold(0.0, f64::max);
        sums[1] -= a().filter(|a| *a > 0.0).map(|a| a * a.ln()).sum::<f64>();
        sums[2] += squares.max(0.0).sqrt();
    }
    let [largest, entropy, jacobian] = sums.map(|sum| (sum / f64::from(count.max(1))) as f32);
    Rows { largest, entropy: entropy + 0.0, jacobian }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sharing_alike_and_listening_to_one_are_the_ends() {
        let alike = rows(&[0.25; 8], 4);
        assert_eq!(alike.largest, 0.25);
        assert!((alike.entropy - 4.0_f32.ln()).abs() < 1e-6);
        // (1/4 − 1/16)² four times and (1/16)² twelve times.
        assert!((alike.jacobian - (4.0 * 0.1875_f32.powi(2) + 12.0 / 256.0).sqrt()).abs() < 1e-6);
        let one = Rows { largest: 1.0, entropy: 0.0, jacobian: 0.0 };
        assert_eq!(rows(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0], 3), one, "a blind row is left out");
        assert_eq!(rows(&[0.0; 4], 2), Rows::default());
        assert_eq!(rows(&[], 0), Rows::default());
    }

    /// The note's row for scores of 1, 0 and −1: largest weight 0.665.
    #[test]
    fn the_measure_is_the_jacobian_s() {
        let a = [0.665_241_f64, 0.244_728, 0.090_031];
        let mut sum = 0.0;
        for i in 0..3 {
            for j in 0..3 {
                sum += (a[i] * f64::from(u8::from(i == j)) - a[i] * a[j]).powi(2);
            }
        }
        let got = rows(&a.map(|a| a as f32), 3);
        assert!((f64::from(got.jacobian) - sum.sqrt()).abs() < 1e-6);
        assert!((got.largest - 0.665).abs() < 1e-3);
    }
}
