//! A part of a tensor along one axis.

use tensor::show_shape;

use crate::back::Back;
use crate::concat::Concat;
use crate::error::OpError;
use crate::lattice::{Lattice, resolve_axis, strides};
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::trace::Combine;

const OP: &str = "slice";

/// `slice(x, {axis, start, end})`; negative places count from the end, as in Python.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Along which axis, negative ones from the end.
    pub axis: i64,
    /// The first place that is taken.
    pub start: i64,
    /// The first place that is not; `None`: all to the end.
    pub end: Option<i64>,
}

impl Slice {
    /// Reads the options; left out are axis 0, the start and the end.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["axis", "start", "end"])?;
        Ok(Self {
            axis: options.whole(OP, "axis")?.unwrap_or(0),
            start: options.whole(OP, "start")?.unwrap_or(0),
            end: options.whole(OP, "end")?,
        })
    }

    /// The axis and the places `from..to` of it.
    fn span(&self, x: &[usize]) -> Result<(usize, usize, usize), OpError> {
        let axis = resolve_axis(OP, "axis", self.axis, x)?;
        let size = x[axis] as i64;
        let place = |p: i64| (if p < 0 { p + size } else { p }).clamp(0, size) as usize;
        let (from, to) = (place(self.start), place(self.end.unwrap_or(size)));
        if from >= to {
            let shown = show_shape(x);
            let words = format!("nothing lies between {from} and {to} on axis {axis} of x {shown}");
            return Err(OpError::new(OP, words));
        }
        Ok((axis, from, to))
    }

    /// Where the part's elements lie in x, and from where.
    ///
    /// # Errors
    /// Where there is no such part.
    pub fn part(&self, x: &[usize], y: &[usize]) -> Result<(Lattice, usize), OpError> {
        let (axis, from, _) = self.span(x)?;
        let steps = strides(x);
        let first = from * steps[axis];
        Ok((Lattice::new(y.to_vec(), steps), first))
    }
}

impl Shaped for Slice {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let x = args.need(0)?;
        let (axis, from, to) = self.span(x)?;
        let mut y = x.to_vec();
        y[axis] = to - from;
        Ok(vec![y])
    }
}

impl Primitive for Slice {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let x = args.need(0)?;
        let (part, first) = self.part(x.shape(), &shapes[0])?;
        Ok(vec![part.offsets().map(|at| x.data()[first + at]).collect()])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let (part, first) = self.part(args.need(0)?.shape(), cell.shape)?;
        Ok((vec![args.term(0, first + part.offset(cell.flat))], Combine::Sum))
    }

    /// dy between zeros.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let x = back.x_shape(0);
        let (axis, from, to) = self.span(&x)?;
        let mut zeros = |size: usize| {
            let shape = x.iter().enumerate().map(|(a, &d)| if a == axis { size } else { d });
            let shape: Vec<usize> = shape.collect();
            (size > 0).then(|| back.full(&shape, 0.0)).transpose()
        };
        let ends = [zeros(from)?, zeros(x[axis] - to)?];
        // A null would be an argument that is missing.
        let parts: Vec<Option<usize>> =
            [ends[0], Some(back.dy), ends[1]].into_iter().filter(Option::is_some).collect();
        Ok(vec![Some(back.run(Concat { axis: axis as i64 }, &parts)?)])
    }
}
