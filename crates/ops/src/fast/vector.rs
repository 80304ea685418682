//! Numbers four at a time. What lies behind the last four is computed as they are, beside zeros,
//! so that equal numbers give equal ones wherever they stand.

use wide::f32x4;

/// So many vectors are summed in single precision, then taken to double.
const RUN: usize = 16;

/// Replaces every number by what `f` makes of it.
fn each(values: &mut [f32], f: impl Fn(f32x4) -> f32x4) {
    let (vectors, rest) = values.as_chunks_mut::<4>();
    for v in vectors {
        *v = f(f32x4::new(*v)).to_array();
    }
    if !rest.is_empty() {
        let mut last = [0.0; 4];
        last[..rest.len()].copy_from_slice(rest);
        rest.copy_from_slice(&f(f32x4::new(last)).to_array()[..rest.len()]);
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

/// The softmax of a row; NaN anywhere makes all of it NaN, as does a row of −∞ alone.
pub(crate) fn softmax(row: &mut [f32]) {
    let most = largest(row);
    let (vectors, rest) = row.as_chunks_mut::<4>();
    let mut sum = 0.0;
    for run in vectors.chunks_mut(RUN) {
        let mut part = f32x4::ZERO;
        for v in run {
            let power = (f32x4::new(*v) - most).exp();
            *v = power.to_array();
            part += power;
        }
        sum += f64::from(part.reduce_add());
    }
    each(rest, |v| (v - most).exp());
    sum += rest.iter().copied().map(f64::from).sum::<f64>();
    let sum = sum as f32;
    each(row, |v| v / sum);
}

/// The largest; NaN is passed over.
fn largest(values: &[f32]) -> f32 {
    let (vectors, rest) = values.as_chunks::<4>();
    let most = vectors.iter().fold(f32x4::splat(f32::NEG_INFINITY), |most, &v| {
        let v = f32x4::new(v);
        v.simd_gt(most).select(v, most)
    });
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
