//! Fast local response normalization and its backward pass: whole planes at a time, and each
//! power once.

use crate::local_response_norm::LocalResponseNorm;

/// A tensor `[N, C, …]`: numbers of a place in a channel, channels, and those before and
/// behind a channel that are summed.
struct Sizes {
    plane: usize,
    channels: usize,
    before: usize,
    behind: usize,
}

impl Sizes {
    fn new(op: &LocalResponseNorm, shape: &[usize]) -> Self {
        let plane = shape[2..].iter().product();
        Self { plane, channels: shape[1], before: op.n / 2, behind: (op.n - 1) / 2 }
    }

    /// Adds to each channel of `sums` the channels of `x` from `before` ahead to `behind` after.
    fn add_neighbours(&self, x: &[f32], sums: &mut [f32], before: usize, behind: usize) {
        for (c, sum) in sums.chunks_exact_mut(self.plane).enumerate() {
            let (from, to) = (c.saturating_sub(before), (c + behind + 1).min(self.channels));
            for other in x[from * self.plane..to * self.plane].chunks_exact(self.plane) {
                for (sum, v) in sum.iter_mut().zip(other) {
                    *sum += v;
                }
            }
        }
    }

    /// `k + alpha · Σ x²` of one example.
    fn scales(&self, op: &LocalResponseNorm, x: &[f32], scales: &mut Vec<f32>) {
        let squares: Vec<f32> = x.iter().map(|v| v * v).collect();
        scales.clear();
        scales.resize(x.len(), 0.0);
        self.add_neighbours(&squares, scales, self.before, self.behind);
        for s in scales {
            *s = op.k + op.alpha * *s;
        }
    }
}

/// `s^beta`; for the paper's 0.75 by square roots, which are exact everywhere.
fn power(s: f32, beta: f32) -> f32 {
    if beta == 0.75 {
        let root = s.sqrt();
        root * root.sqrt()
    } else {
        s.powf(beta)
    }
}

/// y of x of a shape that has been checked.
pub(crate) fn local_response_norm(op: &LocalResponseNorm, x: &[f32], shape: &[usize]) -> Vec<f32> {
    let sizes = Sizes::new(op, shape);
    let (mut y, mut scales) = (Vec::with_capacity(x.len()), Vec::new());
    for x in x.chunks_exact((sizes.channels * sizes.plane).max(1)) {
        sizes.scales(op, x, &mut scales);
        y.extend(x.iter().zip(&scales).map(|(x, &s)| x / power(s, op.beta)));
    }
    y
}

/// dx of dy and x of a shape that has been checked.
pub(crate) fn local_response_norm_grad(
    op: &LocalResponseNorm,
    dy: &[f32],
    x: &[f32],
    shape: &[usize],
) -> Vec<f32> {
    let sizes = Sizes::new(op, shape);
    let example = (sizes.channels * sizes.plane).max(1);
    let factor = 2.0 * op.alpha * op.beta;
    let mut dx = Vec::with_capacity(x.len());
    let (mut scales, mut through, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (x, dy) in x.chunks_exact(example).zip(dy.chunks_exact(example)) {
        sizes.scales(op, x, &mut scales);
        let first = dx.len();
        dx.extend(dy.iter().zip(&scales).map(|(dy, &s)| dy / power(s, op.beta)));
        let direct = &mut dx[first..];
        through.clear();
        through.extend(direct.iter().zip(x).zip(&scales).map(|((d, x), s)| d * x / s));
        others.clear();
        others.resize(example, 0.0);
        sizes.add_neighbours(&through, &mut others, sizes.behind, sizes.before);
        for ((dx, x), others) in direct.iter_mut().zip(x).zip(&others) {
            *dx -= factor * x * others;
        }
    }
    dx
}
