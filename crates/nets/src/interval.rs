//! How far a rate that was counted may be from the true one.

/// Two-sided 95% in standard deviations of a normal variable.
const Z: f64 = 1.959_963_984_540_054;

/// Wilson's 95% interval for a rate of which `hits` of `n` were counted (Wilson 1927),
/// `[low, high]`; all of [0, 1] where nothing was counted.
#[must_use]
pub fn wilson(hits: usize, n: usize) -> [f64; 2] {
    if n == 0 {
        return [0.0, 1.0];
    }
    let (rate, n) = (hits as f64 / n as f64, n as f64);
    let spread = (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    let (middle, scale) = (rate + Z * Z / (2.0 * n), 1.0 + Z * Z / n);
    [((middle - Z * spread) / scale).max(0.0), ((middle + Z * spread) / scale).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures of statsmodels' `proportion_confint(method="wilson")`.
    #[test]
    fn as_statsmodels_has_it() {
        for (hits, n, want) in [
            (0, 10, [0.0, 0.277_532_8]),
            (10, 10, [0.722_467_2, 1.0]),
            (81, 263, [0.255_289_1, 0.366_210_6]),
        ] {
            let got = wilson(hits, n);
            let near = got.iter().zip(want).all(|(g, w)| (g - w).abs() < 1e-4);
            assert!(near, "{hits} of {n}: {got:?}, not {want:?}");
        }
    }
}
