//! What `sum` and `mean` share, and sums as all of this crate adds them up.

use crate::error::OpError;
use crate::lattice::{Groups, resolve_axes};
use crate::operation::{Shapes, Tensors};

/// The sum of f32 numbers, added up in double precision so that its error does
/// not grow with their count; a GPU adds them up as a tree for the same reason.
///
/// Four sums that take turns: one would wait for itself with every number.
pub(crate) fn total(values: impl Iterator<Item = f32>) -> f64 {
    let sums = values.fold([0.0; 4], |[a, b, c, d], v| [b, c, d, a + f64::from(v)]);
    sums.iter().sum()
}

/// The axes summed over, counted from the front; all where none is named.
pub(crate) fn axes_of(op: &'static str, axes: &[i64], x: &[usize]) -> Result<Vec<usize>, OpError> {
    if axes.is_empty() { Ok((0..x.len()).collect()) } else { resolve_axes(op, "axes", axes, x) }
}

pub(crate) fn out_shapes(args: &Shapes<'_>, axes: &[i64]) -> Result<Vec<Vec<usize>>, OpError> {
    let x = args.need(0)?;
    let axes = axes_of(args.entry.name, axes, x)?;
    Ok(vec![(0..x.len()).filter(|a| !axes.contains(a)).map(|a| x[a]).collect()])
}

/// `finish(sum, count)` of each group.
pub(crate) fn compute(
    args: &Tensors<'_>,
    axes: &[i64],
    finish: impl Fn(f64, usize) -> f64,
) -> Result<Vec<Vec<f32>>, OpError> {
    let x = args.need(0)?;
    let Groups { groups, members } =
        Groups::along(x.shape(), &axes_of(args.entry.name, axes, x.shape())?);
    let members = members.merged();
    let sum = |first: usize| total(members.offsets().map(|m| x.data()[first + m]));
    Ok(vec![groups.offsets().map(|g| finish(sum(g), members.len()) as f32).collect()])
}

/// Where the elements behind one sum lie.
pub(crate) fn members(
    args: &Tensors<'_>,
    axes: &[i64],
    flat: usize,
) -> Result<Vec<usize>, OpError> {
    let x = args.need(0)?;
    let Groups { groups, members } =
        Groups::along(x.shape(), &axes_of(args.entry.name, axes, x.shape())?);
    let first = groups.offset(flat);
    Ok(members.offsets().map(|m| first + m).collect())
}
