//! Local response normalization (AlexNet, section 3.3):
//! `y[c] = x[c] / (k + alpha · Σ x[c']²)^beta`, the sum over n neighbouring channels.
//!
//! alpha times the *sum*, as the paper writes it; PyTorch's alpha is divided by n first.
//! Where n is even there is one channel more before c than behind it, as in PyTorch.

use tensor::{Tensor, show_shape};

use crate::back::Back;
use crate::error::OpError;
use crate::fast;
use crate::local_response_norm_grad::LocalResponseNormGrad;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::{FROM_0, Options};
use crate::table::Op;
use crate::trace::{Combine, Term};

const OP: &str = "localResponseNorm";

/// `localResponseNorm(x, {n, k, alpha, beta})`: x `[N, C, …]`, the shape stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalResponseNorm {
    /// How many neighbouring channels are summed; fewer at the ends.
    pub n: usize,
    /// What the sum starts from; 1 where left out, 2 in the paper.
    pub k: f32,
    /// Times the sum; 1e-4 where left out, as in the paper.
    pub alpha: f32,
    /// The power; 0.75 where left out, as in the paper.
    pub beta: f32,
}

impl LocalResponseNorm {
    /// Reads the options; n must be given.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["n", "k", "alpha", "beta"])?;
        let n = options.positive(OP, "n")?;
        let number =
            |name, left_out| options.number(OP, name, FROM_0).map(|v| v.unwrap_or(left_out) as f32);
        Ok(Self {
            n: n.ok_or_else(|| OpError::new(OP, "n is missing"))?,
            k: number("k", 1.0)?,
            alpha: number("alpha", 1e-4)?,
            beta: number("beta", 0.75)?,
        })
    }

    /// What a number is divided by whose neighbours' squares have this sum.
    #[must_use]
    pub fn divisor(&self, squares: f32) -> f32 {
        (self.k + self.alpha * squares).powf(self.beta)
    }

    /// The normalization by its formula: the specification.
    ///
    /// # Errors
    /// Where x has fewer than two axes.
    pub fn reference(&self, x: &Tensor) -> Result<Tensor, OpError> {
        let shape = Op::from(*self).out_shapes(&[Some(x.shape())])?.remove(0);
        Ok(Tensor::from_fn(&shape, |at| {
            let near = self.neighbours(&shape, at);
            let sum: f32 = near.map(|i| x.data()[i] * x.data()[i]).sum();
            x.data()[at] / self.divisor(sum)
        }))
    }

    /// Where the numbers of the same place in the n channels around lie.
    pub(crate) fn neighbours(&self, x: &[usize], at: usize) -> impl Iterator<Item = usize> + use<> {
        around(x, at, self.n / 2, (self.n - 1) / 2)
    }

    /// Where those lie that this number is a neighbour of.
    pub(crate) fn seen_from(&self, x: &[usize], at: usize) -> impl Iterator<Item = usize> + use<> {
        around(x, at, (self.n - 1) / 2, self.n / 2)
    }
}

/// The same place in the channels from `before` ahead to `behind` after.
fn around(
    x: &[usize],
    at: usize,
    before: usize,
    behind: usize,
) -> impl Iterator<Item = usize> + use<> {
    let plane: usize = x[2..].iter().product();
    let (channel, channels) = (at / plane % x[1], x[1]);
    let from = channel.saturating_sub(before);
    let to = (channel + behind + 1).min(channels);
    let first = at - channel * plane;
    (from..to).map(move |c| first + c * plane)
}

impl Shaped for LocalResponseNorm {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        if x.len() < 2 {
            return Err(args.bad(format!("x must be [N, C, ..], got {}", show_shape(x))));
        }
        Ok(vec![x.to_vec()])
    }
}

impl Primitive for LocalResponseNorm {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        Ok(vec![fast::local_response_norm(self, x.data(), x.shape())])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let alpha = f64::from(self.alpha);
        let square = |i| Term::of(vec![args.factor(0, i), args.factor(0, i)]).times("alpha", alpha);
        let mut terms = vec![
            args.term(0, cell.flat),
            Term::named("beta", f64::from(self.beta)),
            Term::named("k", f64::from(self.k)),
        ];
        terms.extend(self.neighbours(cell.shape, cell.flat).map(square));
        Ok((terms, Combine::LocalResponse))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let grad = LocalResponseNormGrad { forward: *self };
        Ok(vec![Some(back.run(grad, &[Some(back.dy), back.x(0)])?)])
    }
}
