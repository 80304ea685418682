//! The kernels of softmax.

use ops::{Lattice, MaskedSoftmax, OpError, SoftmaxGrad, resolve_axis};

use crate::{
    choose::Call,
    grid::Grid,
    kernel::{MASKED_SOFTMAX, SOFTMAX, SOFTMAX_GRAD},
    plan::{Step, fold, words},
};

pub(crate) fn softmax(
    call: &Call<'_>,
    op: &'static str,
    axis: i64,
    log: bool,
) -> Result<Step, OpError> {
    let mut params = rows_along(op, call.input(0), axis)?;
    let rows = params[0];
    params.push(usize::from(log));
    Ok(Step::new(&SOFTMAX, call.slots(1), words(params), fold(rows)))
}

pub(crate) fn softmax_grad(call: &Call<'_>, op: &SoftmaxGrad) -> Result<Step, OpError> {
    let rows = rows_along("softmaxGrad", call.y(), op.axis)?;
    let grid = fold(rows[0]);
    let mut params = words(rows);
    params.push(op.scale.to_bits());
    Ok(Step::new(&SOFTMAX_GRAD, call.slots(2), params, grid))
}

/// How many rows there are along an axis, how long they are, and how far apart their numbers lie.
fn rows_along(op: &'static str, x: &[usize], axis: i64) -> Result<Vec<usize>, OpError> {
    let axis = resolve_axis(op, "axis", axis, x)?;
    let rows = x.iter().product::<usize>() / x[axis];
    Ok(vec![rows, x[axis], x[axis + 1..].iter().product()])
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
