//! 2-D convolution (cross-correlation, as every framework and AlexNet compute it).
//!
//! `y[n,o,i,j] = b[o] + Σ_{c,u,v} x[n, g·C/G + c, i·s + u·d − p, j·s + v·d − p] · w[o,c,u,v]`,
//! where `g` is the group of output channel `o`; outside the picture x is 0.
//! AlexNet section 3.5 is 96 kernels of 11×11×3, stride 4; section 3.2 is groups = 2.

use tensor::{Tensor, show_shape};

use crate::activation::Activation;
use crate::back::Back;
use crate::conv2d_grad_input::Conv2dGradInput;
use crate::conv2d_grad_weight::Conv2dGradWeight;
use crate::cost::{Cost, count};
use crate::error::OpError;
use crate::fast;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::sum::Sum;
use crate::table::Op;
use crate::trace::Term;

const OP: &str = "conv2d";

/// Parameters of a convolution; pairs are `[height, width]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conv2d {
    /// Steps between neighbouring outputs.
    pub stride: [usize; 2],
    /// Zeros around the picture.
    pub padding: [usize; 2],
    /// Distance between neighbouring taps of the kernel.
    pub dilation: [usize; 2],
    /// Into how many separate columns the channels are cut.
    pub groups: usize,
    /// Fused into the write.
    pub activation: Activation,
}

impl Default for Conv2d {
    fn default() -> Self {
        Self {
            stride: [1, 1],
            padding: [0, 0],
            dilation: [1, 1],
            groups: 1,
            activation: Activation::None,
        }
    }
}

impl Conv2d {
    /// Reads the options of `conv2d(x, w, b, {stride, padding, dilation, groups, activation})`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["stride", "padding", "dilation", "groups", "activation"])?;
        Ok(Self {
            stride: options.pair(OP, "stride", 1)?.unwrap_or([1, 1]),
            padding: options.pair(OP, "padding", 0)?.unwrap_or([0, 0]),
            dilation: options.pair(OP, "dilation", 1)?.unwrap_or([1, 1]),
            groups: options.positive(OP, "groups")?.unwrap_or(1),
            activation: Activation::parse(OP, options)?,
        })
    }

    /// The size of the output along one axis; `None` where the kernel does not fit.
    ///
    /// `⌊(size + 2p − d·(k − 1) − 1) / s⌋ + 1`
    #[must_use]
    pub fn out_size(&self, axis: usize, size: usize, kernel: usize) -> Option<usize> {
        let reach = self.dilation[axis].checked_mul(kernel.checked_sub(1)?)?.checked_add(1)?;
        let room = (size + 2 * self.padding[axis]).checked_sub(reach)?;
        Some(room / self.stride[axis] + 1)
    }

    /// The shape of y for x `[N,C,H,W]`, w `[O,C/groups,kh,kw]`, b `[O]`.
    ///
    /// # Errors
    /// Names the argument and the shapes that do not fit.
    pub fn out_shape(
        &self,
        x: &[usize],
        w: &[usize],
        b: Option<&[usize]>,
    ) -> Result<Vec<usize>, OpError> {
        let bad = |m: String| Err(OpError::new(OP, m));
        let &[n, c, h, width] = x else {
            return bad(format!("x must be [N, C, H, W], got {}", show_shape(x)));
        };
        let &[o, cg, kh, kw] = w else {
            return bad(format!("w must be [O, C/groups, kh, kw], got {}", show_shape(w)));
        };
        if o == 0 || cg == 0 || kh == 0 || kw == 0 {
            return bad(format!("w has an axis of size 0: {}", show_shape(w)));
        }
        let g = self.groups;
        if c % g != 0 || o % g != 0 {
            return bad(format!(
                "groups = {g} divides neither or only one of {c} input and {o} output channels"
            ));
        }
        if cg != c / g {
            return bad(format!(
                "x {} has {c} channels in {g} group(s), so w must be [{o}, {}, {kh}, {kw}], got {}",
                show_shape(x),
                c / g,
                show_shape(w)
            ));
        }
        if let Some(b) = b
            && b != [o]
        {
            return bad(format!(
                "b must be [{o}], one number an output channel, got {}",
                show_shape(b)
            ));
        }
        match (self.out_size(0, h, kh), self.out_size(1, width, kw)) {
            (Some(oh), Some(ow)) => Ok(vec![n, o, oh, ow]),
            _ => bad(format!(
                "the kernel {kh}×{kw} with dilation {:?} is larger than the padded input: x {}, padding {:?}, w {}",
                self.dilation,
                show_shape(x),
                self.padding,
                show_shape(w)
            )),
        }
    }

    /// Exact cost for these shapes.
    ///
    /// # Errors
    /// As [`Conv2d::out_shape`].
    pub fn cost(&self, x: &[usize], w: &[usize], b: Option<&[usize]>) -> Result<Cost, OpError> {
        self.out_shape(x, w, b)?;
        Op::from(*self).cost(&[Some(x), Some(w), b])
    }

    /// The convolution by its formula: the specification.
    ///
    /// # Errors
    /// As [`Conv2d::out_shape`].
    pub fn reference(&self, x: &Tensor, w: &Tensor, b: Option<&Tensor>) -> Result<Tensor, OpError> {
        let shape = self.out_shape(x.shape(), w.shape(), b.map(Tensor::shape))?;
        let (oh, ow) = (shape[2], shape[3]);
        let mut y = Vec::with_capacity(shape.iter().product());
        for n in 0..shape[0] {
            for o in 0..shape[1] {
                for i in 0..oh {
                    for j in 0..ow {
                        let mut sum = b.map_or(0.0, |b| b.data()[o]);
                        self.each_product(x.shape(), w.shape(), [n, o, i, j], |xi, wi| {
                            sum += x.data()[flat(x.shape(), xi)] * w.data()[flat(w.shape(), wi)];
                        });
                        y.push(self.activation.apply(sum));
                    }
                }
            }
        }
        Tensor::new(&shape, y).map_err(|e| OpError::new(OP, e.to_string()))
    }

    /// The convolution, fast: a blocked matrix product of kernels and windows where it wins.
    ///
    /// # Errors
    /// As [`Conv2d::out_shape`].
    pub fn forward(&self, x: &Tensor, w: &Tensor, b: Option<&Tensor>) -> Result<Tensor, OpError> {
        let shape = self.out_shape(x.shape(), w.shape(), b.map(Tensor::shape))?;
        let y = fast::conv2d(self, x, w, b, &shape);
        Tensor::new(&shape, y).map_err(|e| OpError::new(OP, e.to_string()))
    }

    /// Calls `visit` with the indices into x and w of every product of `y[n,o,i,j]`.
    fn each_product(
        &self,
        x: &[usize],
        w: &[usize],
        [n, o, i, j]: [usize; 4],
        mut visit: impl FnMut([usize; 4], [usize; 4]),
    ) {
        let group = o / (w[0] / self.groups);
        for c in 0..w[1] {
            for u in 0..w[2] {
                let row = (i * self.stride[0] + u * self.dilation[0]).wrapping_sub(self.padding[0]);
                for v in 0..w[3] {
                    let col =
                        (j * self.stride[1] + v * self.dilation[1]).wrapping_sub(self.padding[1]);
                    if row < x[2] && col < x[3] {
                        visit([n, group * w[1] + c, row, col], [o, c, u, v]);
                    }
                }
            }
        }
    }
}

