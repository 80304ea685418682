//! Batch normalization with running statistics, as a trained net computes it:
//! `y = (x − mean) / √(var + eps) · gamma + beta`, one of each a channel.
//!
//! The mean is taken off before anything is multiplied: folded into a scale and a
//! shift, inputs around 1000 would lose three digits.

use tensor::{Tensor, show_shape};

use crate::back::Back;
use crate::error::OpError;
use crate::fast;
use crate::moments::gamma_and_beta;
use crate::norm_grad::affine_grads;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::{Combine, Term};

const OP: &str = "batchNorm";

/// `batchNorm(x, {runningMean, runningVar, gamma, beta, eps})`; the shape stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchNorm {
    /// Added to the variance; 1e-5 where left out.
    pub eps: f32,
}

impl BatchNorm {
    /// Reads the option `eps`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["eps"])?;
        Ok(Self { eps: options.eps(OP)? })
    }
}

impl Shaped for BatchNorm {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let c = channels(args)?;
        for i in 1..5 {
            args.same(i, &[c], "one number a channel of x")?;
        }
        Ok(vec![args.need(0)?.to_vec()])
    }

    fn learned(&self) -> &'static [usize] {
        &[3, 4]
    }
}

impl Primitive for BatchNorm {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let (x, mean, var) = (args.need(0)?, args.need(1)?.data(), args.need(2)?.data());
        let mut y = Vec::with_capacity(x.data().len());
        for (c, plane) in planes(x) {
            let deviation = (var[c] + self.eps).sqrt();
            let [gamma, beta] = gamma_and_beta(args, [3, 4], c);
            fast::append(&mut y, plane, |v| (v - mean[c]) / deviation * gamma + beta);
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let c = channel(cell.shape, cell.flat);
        let terms = vec![
            args.term(0, cell.flat),
            args.term(1, c),
            args.term(2, c),
            Term::named("eps", f64::from(self.eps)),
            args.term_or(3, c, 1.0),
            args.term_or(4, c, 0.0),
        ];
        Ok((terms, Combine::Normalize))
    }

    /// Running statistics are constants, and y is linear in x: dx is dy normalized by them.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        if back.needs[1] || back.needs[2] {
            return Err(back.bad("running statistics are not learned: no derivative by them"));
        }
        let c = back.x_shape(1);
        let zeros = back.full(&c, 0.0)?;
        let dx = back.run(*self, &[Some(back.dy), Some(zeros), back.x(2), back.x(3), None])?;
        let normal = back.run(*self, &[back.x(0), back.x(1), back.x(2), None, None])?;
        let [dgamma, dbeta] = affine_grads(back, normal, &[1], &c)?;
        Ok(vec![Some(dx), None, None, Some(dgamma), Some(dbeta)])
    }
}

/// The number of channels of x `[N,C]`, `[N,C,T]` or `[N,C,H,W]`.
pub(crate) fn channels(args: &Shapes<'_>) -> Result<usize, OpError> {
    match *args.need(0)? {
        [_, c] | [_, c, _] | [_, c, _, _] => Ok(c),
        ref x => {
            Err(args
                .bad(format!("x must be [N, C], [N, C, T] or [N, C, H, W], got {}", show_shape(x))))
        }
    }
}

/// The elements of x plane by plane, each with its channel.
pub(crate) fn planes(x: &Tensor) -> impl Iterator<Item = (usize, &[f32])> {
    let (c, plane) = (x.shape()[1], x.shape()[2..].iter().product::<usize>());
    x.data().chunks(plane.max(1)).enumerate().map(move |(i, part)| (i % c, part))
}

/// The channel of an element; channels are on axis 1.
pub(crate) fn channel(x: &[usize], flat: usize) -> usize {
    flat / x[2..].iter().product::<usize>() % x[1]
}
