//! What the size of the scores does to softmax, measured: seeded queries and keys, and
//! what a run of the engine on them comes to.

use tensor::Tensor;

use super::normals;

/// The sizes of keys at which is measured.
pub const D_K: [usize; 10] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
/// How many queries are drawn.
pub const QUERIES: usize = 256;
/// How many keys each of them is compared with.
pub const KEYS: usize = 16;

/// Normal queries and keys; for a smaller `d_k` the first of their numbers are taken.
#[derive(Debug, Clone)]
pub struct Draws {
    /// `[QUERIES, 1024]`.
    pub queries: Tensor,
    /// `[KEYS, 1024]`.
    pub keys: Tensor,
}

/// The queries and keys of a seed, of mean 0 and variance 1.
#[must_use]
pub fn draws(seed: u64) -> Draws {
    let most = D_K[D_K.len() - 1];
    Draws {
        queries: normals(seed, "Q", [QUERIES, most], 1),
        keys: normals(seed, "K", [KEYS, most], 1),
    }
}

/// What was measured at every [`D_K`], the dot product as it is and divided by √d_k in turn:
/// 20 numbers each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measured {
    /// The standard deviation of all scores.
    pub spread: Vec<f32>,
    /// The mean entropy of a row of weights, in nats: ln 16 where all keys have the same
    /// weight, 0 where one has all.
    pub entropy: Vec<f32>,
    /// The mean Frobenius norm of a row's softmax Jacobian, `diag(a) − a aᵀ`.
    pub jacobian: Vec<f32>,
}

/// From the engine's answers to what is shown: the variance of the scores (20), the mean of
/// Σ a·ln a (20), and the sum of squares of every row's Jacobian (20 × [`QUERIES`]).
#[must_use]
pub fn measured(variance: &[f32], information: &[f32], squares: &[f32]) -> Measured {
    let norm = |rows: &[f32]| {
        let sum: f64 = rows.iter().map(|s| f64::from(*s).sqrt()).sum();
        (sum / rows.len() as f64) as f32
    };
    Measured {
        spread: variance.iter().map(|v| v.sqrt()).collect(),
        entropy: information.iter().map(|i| 0.0 - i).collect(),
        jacobian: squares.chunks(QUERIES).map(norm).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_draws_are_normal_and_their_own() {
        let drawn = draws(3);
        let variance =
            |t: &Tensor| t.data().iter().map(|v| v * v).sum::<f32>() / t.data().len() as f32;
        assert!((variance(&drawn.queries) - 1.0).abs() < 0.01);
        assert!((variance(&drawn.keys) - 1.0).abs() < 0.05);
        assert_ne!(drawn.queries.data()[..8], drawn.keys.data()[..8]);
    }

    #[test]
    fn roots_are_taken_row_by_row() {
        let squares: Vec<f32> = [4.0, 16.0].into_iter().cycle().take(QUERIES).collect();
        let got = measured(&[9.0], &[-0.5], &squares);
        let want = Measured { spread: vec![3.0], entropy: vec![0.5], jacobian: vec![3.0] };
        assert_eq!(got, want);
    }
}
