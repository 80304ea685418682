//! Batch normalization with the batch's own statistics, as in training: mean and
//! variance of each channel over everything else.
//!
//! y is normalized with the biased variance; the running variance takes the unbiased one,
//! `running ← (1 − momentum) · running + momentum · var · n/(n − 1)`, as in PyTorch.

use tensor::{Tensor, show_shape};

use crate::back::Back;
use crate::back::{kept, others, signed};
use crate::batch_norm::{channel, channels, planes};
use crate::error::OpError;
use crate::lattice::Groups;
use crate::layer_norm::LayerNorm;
use crate::moments::{Moments, gamma_and_beta};
use crate::norm_grad::{NormGrad, affine_grads, scaled};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::{Combine, Term};

const OP: &str = "batchNormTrain";

/// `batchNormTrain(x, {runningMean, runningVar, gamma, beta, eps, momentum})` → y, mean,
/// var (biased) and, where running statistics were given, the new ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BatchNormTrain {
    /// Added to the variance; 1e-5 where left out.
    pub eps: f32,
    /// The share of the new statistics in the running ones; 0.1 where left out.
    pub momentum: f32,
}

impl BatchNormTrain {
    /// Reads the options `eps` and `momentum`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["eps", "momentum"])?;
        let momentum = options.number(OP, "momentum", (0.0, 1.0))?.unwrap_or(0.1) as f32;
        Ok(Self { eps: options.eps(OP)?, momentum })
    }
}

impl Shaped for BatchNormTrain {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let (x, c) = (args.need(0)?, channels(args)?);
        if x.iter().product::<usize>() == c {
            let x = show_shape(x);
            return Err(args.bad(format!("one value a channel has no variance: x {x}")));
        }
        for i in 1..5 {
            args.same(i, &[c], "one number a channel of x")?;
        }
        match (args.may(1), args.may(2)) {
            (None, None) => Ok(vec![x.to_vec(), vec![c], vec![c]]),
            (Some(_), Some(_)) => Ok(vec![x.to_vec(), vec![c], vec![c], vec![c], vec![c]]),
            _ => Err(args.bad("runningMean and runningVar are given together or not at all")),
        }
    }

    fn learned(&self) -> &'static [usize] {
        &[3, 4]
    }
}

impl Primitive for BatchNormTrain {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let moments = moments(x);
        let mut y = Vec::with_capacity(x.data().len());
        for (c, plane) in planes(x) {
            let [gamma, beta] = gamma_and_beta(args, [3, 4], c);
            let normal = |v: f32| moments[c].normalized(v, self.eps);
            y.extend(plane.iter().map(|&v| normal(v) * gamma + beta));
        }
        let mut outputs = vec![
            y,
            moments.iter().map(Moments::mean).collect(),
            moments.iter().map(|m| m.var).collect(),
        ];
        if let (Some(mean), Some(var)) = (args.may(1), args.may(2)) {
            let moved = |old: f32, new: f32| (1.0 - self.momentum) * old + self.momentum * new;
            let pairs = |old: &Tensor, new: fn(&Moments) -> f32| {
                old.data().iter().zip(&moments).map(|(&o, m)| moved(o, new(m))).collect()
            };
            outputs.push(pairs(mean, Moments::mean));
            outputs.push(pairs(var, Moments::unbiased));
        }
        Ok(outputs)
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let x = args.need(0)?;
        let c = if cell.output == 0 { channel(x.shape(), cell.flat) } else { cell.flat };
        let m = moments(x)[c];
        let kept = 1.0 - f64::from(self.momentum);
        let moved = |i: usize, name, new: f32| {
            let new = Term::named(name, f64::from(new));
            let terms = vec![
                args.term(i, c).times("1 − momentum", kept),
                new.times("momentum", f64::from(self.momentum)),
            ];
            Ok((terms, Combine::Sum))
        };
        match cell.output {
            0 => Ok(m.terms(args, cell, self.eps, [3, 4], c)),
            3 => moved(1, "mean", m.mean()),
            4 => moved(2, "var", m.unbiased()),
            output => {
                let share = if output == 1 { 1.0 / m.count as f64 } else { 1.0 };
                let Groups { groups, members } = groups(x.shape());
                let first = groups.offset(c);
                let terms = members.offsets().map(|i| args.term(0, first + i));
                Ok(if output == 1 {
                    (terms.map(|t| t.times("1/n", share)).collect(), Combine::Sum)
                } else {
                    (terms.collect(), Combine::Variance)
                })
            }
        }
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let axes = signed(&others(x.len(), &[1]));
        let g = scaled(back, back.x(3), &kept(&x, &others(x.len(), &[1])))?;
        let grad = NormGrad { axes: axes.clone(), eps: self.eps };
        let dx = back.run(grad, &[Some(g), back.x(0)])?;
        let normal = back.run(LayerNorm { axes, eps: self.eps }, &[back.x(0), None, None])?;
        let [dgamma, dbeta] = affine_grads(back, normal, &[1], &x[1..2])?;
        Ok(vec![Some(dx), None, None, Some(dgamma), Some(dbeta)])
    }
}

/// Each channel's elements.
fn groups(x: &[usize]) -> Groups {
    let others: Vec<usize> = (0..x.len()).filter(|&a| a != 1).collect();
    Groups::along(x, &others)
}

/// Each channel's statistics.
fn moments(x: &Tensor) -> Vec<Moments> {
    let Groups { groups, members } = groups(x.shape());
    let members = members.merged();
    let of = |first: usize| Moments::of(members.offsets().map(move |m| x.data()[first + m]));
    groups.offsets().map(of).collect()
}
