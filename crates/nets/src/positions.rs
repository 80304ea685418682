//! Positions as waves, and a step as a turn (Transformer, section 3.5): what the authors hoped
//! for, that `PE(pos + k)` is a linear function of `PE(pos)`, as numbers.

use tensor::Tensor;

/// Radians by which the angle of a pair of columns grows from one position to the next.
#[must_use]
pub fn frequency(pair: usize, d_model: usize) -> f64 {
    10000_f64.powf(-((2 * pair) as f64) / d_model as f64)
}

/// After how many positions a pair of columns is where it was: 2π · 10000^(2i/d_model).
///
/// The longest of the base model is not 10000 · 2π:
/// ```
/// assert_eq!(nets::positions::wavelength(255, 512).round(), 60_611.0);
/// ```
#[must_use]
pub fn wavelength(pair: usize, d_model: usize) -> f64 {
    std::f64::consts::TAU / frequency(pair, d_model)
}

/// The matrix that takes a pair `(sin, cos)` of any position to that of the position `k` later:
/// rows of (cos kω, sin kω) and (−sin kω, cos kω).
#[must_use]
pub fn turn(pair: usize, k: usize, d_model: usize) -> [[f64; 2]; 2] {
    let (sin, cos) = (k as f64 * frequency(pair, d_model)).sin_cos();
    [[cos, sin], [-sin, cos]]
}

/// The matrix `[d_model, d_model]` of all pairs' turns; `d_model` is even.
#[must_use]
pub fn turns(k: usize, d_model: usize) -> Tensor {
    let all: Vec<_> = (0..d_model.div_ceil(2)).map(|pair| turn(pair, k, d_model)).collect();
    Tensor::from_fn(&[d_model, d_model], |at| {
        let (row, column) = (at / d_model, at % d_model);
        if row / 2 == column / 2 { all[row / 2][row % 2][column % 2] as f32 } else { 0.0 }
    })
}

/// How far apart two numbers of a matrix `[n, n]` lie at most that are equally far from its
/// diagonal: 0 where only the distance of two positions counts.
#[must_use]
pub fn spread(products: &[f32], n: usize) -> f32 {
    let along = |off: usize| {
        let on = (0..n.saturating_sub(off)).flat_map(|at| [at * n + at + off, (at + off) * n + at]);
        let (low, high) = on
            .filter_map(|at| products.get(at))
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
        (high - low).max(0.0)
    };
    (0..n).map(along).fold(0.0, f32::max)
}

/// The largest size of some numbers; of none 0.
#[must_use]
pub fn largest(numbers: &[f32]) -> f32 {
    numbers.iter().fold(0.0, |most, v| most.max(v.abs()))
}

#[cfg(test)]
mod tests {
    use ops::{Op, PositionalEncoding};

    use super::*;

    fn encoding(from: usize, n: usize, d_model: usize) -> Tensor {
        let positions = (from..from + n).map(|p| p as f64).collect();
        Op::from(PositionalEncoding { positions, d_model }).forward(&[]).unwrap().remove(0)
    }

    fn product(a: &Tensor, b: &Tensor) -> Vec<f32> {
        let op = Op::from(ops::Matmul { transpose_b: true });
        op.forward(&[Some(a), Some(b)]).unwrap().remove(0).into_data()
    }

    #[test]
    fn a_step_is_a_turn_wherever_it_begins() {
        for (n, d, k) in [(10, 4, 1), (64, 64, 8), (128, 512, 64), (8, 16, 0)] {
            let turned = product(&encoding(0, n, d), &turns(k, d));
            let moved = encoding(k, n, d);
            let off: Vec<f32> = turned.iter().zip(moved.data()).map(|(a, b)| a - b).collect();
            assert!(largest(&off) < 1e-6, "{n} {d} {k}: {}", largest(&off));
        }
    }

    /// The note's numbers: 1.540 for neighbours in four dimensions.
    #[test]
    fn only_the_distance_counts() {
        let pe = encoding(0, 3, 4);
        let dots = product(&pe, &pe);
        assert_eq!(dots[1], dots[5]);
        assert!((dots[1] - 1.540).abs() < 5e-4, "{}", dots[1]);
        assert!(spread(&dots, 3) < 1e-6);
        assert_eq!(spread(&[0.0, 1.0, 3.0, 0.5], 2), 2.0);
        assert_eq!(spread(&[1.0], 3), 0.0);
    }

    #[test]
    fn waves_are_from_2_pi_to_what_the_note_says() {
        assert_eq!(wavelength(0, 512), std::f64::consts::TAU);
        // Two of four dimensions are 100 times slower.
        assert!((wavelength(1, 4) / wavelength(0, 4) - 100.0).abs() < 1e-9);
    }
}
