//! What a backward rule works with: the forward step's values, the gradient of its
//! result, and the steps that are common in rules.

use std::ops::Range;

use crate::activation::Activation;
use crate::builder::Builder;
use crate::entry::OpEntry;
use crate::error::OpError;
use crate::expand::Expand;
use crate::graph::GraphStep;
use crate::mul::Mul;
use crate::relu_grad::ReluGrad;
use crate::reshape::Reshape;
use crate::sum::Sum;
use crate::table::Op;
use crate::transpose::Transpose;

/// A forward step whose arguments' gradients are asked for. Rules may write steps that
/// nobody needs: they are left out in the end.
pub(crate) struct Back<'a> {
    pub(crate) builder: &'a mut Builder,
    /// The forward step.
    pub(crate) step: GraphStep,
    /// Its results.
    pub(crate) made: Range<usize>,
    /// The gradient of its first result, of that shape.
    pub(crate) dy: usize,
    /// Which arguments' gradients somebody asks for.
    pub(crate) needs: Vec<bool>,
}

impl Back<'_> {
    /// An error of the forward operation.
    pub(crate) fn bad(&self, message: impl Into<String>) -> OpError {
        OpError::new(self.entry().name, message)
    }

    pub(crate) fn entry(&self) -> &'static OpEntry {
        self.step.op.entry()
    }

    /// An argument; `None` where it is null.
    pub(crate) fn x(&self, i: usize) -> Option<usize> {
        self.step.inputs.get(i).copied().flatten()
    }

    /// The shape of an argument; empty for null.
    pub(crate) fn x_shape(&self, i: usize) -> Vec<usize> {
        self.x(i).map(|x| self.shape(x)).unwrap_or_default()
    }

    /// The first result.
    pub(crate) fn y(&self) -> usize {
        self.made.start
    }

    pub(crate) fn shape(&self, value: usize) -> Vec<usize> {
        self.builder.shape(value).to_vec()
    }

    /// Adds a step and answers its first result.
    pub(crate) fn run(
        &mut self,
        op: impl Into<Op>,
        inputs: &[Option<usize>],
    ) -> Result<usize, OpError> {
        self.builder.step(self.entry().name, op, inputs)
    }

    /// dy before a fused activation.
    pub(crate) fn before(&mut self, activation: Activation) -> Result<usize, OpError> {
        match activation {
            Activation::None => Ok(self.dy),
            Activation::Relu => self.run(ReluGrad, &[Some(self.dy), Some(self.y())]),
        }
    }

    /// The product, element by element.
    pub(crate) fn mul(&mut self, a: usize, b: usize) -> Result<usize, OpError> {
        self.run(Mul, &[Some(a), Some(b)])
    }

    /// The same numbers under another shape.
    pub(crate) fn reshape(&mut self, x: usize, shape: &[usize]) -> Result<usize, OpError> {
        if self.builder.shape(x) == shape {
            return Ok(x);
        }
        let shape = shape.iter().map(|&d| d as i64).collect();
        self.run(Reshape { shape }, &[Some(x)])
    }

    /// The sum over these axes; over none it is the same.
    pub(crate) fn sum(&mut self, x: usize, axes: &[usize]) -> Result<usize, OpError> {
        if axes.is_empty() {
            return Ok(x);
        }
        self.run(Sum { axes: signed(axes) }, &[Some(x)])
    }

    /// The sum over these axes, which stay as axes of size 1.
    pub(crate) fn sum_kept(&mut self, x: usize, axes: &[usize]) -> Result<usize, OpError> {
        let shape = kept(self.builder.shape(x), axes);
        let sum = self.sum(x, axes)?;
        self.reshape(sum, &shape)
    }

    /// What a gradient is before a broadcast from the shape `to`.
    pub(crate) fn sum_to(&mut self, x: usize, to: &[usize]) -> Result<usize, OpError> {
        let from = self.shape(x);
        let lead = from.len() - to.len();
        let stretched = |&a: &usize| a < lead || (to[a - lead] == 1 && from[a] != 1);
        let axes: Vec<usize> = (0..from.len()).filter(stretched).collect();
        let sum = self.sum(x, &axes)?;
        self.reshape(sum, to)
    }

    /// x stretched to a shape, times a number.
    pub(crate) fn expand(
        &mut self,
        x: usize,
        shape: &[usize],
        scale: f32,
    ) -> Result<usize, OpError> {
        if self.builder.shape(x) == shape && scale == 1.0 {
            return Ok(x);
        }
        self.run(Expand { shape: shape.to_vec(), scale }, &[Some(x)])
    }

    /// A tensor of one number.
    pub(crate) fn full(&mut self, shape: &[usize], value: f32) -> Result<usize, OpError> {
        self.run(Expand { shape: shape.to_vec(), scale: value }, &[None])
    }

    /// Axis i is axis `perm[i]` of x.
    pub(crate) fn transpose(&mut self, x: usize, perm: &[usize]) -> Result<usize, OpError> {
        if perm.iter().enumerate().all(|(i, &p)| i == p) {
            return Ok(x);
        }
        self.run(Transpose { perm: signed(perm) }, &[Some(x)])
    }

    /// x `[…, m, n]` as `[…, n, m]`.
    pub(crate) fn turned(&mut self, x: usize) -> Result<usize, OpError> {
        let mut perm: Vec<usize> = (0..self.builder.shape(x).len()).collect();
        if let Some(tail) = perm.last_chunk_mut::<2>() {
            tail.reverse();
        }
        self.transpose(x, &perm)
    }
}

/// A shape with these axes made 1.
pub(crate) fn kept(shape: &[usize], axes: &[usize]) -> Vec<usize> {
    shape.iter().enumerate().map(|(a, &d)| if axes.contains(&a) { 1 } else { d }).collect()
}

/// All axes but these.
pub(crate) fn others(rank: usize, axes: &[usize]) -> Vec<usize> {
    (0..rank).filter(|a| !axes.contains(a)).collect()
}

pub(crate) fn signed(axes: &[usize]) -> Vec<i64> {
    axes.iter().map(|&a| a as i64).collect()
}
