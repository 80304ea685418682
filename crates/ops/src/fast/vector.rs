//! Numbers four at a time. What lies behind the last four is computed as they are, beside zeros,
//! so that equal numbers give equal ones wherever they stand.

use bytemuck::cast;
use wide::{f32x4, u32x4};

/// So many vectors are summed in single precision, then taken to double.
const RUN: usize = 16;

/// Replaces every number by what `f` makes of it.
fn each(values: &mut [f32], f: impl Fn(f32x4) -> f32x4) {
    let (vectors, rest) = values.as_chunks_mut::<4>();
    for v in vectors {
        *v = f(f32x4::new(*v)).to_array();
    }
    if !rest.is_empty() {
        rest.copy_from_slice(&f(last(rest)).to_array()[..rest.len()]);
    }
}

/// Less than four numbers, and zeros.
fn last(rest: &[f32]) -> f32x4 {
    let mut last = [0.0; 4];
    last[..rest.len()].copy_from_slice(rest);
    f32x4::new(last)
}

/// Appends what `f` makes of each number.
pub(crate) fn append(y: &mut Vec<f32>, x: &[f32], f: impl Fn(f32x4) -> f32x4) {
    let start = y.len();
    y.extend_from_slice(x);
    each(&mut y[start..], f);
}

/// Each times its own factor, and its own summand added.
pub(crate) fn scale_and_shift(y: &mut [f32], factors: &[f32], summands: &[f32]) {
    let ((y4, y1), (f4, f1)) = (y.as_chunks_mut::<4>(), factors.as_chunks::<4>());
    let (s4, s1) = summands.as_chunks::<4>();
    for ((y, &f), &s) in y4.iter_mut().zip(f4).zip(s4) {
        *y = (f32x4::new(*y) * f32x4::new(f) + f32x4::new(s)).to_array();
    }
    for ((y, f), s) in y1.iter_mut().zip(f1).zip(s1) {
        *y = *y * f + s;
    }
}

/// `max(0, x)`; NaN stays NaN.
pub(crate) fn relu(values: &mut [f32]) {
    each(values, |v| v.simd_lt(f32x4::ZERO).select(f32x4::ZERO, v));
}

/// e to each.
pub(crate) fn exp(values: &mut [f32]) {
    each(values, f32x4::exp);
}

/// The softmax of a row, in its place; NaN anywhere makes all of it NaN, as does a row of −∞ alone.
pub(crate) fn softmax(row: &mut [f32]) {
    let most = largest(row);
    let (vectors, rest) = row.as_chunks_mut::<4>();
    let mut sum = 0.0;
    for run in vectors.chunks_mut(RUN) {
        let mut part = f32x4::ZERO;
        for v in run {
            let power = exp_of_negative(f32x4::new(*v) - most);
            *v = power.to_array();
            part += power;
        }
        sum += f64::from(part.reduce_add());
    }
    each(rest, |v| exp_of_negative(v - most));
    sum += rest.iter().copied().map(f64::from).sum::<f64>();
    // Dividing takes three times as long.
    let share = (1.0 / sum) as f32;
    each(row, |v| v * share);
}

/// e to numbers of which none is above zero, half as long as [`f32x4::exp`]; 0 below e⁻⁸⁷, where
/// numbers have no longer all their digits.
fn exp_of_negative(x: f32x4) -> f32x4 {
    const LEAST: f32 = -87.0;
    // A number of this size has no digits behind its point: adding it rounds. Its last bits are
    // then the whole number, and the 127 that an exponent is written with.
    const ROUNDS: f32 = 12_582_912.0 + 127.0;
    // ln 2 in two parts, of which the first has few digits, and the polynomial: Cephes' expf.
    const LN_2: [f32; 2] = [0.693_359_4, -2.121_944_4e-4];
    const POWERS: [[f32; 2]; 3] =
        [[1.987_569_1e-4, 1.398_2e-3], [8.333_452e-3, 4.166_579_6e-2], [1.666_666_5e-1, 0.5]];
    let shifted = x * std::f32::consts::LOG2_E + ROUNDS;
    let twos = shifted - ROUNDS;
    let rest = x - twos * LN_2[0] - twos * LN_2[1];
    // Two and two, by the square: each step waits for the one before, and so there are fewer.
    let square = rest * rest;
    let [high, middle, low] = POWERS.map(|[first, second]| rest * first + second);
    let power = ((high * square + middle) * square + low) * square + rest + 1.0;
    let scale: f32x4 = cast(cast::<f32x4, u32x4>(shifted) << 23_u32);
    !x.simd_lt(f32x4::splat(LEAST)) & (power * scale)
}

/// The largest; beside a NaN it may be any of them, as the row is NaN then.
fn largest(values: &[f32]) -> f32 {
    let (sixteens, rest) = values.as_chunks::<16>();
    // Four at a time, as each waits for the one before.
    let mut most = [f32x4::splat(f32::NEG_INFINITY); 4];
    for sixteen in sixteens {
        for (most, &v) in most.iter_mut().zip(sixteen.as_chunks::<4>().0) {
            *most = most.fast_max(f32x4::new(v));
        }
    }
    let [a, b, c, d] = most;
    let most = a.fast_max(b).fast_max(c.fast_max(d));
    most.to_array().iter().chain(rest).copied().fold(f32::NEG_INFINITY, f32::max)
}

