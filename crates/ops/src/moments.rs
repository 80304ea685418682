//! Mean and variance of a group of numbers, and what every normalization does with them.

use wide::f32x4;

use crate::operation::{Cell, Tensors, Terms};
use crate::reduce::total;
use crate::trace::{Combine, Term};

/// The statistics of a group.
///
/// The mean is kept in two parts: as f32, and the mean of what is left when it
/// is taken off. At a mean of 1000 one f32 is not enough to center by, two are,
/// and no double precision is needed for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moments {
    mean: f32,
    rest: f32,
    /// The mean of the squared distances from the mean.
    pub(crate) var: f32,
    /// How many numbers.
    pub(crate) count: usize,
}

impl Moments {
    /// Of a group that is not empty.
    pub(crate) fn of(group: impl Iterator<Item = f32> + Clone) -> Self {
        let count = group.clone().count();
        let mean_of = |sum: f64| (sum / count as f64) as f32;
        let mean = mean_of(total(group.clone()));
        let rest = mean_of(total(group.clone().map(|x| x - mean)));
        let mut moments = Self { mean, rest, var: 0.0, count };
        moments.var = mean_of(total(group.map(|x| moments.centered(x).powi(2))));
        moments
    }

    /// x without the mean.
    pub(crate) fn centered(&self, x: f32) -> f32 {
        (x - self.mean) - self.rest
    }

    /// The mean as one number.
    pub(crate) fn mean(&self) -> f32 {
        self.mean + self.rest
    }

    /// The sum of squared distances over n − 1.
    pub(crate) fn unbiased(&self) -> f32 {
        self.var * (self.count as f32 / (self.count as f32 - 1.0))
    }

    /// `√(var + eps)`
    pub(crate) fn deviation(&self, eps: f32) -> f32 {
        (self.var + eps).sqrt()
    }

    /// `(x − mean) / √(var + eps)`
    pub(crate) fn normalized(&self, x: f32, eps: f32) -> f32 {
        self.centered(x) / self.deviation(eps)
    }

    /// [`normalized`](Self::normalized) of four.
    pub(crate) fn normalized_four(&self, x: f32x4, eps: f32) -> f32x4 {
        ((x - self.mean) - self.rest) / self.deviation(eps)
    }

    /// The terms of a normalized number; gamma and beta are these arguments, at `affine`.
    pub(crate) fn terms(
        &self,
        args: &Tensors<'_>,
        cell: &Cell<'_>,
        eps: f32,
        gamma_beta: [usize; 2],
        affine: usize,
    ) -> Terms {
        let mean = f64::from(self.mean) + f64::from(self.rest);
        let terms = vec![
            args.term(0, cell.flat),
            Term::named("mean", mean),
            Term::named("var", f64::from(self.var)),
            Term::named("eps", f64::from(eps)),
            args.term_or(gamma_beta[0], affine, 1.0),
            args.term_or(gamma_beta[1], affine, 0.0),
        ];
        (terms, Combine::Normalize)
    }
}

/// `v · gamma + beta`, each where given.
pub(crate) fn affine(args: &Tensors<'_>, gamma_beta: [usize; 2], at: usize, v: f32) -> f32 {
    let [gamma, beta] = gamma_and_beta(args, gamma_beta, at);
    v * gamma + beta
}

/// gamma and beta at a place, 1 and 0 where they are not given.
pub(crate) fn gamma_and_beta(args: &Tensors<'_>, gamma_beta: [usize; 2], at: usize) -> [f32; 2] {
    let part = |i: usize| args.may(i).map(|t| t.data()[at]);
    [part(gamma_beta[0]).unwrap_or(1.0), part(gamma_beta[1]).unwrap_or(0.0)]
}
