//! Attention by hand (Transformer, section 3.2): one query among a few keys in the plane, and
//! softmax taken apart.

use tensor::Tensor;

/// How far the plane reaches from its middle, to each side.
pub const REACH: f64 = 3.0;
/// How many places a side the map of the plane has.
pub const PLACES: usize = 40;

/// Queries all over the plane, `[PLACES², 2]`: the middles of square cells, row by row from the
/// top left. None of them is the origin, which has no direction.
#[must_use]
pub fn places() -> Tensor {
    let side = 2.0 * REACH / PLACES as f64;
    let along = |at: usize| (at as f64 + 0.5) * side - REACH;
    Tensor::from_fn(&[PLACES * PLACES, 2], |at| {
        let (row, column) = (at / 2 / PLACES, at / 2 % PLACES);
        (if at % 2 == 0 { along(column) } else { -along(row) }) as f32
    })
}

/// Softmax step by step, for each score: what it is over the temperature, how far e raised to
/// that is from the greatest (which softmax divides by first, so that nothing overflows), and
/// its share of the sum.
///
/// ```
/// let steps = nets::attention::by_hand(&[2.0, 1.0, 0.0], 1.0);
/// assert_eq!(steps.map(|s| format!("{:.3}", s[2])).collect::<Vec<_>>(), ["0.665", "0.245", "0.090"]);
/// ```
pub fn by_hand(scores: &[f32], temperature: f64) -> impl Iterator<Item = [f64; 3]> {
    let over = move |s: &f32| f64::from(*s) / temperature;
    let most = scores.iter().map(over).fold(f64::NEG_INFINITY, f64::max);
    let power = move |s: &f32| (over(s) - most).exp();
    let sum: f64 = scores.iter().map(power).sum();
    scores.iter().map(move |s| [over(s), power(s), power(s) / sum])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_fill_the_plane_from_the_top_left() {
        let all = places().into_data();
        assert_eq!((all.len(), all[0], all[1]), (2 * PLACES * PLACES, -2.925, 2.925));
        assert_eq!(all[all.len() - 2..], [2.925, -2.925]);
        assert!(all.chunks(2).all(|p| p.iter().any(|v| v.abs() > 0.01)));
        assert!(all.iter().sum::<f32>().abs() < 1e-3);
    }

    /// Scores that e itself would not survive have shares all the same.
    #[test]
    fn no_score_overflows() {
        let steps: Vec<_> = by_hand(&[180.0, 178.0, -180.0], 0.1).collect();
        assert_eq!((steps[0][0], steps[0][1], steps[2][2]), (1800.0, 1.0, 0.0));
        assert!((steps[1][1] - (-20.0_f64).exp()).abs() < 1e-12);
        let sum: f64 = steps.iter().map(|s| s[2]).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}
