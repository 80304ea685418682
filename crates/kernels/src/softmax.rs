//! The kernels of softmax.

use ops::{Lattice, MaskedSoftmax, OpError, resolve_axis};

use crate::{
    choose::Call,
    grid::Grid,
    kernel::{MASKED_SOFTMAX, SOFTMAX},
    plan::{Step, fold, words},
};

pub(crate) fn softmax(
    call: &Call<'_>,
    op: &'static str,
    axis: i64,
    log: bool,
) -> Result<Step, OpError> {
    let x = call.input(0);
    let axis = resolve_axis(op, "axis", axis, x)?;
    let stride: usize = x[axis + 1..].iter().product();
    let rows = call.count() / x[axis];
    let params = words([rows, x[axis], stride, usize::from(log)]);
    Ok(Step::new(&SOFTMAX, call.slots(1), params, fold(rows)))
}

pub(crate) fn masked_softmax(call: &Call<'_>, op: &MaskedSoftmax) -> Result<Step, OpError> {
    let scores = call.input(0);
    let (keys, queries) = (scores[scores.len() - 1], scores[scores.len() - 2]);
    let rows = call.count() / keys;
    let mask = Lattice::stretched(call.input(1), scores);
    let (along_keys, along_rows) = mask.strides().split_last().unwrap_or((&0, &[]));
    let grid: Grid<4, 1> = Grid::new("attention", &scores[..scores.len() - 1], [along_rows])?;
    let mut params = words([rows, queries, keys]);
    params.push(op.scale.to_bits());
    params.extend(words([usize::from(op.causal), usize::from(call.has(1))]));
    params.extend(words([grid.inner_sizes(), grid.walk(0), &[*along_keys]].concat()));
    Ok(Step::new(&MASKED_SOFTMAX, call.slots(2), params, fold(rows)))
}
