//! What `add`, `sub` and `mul` share: two arguments that broadcast.

use tensor::show_shape;

use crate::error::OpError;
use crate::lattice::{Lattice, broadcast};
use crate::operation::{Cell, Shapes, Tensors};
use crate::trace::Factor;

pub(crate) fn out_shapes(args: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
    let (a, b) = (args.need(0)?, args.need(1)?);
    broadcast(a, b).map(|y| vec![y]).ok_or_else(|| {
        args.bad(format!("a {} and b {} do not broadcast", show_shape(a), show_shape(b)))
    })
}

pub(crate) fn compute(
    args: &Tensors<'_>,
    shape: &[usize],
    f: impl Fn(f32, f32) -> f32,
) -> Result<Vec<Vec<f32>>, OpError> {
    let (a, b) = (args.need(0)?, args.need(1)?);
    if a.shape() == b.shape() {
        return Ok(vec![a.data().iter().zip(b.data()).map(|(&a, &b)| f(a, b)).collect()]);
    }
    let (la, lb) = (Lattice::stretched(a.shape(), shape), Lattice::stretched(b.shape(), shape));
    // Row by row, as a walk over all axes takes longer than the arithmetic.
    let last = shape.len().saturating_sub(1);
    let row = shape.get(last).copied().unwrap_or(1);
    let [sa, sb] = [&la, &lb].map(|l| l.strides().get(last).copied().unwrap_or(0));
    let rows = |l: &Lattice| Lattice::new(shape[..last].to_vec(), l.strides()[..last].to_vec());
    let (ra, rb) = (rows(&la), rows(&lb));
    let mut y = Vec::with_capacity(shape.iter().product());
    for (i, j) in ra.offsets().zip(rb.offsets()) {
        let (a, b) = (&a.data()[i..], &b.data()[j..]);
        match [sa, sb] {
            [1, 1] => y.extend(a[..row].iter().zip(b).map(|(&a, &b)| f(a, b))),
            [1, 0] => y.extend(a[..row].iter().map(|&a| f(a, b[0]))),
            [0, 1] => y.extend(b[..row].iter().map(|&b| f(a[0], b))),
            _ => y.extend((0..row).map(|k| f(a[k * sa], b[k * sb]))),
        }
    }
    Ok(vec![y])
}

/// The two numbers behind one.
pub(crate) fn factors(args: &Tensors<'_>, cell: &Cell<'_>) -> Result<[Factor; 2], OpError> {
    let at = |i: usize| {
        let lattice = Lattice::stretched(args.need(i)?.shape(), cell.shape);
        Ok(args.factor(i, lattice.offset(cell.flat)))
    };
    Ok([at(0)?, at(1)?])
}