/// The four parts of an index known to have four.
pub(crate) fn quad(index: &[usize]) -> [usize; 4] {
    index.first_chunk().copied().unwrap_or_default()
}

/// The flat position of an index known to be inside.
pub(crate) fn flat(shape: &[usize], index: [usize; 4]) -> usize {
    ((index[0] * shape[1] + index[1]) * shape[2] + index[2]) * shape[3] + index[3]
}

impl Shaped for Conv2d {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![self.out_shape(args.need(0)?, args.need(1)?, args.may(2))?])
    }

    fn learned(&self) -> &'static [usize] {
        &[1, 2]
    }

    fn multiply_adds(&self, args: &Shapes<'_>, shapes: &[Vec<usize>]) -> u64 {
        args.may(1).map_or(0, |w| count(&shapes[0]) * count(&w[1..]))
    }
}

impl Primitive for Conv2d {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        Ok(vec![fast::conv2d(self, args.need(0)?, args.need(1)?, args.may(2), &shapes[0])])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (x, w, at) = (args.need(0)?.shape(), args.need(1)?.shape(), quad(cell.index));
        let mut terms = Vec::new();
        self.each_product(x, w, at, |xi, wi| {
            terms.push(Term::of(vec![args.factor(0, flat(x, xi)), args.factor(1, flat(w, wi))]));
        });
        if args.may(2).is_some() {
            terms.push(args.term(2, at[1]));
        }
        Ok((terms, self.activation.combine()))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let (x, w) = (back.x_shape(0), back.x_shape(1));
        let dy = Some(back.before(self.activation)?);
        let forward = Self { activation: Activation::None, ..*self };
        let dx = Conv2dGradInput { forward, size: [x[2], x[3]] };
        let dw = Conv2dGradWeight { forward, kernel: [w[2], w[3]] };
        let dx = back.run(dx, &[dy, back.x(1)])?;
        let dw = back.run(dw, &[dy, back.x(0)])?;
        let db = back.run(Sum { axes: vec![0, 2, 3] }, &[dy])?;
        Ok(vec![Some(dx), Some(dw), Some(db)])
    }
}
