//! Local response normalization behind 96 kernels in the place of AlexNet's conv1
//! (sections 3.3 and 3.5), from numbers and words as a link gives them.

use ops::LocalResponseNorm;
use tensor::Tensor;

use crate::filters::{Filter, plane};
use crate::seeded::weight;

/// How many kernels there are.
pub const CHANNELS: usize = 96;
/// Rows and columns of a kernel; it moves on by 4.
pub const KERNEL: usize = 11;
/// Kernels of each kind that is made by formula.
const KIND: usize = 24;

/// What is normalized, and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// Whether the kernels are from a seed, not made by formula.
    pub random: bool,
    /// The seed.
    pub seed: u64,
    /// Whether pixels are 0 … 255 less the mean of their colour, as in the paper, not 0 … 1.
    pub raw: bool,
    /// The normalization: alpha times the sum.
    pub op: LocalResponseNorm,
}

impl Response {
    /// Of the keys `kernels`, `seed`, `scale`, `n`, `k`, `alpha` (in millionths), `beta` (in
    /// hundredths) and `alpha-of`: under `pytorch`, alpha is divided by n first.
    #[must_use]
    pub fn of<'a>(int: impl Fn(&str) -> i32, word: impl Fn(&str) -> &'a str) -> Self {
        let n = usize::try_from(int("n")).unwrap_or_default().max(1);
        let part = |key: &str, of: f64| f64::from(int(key)) / of;
        let share = if word("alpha-of") == "pytorch" { n as f64 } else { 1.0 };
        Self {
            random: word("kernels") == "random",
            seed: u64::try_from(int("seed")).unwrap_or_default(),
            raw: word("scale") != "unit",
            op: LocalResponseNorm {
                n,
                k: part("k", 1.0) as f32,
                alpha: (part("alpha", 1e6) / share) as f32,
                beta: part("beta", 100.0) as f32,
            },
        }
    }

    /// The kernels, `[96, 3, 11, 11]`.
    ///
    /// By formula each has the length 1, and its neighbours are like it: 24 stripes a little
    /// further turned each, 24 edges, both blind to colour; 24 edges between red and green, and
    /// 24 blobs around the circle of colours.
    #[must_use]
    pub fn weights(&self) -> Tensor {
        let shape = [CHANNELS, 3, KERNEL, KERNEL];
        if self.random {
            return weight(self.seed, 0, &shape);
        }
        let kernels: Vec<f64> = (0..CHANNELS).flat_map(kernel).collect();
        Tensor::from_fn(&shape, |i| kernels[i] as f32)
    }

    /// Weights `[96, 96, 1, 1]` that add up the n channels around each: squares in, sums out.
    #[must_use]
    pub fn neighbours(&self) -> Tensor {
        let reach = self.op.n / 2;
        let near = |i: usize| (i / CHANNELS).abs_diff(i % CHANNELS) <= reach;
        Tensor::from_fn(&[CHANNELS, CHANNELS, 1, 1], |i| f32::from(u8::from(near(i))))
    }

    /// The sum of squares at which it adds as much as k to what a number is divided by: k/α.
    #[must_use]
    pub fn grip(&self) -> f32 {
        self.op.k / self.op.alpha
    }
}

/// A kernel by formula, `[3, 11, 11]`.
fn kernel(channel: usize) -> Vec<f64> {
    let at = (channel % KIND) as f64;
    let hue = |degrees: f64| (15.0 * at - degrees).to_radians().cos();
    let (plane, colour) = match channel / KIND {
        0 => (plane(Filter::Gabor, KERNEL, 7.5 * at), [1.0; 3]),
        1 => (plane(Filter::Edge, KERNEL, 15.0 * at), [1.0; 3]),
        2 => (plane(Filter::Edge, KERNEL, 15.0 * at), [1.0, -1.0, 0.0]),
        _ => (plane(Filter::Blur, KERNEL, 0.0), [hue(0.0), hue(120.0), hue(240.0)]),
    };
    let all: Vec<f64> = colour.iter().flat_map(|c| plane.iter().map(move |g| g * c)).collect();
    let length = all.iter().map(|w| w * w).sum::<f64>().sqrt();
    all.into_iter().map(|w| w / length).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> Response {
        let int = |key: &str| match key {
            "n" => 5,
            "k" => 2,
            "alpha" => 100,
            "beta" => 75,
            _ => 1,
        };
        Response::of(int, |_| "")
    }

    #[test]
    fn the_paper_s_constants_are_read() {
        let op = LocalResponseNorm { n: 5, k: 2.0, alpha: 1e-4, beta: 0.75 };
        assert_eq!(paper().op, op);
        assert!(paper().raw && !paper().random);
        // The note's figure for where the brake grips.
        assert!((paper().grip() - 20_000.0).abs() < 0.01);
    }

    #[test]
    fn kernels_have_length_one_and_stripes_do_not_answer_to_a_plain_wall() {
        let w = paper().weights();
        for (channel, kernel) in w.data().chunks(3 * KERNEL * KERNEL).enumerate() {
            let length: f32 = kernel.iter().map(|w| w * w).sum();
            assert!((length - 1.0).abs() < 1e-5, "{channel}: {length}");
            let sum: f32 = kernel.iter().sum();
            assert!(sum.abs() < 1e-4, "{channel}: {sum}");
        }
    }

    /// The weights add up what the operation adds up.
    #[test]
    fn the_sums_are_those_of_the_operation() {
        for n in [1, 5, 15] {
            let response = Response { op: LocalResponseNorm { n, ..paper().op }, ..paper() };
            let a = weight(3, 1, &[1, CHANNELS, 2, 1]);
            let squares = Tensor::from_fn(a.shape(), |i| a.data()[i] * a.data()[i]);
            let conv = ops::Conv2d::default();
            let sums = conv.forward(&squares, &response.neighbours(), None).expect("sums");
            let b = ops::Op::from(response.op).forward(&[Some(&a)]).expect("an output").remove(0);
            for (i, b) in b.data().iter().enumerate() {
                let want = a.data()[i] / response.op.divisor(sums.data()[i]);
                assert!((b - want).abs() < 1e-6, "{n} {i}: {b} against {want}");
            }
        }
    }
}
