//! Average pooling to a given size: `y[i]` is the mean of x from `⌊i·H/h⌋` to before
//! `⌈(i+1)·H/h⌉`, along both axes.

use tensor::show_shape;

use crate::adaptive_avg_pool2d_grad::AdaptiveAvgPool2dGrad;
use crate::back::Back;
use crate::conv2d::{flat, quad};
use crate::error::OpError;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::pool::each_index;
use crate::trace::Combine;

const OP: &str = "adaptiveAvgPool2d";

/// `adaptiveAvgPool2d(x, [h, w])`: x `[N,C,H,W]` → y `[N,C,h,w]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdaptiveAvgPool2d {
    /// The size of y, `[height, width]`.
    pub size: [usize; 2],
}

impl AdaptiveAvgPool2d {
    /// Reads the argument `size`: a pair, or one number for both.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["size"])?;
        let size = options.pair(OP, "size", 1)?;
        Ok(Self { size: size.ok_or_else(|| OpError::new(OP, "size is missing"))? })
    }

    /// The shape of y; the first argument is x, whatever its name.
    pub(crate) fn out_shape(&self, args: &Shapes<'_>) -> Result<Vec<usize>, OpError> {
        let x = args.need(0)?;
        let &[n, c, _, _] = x else {
            let (name, x) = (args.name(0), show_shape(x));
            return Err(args.bad(format!("{name} must be [N, C, H, W], got {x}")));
        };
        Ok(vec![n, c, self.size[0], self.size[1]])
    }

    /// The cells of x behind `y[n,c,i,j]`.
    pub(crate) fn cells(
        &self,
        x: &[usize],
        [n, c, i, j]: [usize; 4],
    ) -> impl Iterator<Item = [usize; 4]> + use<> {
        let span = |axis: usize, at: usize| {
            // In 64 bits: positions times sizes leave 32.
            let (size, out, at) = (x[2 + axis] as u64, self.size[axis] as u64, at as u64);
            (at * size / out) as usize..((at + 1) * size).div_ceil(out) as usize
        };
        let columns = span(1, j);
        span(0, i).flat_map(move |row| columns.clone().map(move |col| [n, c, row, col]))
    }
}

impl Shaped for AdaptiveAvgPool2d {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        Ok(vec![self.out_shape(args)?])
    }
}

impl Primitive for AdaptiveAvgPool2d {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let mut y = Vec::with_capacity(shapes[0].iter().product());
        each_index(&shapes[0], |at| {
            let (mut sum, mut count) = (0.0, 0);
            for cell in self.cells(x.shape(), at) {
                sum += x.data()[flat(x.shape(), cell)];
                count += 1;
            }
            y.push(sum / count as f32);
        });
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let x = args.need(0)?.shape();
        let cells: Vec<_> = self.cells(x, quad(cell.index)).collect();
        let share = 1.0 / cells.len() as f64;
        let term = |at| args.term(0, flat(x, at)).times("1/n", share);
        Ok((cells.into_iter().map(term).collect(), Combine::Sum))
    }

    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let grad = AdaptiveAvgPool2dGrad { size: [x[2], x[3]] };
        Ok(vec![Some(back.run(grad, &[Some(back.dy)])?)])
    }
}
