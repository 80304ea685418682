//! Weights of layers that nobody has trained: from a seed, the same in any language.

use tensor::{Tensor, random::SplitMix64};

/// Weights `[out, in, …]`, uniform within ±√(6 / fan-in), fan-in being the product of all
/// sizes but the first: a layer behind a ReLU keeps the scale of its input (He and
/// others, 2015, equation 10). Each `stream` from 0 to 99 of a seed has numbers of its own.
#[must_use]
pub fn weight(seed: u64, stream: u64, shape: &[usize]) -> Tensor {
    let fan_in: usize = shape.iter().skip(1).product();
    let bound = (6.0 / fan_in.max(1) as f64).sqrt();
    let mut rng = SplitMix64::new(seed.wrapping_mul(100).wrapping_add(stream));
    Tensor::from_fn(shape, |_| (bound * (2.0 * rng.uniform() - 1.0)) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_is_he_s_and_the_streams_differ() {
        let w = weight(1, 2, &[64, 32, 3, 3]);
        let mean_square = w.data().iter().map(|w| w * w).sum::<f32>() / w.data().len() as f32;
        let want = 2.0 / (32.0 * 9.0);
        assert!((mean_square / want - 1.0).abs() < 0.05, "{mean_square} against {want}");
        assert!(w.data().iter().all(|w| w.abs() <= (3.0 * want).sqrt()));
        assert_ne!(w, weight(1, 3, &[64, 32, 3, 3]));
        assert_ne!(w, weight(2, 2, &[64, 32, 3, 3]));
    }
}
