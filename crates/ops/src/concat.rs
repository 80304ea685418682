//! Tensors joined along one axis.

use tensor::{offset_of, show_shape};

use crate::back::Back;
use crate::error::OpError;
use crate::lattice::resolve_axis;
use crate::operation::{Cell, Primitive, Shaped, Shapes, Tensors, Terms};
use crate::options::Options;
use crate::slice::Slice;
use crate::trace::Combine;

const OP: &str = "concat";

/// `concat(xs, {axis})`; the other axes must agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Concat {
    /// Along which axis, negative ones from the end.
    pub axis: i64,
}

impl Concat {
    /// Reads the option `axis`, 0 where left out.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn parse(options: &Options) -> Result<Self, OpError> {
        options.only(OP, &["axis"])?;
        Ok(Self { axis: options.whole(OP, "axis")?.unwrap_or(0) })
    }
}

impl Shaped for Concat {
    fn out_shapes(&self, args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        let first = args.need(0)?;
        let axis = resolve_axis(OP, "axis", self.axis, first)?;
        let mut joined = first.to_vec();
        for i in 1..args.all.len() {
            let next = args.need(i)?;
            let fits = next.len() == first.len()
                && (0..next.len()).all(|a| a == axis || next[a] == first[a]);
            let size = joined[axis].checked_add(next.get(axis).copied().unwrap_or(0));
            let Some(size) = size.filter(|_| fits) else {
                return Err(args.bad(format!(
                    "xs[{i}] {} does not fit xs[0] {} beside axis {axis}",
                    show_shape(next),
                    show_shape(first)
                )));
            };
            joined[axis] = size;
        }
        Ok(vec![joined])
    }
}

impl Primitive for Concat {
    fn compute(&self, args: &Tensors<'_>, shapes: &[Vec<usize>]) -> Result<Vec<Vec<f32>>, OpError> {
        let axis = resolve_axis(OP, "axis", self.axis, &shapes[0])?;
        let rows: usize = shapes[0][..axis].iter().product();
        let mut y = Vec::with_capacity(shapes[0].iter().product());
        for row in 0..rows {
            for x in args.all.iter().flatten() {
                let part = x.data().len() / rows;
                y.extend_from_slice(&x.data()[row * part..][..part]);
            }
        }
        Ok(vec![y])
    }

    fn explain(&self, args: &Tensors<'_>, cell: &Cell<'_>) -> Result<Terms, OpError> {
        let axis = resolve_axis(OP, "axis", self.axis, cell.shape)?;
        let mut index = cell.index.to_vec();
        for (i, x) in args.all.iter().enumerate() {
            let Some(x) = x else { continue };
            if let Some(at) = offset_of(x.shape(), &index) {
                return Ok((vec![args.term(i, at)], Combine::Sum));
            }
            index[axis] -= x.shape()[axis];
        }
        Err(args.bad("the index is in no part"))
    }

    /// Each part's piece of dy.
    fn backward(&self, back: &mut Back<'_>) -> Result<Vec<Option<usize>>, OpError> {
        let axis = resolve_axis(OP, "axis", self.axis, &back.shape(back.y()))?;
        let (mut parts, mut start) = (Vec::new(), 0);
        for i in 0..back.step.inputs.len() {
            let end = start + back.x_shape(i)[axis] as i64;
            let piece = Slice { axis: axis as i64, start, end: Some(end) };
            parts.push(Some(back.run(piece, &[Some(back.dy)])?));
            start = end;
        }
        Ok(parts)
    }
}
