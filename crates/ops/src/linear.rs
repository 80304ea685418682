//! A fully connected layer over the last axis: `y[…,o] = b[o] + Σ_i x[…,i] · w[o,i]`.

use tensor::{Tensor, show_shape};

use crate::activation::Activation;
use crate::back::Back;
use crate::cost::count;
use crate::error::OpError;
use crate::fast;
use crate::matmul::Matmul;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::table::Op;
use crate::trace::Term;

const OP: &str = "linear";

/// `linear(x, w, b, {activation})`: x `[…, in]`, w `[out, in]`, b `[out]` → y `[…, out]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Linear {
    /// Fused into the write.
    pub activation: Activation,
}

impl Linear {
    /// Reads the option `activation`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["activation"])?;
        Ok(Self { activation: Activation::parse(OP, options)? })
    }

    /// The layer by its formula: the specification.
    ///
    /// # Errors
    /// Names the argument and the shapes that do not fit.
    pub fn reference(&self, x: &Tensor, w: &Tensor, b: Option<&Tensor>) -> Result<Tensor, OpError> {
        let shapes = [Some(x.shape()), Some(w.shape()), b.map(Tensor::shape)];
        let shape = Op::from(*self).out_shapes(&shapes)?.remove(0);
        let into = w.shape()[1];
        Ok(Tensor::from_fn(&shape, |at| {
            let (row, o) = (at / w.shape()[0], at % w.shape()[0]);
            let mut sum = b.map_or(0.0, |b| b.data()[o]);
            for i in 0..into {
                sum += x.data()[row * into + i] * w.data()[o * into + i];
            }
            self.activation.apply(sum)
        }))
    }
}

impl Shaped for Linear {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let (x, w) = (args.need(0)?, args.need(1)?);
        let (Some((&width, lead)), &[out, into]) = (x.split_last(), w) else {
            let (x, w) = (show_shape(x), show_shape(w));
            return Err(args.bad(format!("x must be [.., in] and w [out, in], got {x} and {w}")));
        };
        if width != into {
            return Err(args.bad(format!(
                "x {} ends in {width}, so w must be [{out}, {width}], got {}",
                show_shape(x),
                show_shape(w)
            )));
        }
        args.same(2, &[out], "one number an output")?;
        Ok(vec![[lead, &[out]].concat()])
    }

    fn learned(&self) -> &'static [usize] {
        &[1, 2]
    }

    fn multiply_adds(&self, args: &Shapes<'_>, shapes: &[Vec<usize>]) -> u64 {
        args.may(1).map_or(0, |w| count(&shapes[0]) * w[1] as u64)
    }
}

impl Primitive for Linear {
    fn compute(
        &self,
        args: &Tensors<'_>,
        _shapes: &[Vec<usize>],
    ) -> Result<Vec<Vec<f32>>, OpError> {
        let (x, w) = (args.need(0)?, args.need(1)?);
        let (out, into) = (w.shape()[0], w.shape()[1]);
        let rows = x.data().len() / into;
        let mut y: Vec<f32> = match args.may(2) {
            Some(b) => b.data().repeat(rows),
            None => vec![0.0; rows * out],
        };
        let how = fast::How { turned: true, activation: self.activation };
        fast::product(x.data(), w.data(), [rows, into, out], how, &mut y);
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (out, into) = (args.need(1)?.shape()[0], args.need(1)?.shape()[1]);
        let (row, o) = (cell.flat / out, cell.flat % out);
        let product =
            |i| Term::of(vec![args.factor(0, row * into + i), args.factor(1, o * into + i)]);
        let mut terms: Vec<Term> = (0..into).map(product).collect();
        if args.may(2).is_some() {
            terms.push(args.term(2, o));
        }
        Ok((terms, self.activation.combine()))
    }

    /// `dx = dy · w`, `dw = dyᵀ · x`, db the sum of the rows of dy.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let (x, w) = (back.x_shape(0), back.x_shape(1));
        let rows = x.iter().product::<usize>() / w[1];
        let dy = back.before(self.activation)?;
        let dy = back.reshape(dy, &[rows, w[0]])?;
        let dx = back.run(Matmul::default(), &[Some(dy), back.x(1)])?;
        let dx = back.reshape(dx, &x)?;
        let turned = back.turned(dy)?;
        let Some(tokens) = back.x(0) else { return Ok(Vec::new()) };
        let tokens = back.reshape(tokens, &[rows, w[1]])?;
        let dw = back.run(Matmul::default(), &[Some(turned), Some(tokens)])?;
        Ok(vec![Some(dx), Some(dw), Some(back.sum(dy, &[0])?)])
    }
}