/// The sum of products of two rows of equal length.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a4, a1), (b4, b1)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let ((a16, a4), (b16, b4)) = (a4.as_chunks::<4>(), b4.as_chunks::<4>());
    let mut sums = [f32x4::ZERO; 4];
    for (a, b) in a16.iter().zip(b16) {
        for ((sum, &a), &b) in sums.iter_mut().zip(a).zip(b) {
            *sum += f32x4::new(a) * f32x4::new(b);
        }
    }
    for (&a, &b) in a4.iter().zip(b4) {
        sums[0] += f32x4::new(a) * f32x4::new(b);
    }
    let rest: f32 = a1.iter().zip(b1).map(|(a, b)| a * b).sum();
    ((sums[0] + sums[1]) + (sums[2] + sums[3])).reduce_add() + rest
}

/// Adds `x` times each number of `b` to those of `y`.
pub(super) fn add_scaled(y: &mut [f32], x: f32, b: &[f32]) {
    let ((y4, y1), (b4, b1)) = (y.as_chunks_mut::<4>(), b.as_chunks::<4>());
    let x4 = f32x4::splat(x);
    for (y, &b) in y4.iter_mut().zip(b4) {
        *y = (f32x4::new(*y) + x4 * f32x4::new(b)).to_array();
    }
    for (y, b) in y1.iter_mut().zip(b1) {
        *y += x * b;
    }
}

/// The larger of each two goes to `y`; a NaN is larger than all.
pub(super) fn keep_larger(y: &mut [f32], x: &[f32]) {
    let ((y4, y1), (x4, x1)) = (y.as_chunks_mut::<4>(), x.as_chunks::<4>());
    for (y, &x) in y4.iter_mut().zip(x4) {
        let (most, x) = (f32x4::new(*y), f32x4::new(x));
        *y = (x.simd_gt(most) | x.is_nan()).select(x, most).to_array();
    }
    for (y, x) in y1.iter_mut().zip(x1) {
        *y = larger(*y, *x);
    }
}

/// The larger of two; a NaN is larger than all.
pub(super) fn larger(most: f32, x: f32) -> f32 {
    if x > most || x.is_nan() { x } else { most }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e_are_those_of_the_standard_library() {
        for length in [1, 3, 4, 9] {
            for i in -1040..=887 {
                let x = i as f32 / 10.0;
                let mut made = vec![x; length];
                exp(&mut made);
                let want = f64::from(x).exp();
                let off = (f64::from(made[length - 1]) - want).abs() / want;
                assert!(off < 2e-7 || want < 2e-38, "e^{x} is off by {off:e}");
                assert!(made.iter().all(|v| *v == made[0]), "one number, one answer");
            }
        }
        let mut odd = [f32::NEG_INFINITY, f32::INFINITY, f32::NAN, -500.0, 500.0, -0.0];
        exp(&mut odd);
        assert!(odd[2].is_nan());
        odd[2] = 0.0;
        assert_eq!(odd, [0.0, f32::INFINITY, 0.0, 0.0, f32::INFINITY, 1.0]);
    }

    #[test]
    fn powers_below_one_are_those_of_the_standard_library() {
        for i in 0..=87_000 {
            let x = -i as f32 / 1000.0;
            let (made, want) = (exp_of_negative(f32x4::splat(x)).to_array(), f64::from(x).exp());
            let off = (f64::from(made[0]) - want).abs() / want;
            assert!(off < 1.5e-7, "e^{x} is off by {off:e}");
        }
        let odd =
            exp_of_negative(f32x4::new([0.0, -87.01, f32::NEG_INFINITY, f32::NAN])).to_array();
        assert_eq!(odd[..3], [1.0, 0.0, 0.0]);
        assert!(odd[3].is_nan());
    }

    #[test]
    fn a_row_of_seven_sums_to_one_and_odd_ones_are_nan() {
        let mut row = [1000.0; 7];
        softmax(&mut row);
        assert!(row.iter().all(|v| *v == 1.0 / 7.0), "{row:?}");
        for odd in [f32::NAN, f32::INFINITY] {
            let mut row = [0.0, 1.0, odd, 2.0, 3.0];
            softmax(&mut row);
            assert!(row[2].is_nan(), "{row:?}");
        }
        let mut none = [f32::NEG_INFINITY; 5];
        softmax(&mut none);
        assert!(none.iter().all(|v| v.is_nan()));
    }

    #[test]
    fn relu_keeps_nan_and_the_larger_of_two_is_nan() {
        let mut x = [-1.0, 2.0, f32::NAN, f32::NEG_INFINITY, -3.0];
        relu(&mut x);
        assert_eq!((x[0], x[1], x[3], x[4]), (0.0, 2.0, 0.0, 0.0));
        assert!(x[2].is_nan());
        let mut y = [1.0, f32::NAN, 3.0, 4.0, 5.0];
        keep_larger(&mut y, &[2.0, 7.0, f32::NAN, 1.0, 6.0]);
        assert!(y[1].is_nan() && y[2].is_nan(), "{y:?}");
        assert_eq!((y[0], y[3], y[4]), (2.0, 4.0, 6.0));
    }
}
