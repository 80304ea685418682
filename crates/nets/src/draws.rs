//! What many random draws of one number come to.

/// Where the first draws stand, as many as there are so far.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Running {
    /// Their mean.
    pub mean: f64,
    /// Their standard deviation; 0 for one draw.
    pub deviation: f64,
    /// How far the mean is to be expected from that of all there could be: deviation / √n.
    pub error: f64,
}

/// Mean and spread after each draw, in one pass (Welford 1962).
#[must_use]
pub fn running(draws: &[f32]) -> Vec<Running> {
    let (mut mean, mut squares) = (0.0, 0.0);
    let step = |(at, draw): (usize, &f32)| {
        let (n, draw) = (at as f64 + 1.0, f64::from(*draw));
        let off = draw - mean;
        mean += off / n;
        squares += off * (draw - mean);
        let variance: f64 = if at == 0 { 0.0 } else { squares / (n - 1.0) };
        let deviation = variance.sqrt();
        Running { mean, deviation, error: deviation / n.sqrt() }
    };
    draws.iter().enumerate().map(step).collect()
}

/// The mean of what a ReLU makes of the draws.
#[must_use]
pub fn mean_rectified(draws: &[f32]) -> f64 {
    let sum: f64 = draws.iter().map(|&draw| f64::from(draw.max(0.0))).sum();
    sum / draws.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_spread_are_those_of_the_draws_so_far() {
        let all = running(&[2.0, 4.0, 4.0, 6.0]);
        assert_eq!(all[0], Running { mean: 2.0, deviation: 0.0, error: 0.0 });
        assert_eq!((all[1].mean, all[1].deviation), (3.0, 2.0_f64.sqrt()));
        assert_eq!((all[3].mean, all[3].deviation), (4.0, (8.0_f64 / 3.0).sqrt()));
        assert_eq!(all[3].error, all[3].deviation / 2.0);
        assert_eq!(running(&[]), []);
    }

    #[test]
    fn a_relu_moves_the_mean() {
        assert_eq!(mean_rectified(&[-1.0, 3.0]), 1.5);
        assert_eq!(mean_rectified(&[]), 0.0);
    }
}
