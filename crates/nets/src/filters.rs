//! Convolution kernels by formula: what AlexNet's first layer learns, and what
//! image processing used before (AlexNet, figure 3).

use tensor::{Tensor, random::SplitMix64};

/// A kind of kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// A Gaussian times a cosine across `angle`, mean 0: answers to stripes; below 3×3 too small
    /// for a wave, so the blur.
    Gabor,
    /// The derivative of a Gaussian along `angle`: answers to edges.
    Edge,
    /// A Gaussian of sum 1: the local mean.
    Blur,
    /// Twice the pixel less its blur.
    Sharpen,
    /// A Gaussian, red against green and blue.
    Blob,
    /// Normal numbers from a seed, scaled by 1/√(3k²).
    Random,
}

impl Filter {
    /// The filter of a link's word; Gabor for a word that is none.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "edge" => Self::Edge,
            "blur" => Self::Blur,
            "sharpen" => Self::Sharpen,
            "blob" => Self::Blob,
            "random" => Self::Random,
            _ => Self::Gabor,
        }
    }
}

/// The weights `[1, 3, size, size]` of a kernel; `angle` in degrees, computed in f64.
///
/// With σ = max(size/5, ½), λ = max(size/2, 2) and t the coordinate along `angle`.
#[must_use]
pub fn filter(kind: Filter, size: usize, angle: f64, seed: u64) -> Tensor {
    let n = size * size;
    if kind == Filter::Random {
        let mut rng = SplitMix64::new(seed);
        let scale = (3.0 * n as f64).sqrt();
        return Tensor::from_fn(&[1, 3, size, size], |_| (rng.normal() / scale) as f32);
    }
    let plane = plane(kind, size, angle);
    let channel = match kind {
        Filter::Blob => [1.0, -0.5, -0.5],
        _ => [1.0 / 3.0; 3],
    };
    Tensor::from_fn(&[1, 3, size, size], |i| (plane[i % n] * channel[i / n]) as f32)
}

/// The weights `[1, 3, k, k]` of a kernel of painted levels, k² of them: scaled so that the
/// absolute values sum to 1, and the same for every colour.
#[must_use]
pub fn painted(levels: &[i32]) -> Tensor {
    let (n, side) = (levels.len().max(1), levels.len().isqrt());
    let sum: f64 = levels.iter().map(|l| f64::from(l.abs())).sum();
    let weight = |level: i32| f64::from(level) / sum.max(1.0) / 3.0;
    Tensor::from_fn(&[1, 3, side, side], |i| weight(levels[i % n]) as f32)
}

/// What a kernel by formula has of each colour, row by row; of a random one, the blur.
pub(crate) fn plane(kind: Filter, size: usize, angle: f64) -> Vec<f64> {
    let (k, n) = (size as f64, size * size);
    let (sin, cos) = angle.to_radians().sin_cos();
    let sigma = (k / 5.0).max(0.5);
    let at = |i: usize| {
        let (u, v) = ((i % size) as f64 - (k - 1.0) / 2.0, (i / size) as f64 - (k - 1.0) / 2.0);
        (u * cos + v * sin, (-(u * u + v * v) / (2.0 * sigma * sigma)).exp())
    };
    let gauss: Vec<f64> = (0..n).map(|i| at(i).1).collect();
    let sum: f64 = gauss.iter().sum();
    match kind {
        Filter::Gabor if size > 2 => {
            let wave =
                |i: usize| gauss[i] * (std::f64::consts::TAU * at(i).0 / (k / 2.0).max(2.0)).cos();
            let raw: Vec<f64> = (0..n).map(wave).collect();
            let mean = raw.iter().sum::<f64>() / n as f64;
            unit(raw.iter().map(|g| g - mean).collect())
        }
        Filter::Edge if size > 1 => unit((0..n).map(|i| at(i).0 * gauss[i]).collect()),
        Filter::Sharpen => {
            let mut plane: Vec<f64> = gauss.iter().map(|g| -g / sum).collect();
            plane[(size / 2) * size + size / 2] += 2.0;
            plane
        }
        _ => gauss.iter().map(|g| g / sum).collect(),
    }
}

/// The same weights with the channels that are not read set to 0.
#[must_use]
pub fn masked(weights: &Tensor, read: [bool; 3]) -> Tensor {
    let plane = weights.shape()[2] * weights.shape()[3];
    Tensor::from_fn(weights.shape(), |i| if read[i / plane % 3] { weights.data()[i] } else { 0.0 })
}

/// Scaled so that the absolute values sum to 1.
fn unit(plane: Vec<f64>) -> Vec<f64> {
    let size: f64 = plane.iter().map(|g| g.abs()).sum();
    plane.into_iter().map(|g| g / size).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stripes_and_edges_do_not_answer_to_a_plain_wall() {
        for kind in [Filter::Gabor, Filter::Edge] {
            for size in 3..=15 {
                let sum: f32 = filter(kind, size, 30.0, 0).data().iter().sum();
                assert!(sum.abs() < 1e-6, "{kind:?} {size}: {sum}");
            }
        }
    }

    #[test]
    fn a_painted_kernel_has_the_size_of_a_picture_s_values() {
        let w = painted(&[-1, 0, 1, -2, 0, 2, -1, 0, 1]);
        assert_eq!(w.shape(), [1, 3, 3, 3]);
        assert!((w.data().iter().map(|w| w.abs()).sum::<f32>() - 1.0).abs() < 1e-6);
        assert_eq!(w.data()[3], -2.0 / 24.0);
        assert_eq!(w.data()[..9], w.data()[18..]);
        assert!(painted(&[0; 25]).data().iter().all(|&w| w == 0.0));
    }

    #[test]
    fn every_kernel_is_finite_at_every_size() {
        use Filter::{Blob, Blur, Edge, Gabor, Random, Sharpen};
        for kind in [Gabor, Edge, Blur, Sharpen, Blob, Random] {
            for size in 1..=15 {
                for angle in [0.0, 45.0, 90.0, 165.0] {
                    let w = filter(kind, size, angle, 7);
                    assert!(w.data().iter().all(|v| v.is_finite()), "{kind:?} {size} {angle}");
                    assert!(w.data().iter().any(|v| *v != 0.0), "{kind:?} {size} {angle}");
                }
            }
        }
    }
}
