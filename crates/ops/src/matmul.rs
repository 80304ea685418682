//! Matrix product: `y[…,i,j] = Σ_k a[…,i,k] · b[…,k,j]`; the leading axes broadcast.

use tensor::{Tensor, show_shape};

use crate::back::Back;
use crate::cost::count;
use crate::error::OpError;
use crate::fast;
use crate::lattice::{Lattice, broadcast};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::table::Op;
use crate::trace::{Combine, Term};

const OP: &str = "matmul";

/// `matmul(a, b, {transposeB})`: a `[…, m, k]`, b `[…, k, n]`, or `[…, n, k]` where turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Matmul {
    /// Whether b is read with its last two axes exchanged: `a · bᵀ`.
    pub transpose_b: bool,
}

impl Matmul {
    /// Reads the option `transposeB`.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["transposeB"])?;
        Ok(Self { transpose_b: options.flag(OP, "transposeB")?.unwrap_or(false) })
    }

    /// The product by its formula: the specification.
    ///
    /// # Errors
    /// Names the argument and the shapes that do not fit.
    pub fn reference(&self, a: &Tensor, b: &Tensor) -> Result<Tensor, OpError> {
        let shapes = [Some(a.shape()), Some(b.shape())];
        let shape = Op::from(*self).out_shapes(&shapes)?.remove(0);
        Ok(Tensor::from_fn(&shape, |at| {
            let products = self.products(a.shape(), b.shape(), &shape, at);
            products.map(|(i, j)| a.data()[i] * b.data()[j]).sum()
        }))
    }

    /// Which matrices are multiplied for which part of y; the shapes have been checked.
    fn pairs(&self, a: &[usize], b: &[usize], y: &[usize]) -> Pairs {
        let lead = y.len() - 2;
        Pairs {
            left: Lattice::stretched(&a[..a.len() - 2], &y[..lead]),
            right: Lattice::stretched(&b[..b.len() - 2], &y[..lead]),
            sizes: [y[lead], a[a.len() - 1], y[lead + 1]],
        }
    }

    /// Where the pairs of numbers lie whose products make `y[flat]`.
    fn products(
        &self,
        a: &[usize],
        b: &[usize],
        y: &[usize],
        flat: usize,
    ) -> impl Iterator<Item = (usize, usize)> + use<> {
        let Pairs { left, right, sizes: [m, k, n] } = self.pairs(a, b, y);
        let (batch, i, j) = (flat / (m * n), flat / n % m, flat % n);
        let row = (left.offset(batch) * m + i) * k;
        let first = right.offset(batch) * k * n;
        let turned = self.transpose_b;
        (0..k).map(move |l| (row + l, first + if turned { j * k + l } else { l * n + j }))
    }
}

impl Shaped for Matmul {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let (a, b) = (args.need(0)?, args.need(1)?);
        let (shown_a, shown_b) = (show_shape(a), show_shape(b));
        let (&[ref lead @ .., m, k], &[ref other @ .., p, q]) = (a, b) else {
            return Err(args
                .bad(format!("a and b must have at least two axes, got {shown_a} and {shown_b}")));
        };
        let (inner, n) = if self.transpose_b { (q, p) } else { (p, q) };
        if inner != k {
            let turned = if self.transpose_b { " transposed" } else { "" };
            return Err(args.bad(format!(
                "a {shown_a} has {k} columns, but b {shown_b}{turned} has {inner} rows"
            )));
        }
        let Some(mut y) = broadcast(lead, other) else {
            return Err(args
                .bad(format!("the leading axes of a {shown_a} and b {shown_b} do not broadcast")));
        };
        y.extend([m, n]);
        Ok(vec![y])
    }

    fn multiply_adds(&self, args: &Shapes<'_>, shapes: &[Vec<usize>]) -> u64 {
        let inner = args.may(0).and_then(|a| a.last()).copied().unwrap_or(0);
        count(&shapes[0]) * inner as u64
    }
}

impl Primitive for Matmul {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let (a, b) = (args.need(0)?, args.need(1)?);
        let mut y = Vec::with_capacity(shapes[0].iter().product());
        let Pairs { left, right, sizes, .. } = self.pairs(a.shape(), b.shape(), &shapes[0]);
        let [m, k, n] = sizes;
        let pairs = left.offsets().zip(right.offsets());
        let how = fast::How { turned: self.transpose_b, ..fast::How::default() };
        for (i, j) in pairs {
            let (a, b) = (&a.data()[i * m * k..][..m * k], &b.data()[j * k * n..][..k * n]);
            // A product at a time, while its zeros are near.
            let start = y.len();
            y.resize(start + m * n, 0.0);
            fast::product(a, b, sizes, how, &mut y[start..]);
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (a, b) = (args.need(0)?.shape(), args.need(1)?.shape());
        let terms = self
            .products(a, b, cell.shape, cell.flat)
            .map(|(i, j)| Term::of(vec![args.factor(0, i), args.factor(1, j)]));
        Ok((terms.collect(), Combine::Sum))
    }

    /// `da = dy · bᵀ`, `db = aᵀ · dy`; for `a · bᵀ`: `da = dy · b`, `db = dyᵀ · a`.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let [a, b] = [back.x_shape(0), back.x_shape(1)];
        let left = Self { transpose_b: !self.transpose_b };
        let da = back.run(left, &[Some(back.dy), back.x(1)])?;
        let (of, with) =
            if self.transpose_b { (Some(back.dy), back.x(0)) } else { (back.x(0), Some(back.dy)) };
        let turned = of.map(|of| back.turned(of)).transpose()?;
        let db = back.run(Self::default(), &[turned, with])?;
        Ok(vec![Some(back.sum_to(da, &a)?), Some(back.sum_to(db, &b)?)])
    }
}

/// The matrices of a batched product: where each lies, counted in matrices, and `[m, k, n]`.
struct Pairs {
    left: Lattice,
    right: Lattice,
    sizes: [usize; 3],
}
