//! The kernels that make each number from one or two.

use ops::{Activation, Dropout, Expand, Lattice, OpError};

use crate::{
    choose::Call,
    grid::Grid,
    kernel::{BINARY, DROPOUT, EXPAND, UNARY},
    plan::{Slot, Step, lanes, words},
};

/// One of the functions of `unary.wgsl`, by its number there.
pub(crate) fn unary(call: &Call<'_>, kind: usize) -> Step {
    Step::new(&UNARY, call.slots(1), words([call.count(), kind]), lanes(call.count()))
}

pub(crate) fn expand(call: &Call<'_>, op: &Expand) -> Result<Step, OpError> {
    if !call.has(0) {
        return Ok(fill(call.count(), op.scale));
    }
    let y = call.y();
    let x = Lattice::stretched(call.input(0), y);
    let grid: Grid<5, 1> = Grid::new("expand", y, [x.strides()])?;
    let mut params = vec![call.count() as u32, op.scale.to_bits(), 1];
    params.extend(words([grid.inner_sizes(), grid.walk(0)].concat()));
    Ok(Step::new(&EXPAND, call.slots(1), params, lanes(call.count())))
}

/// One number in all of a buffer of so many elements.
pub(crate) fn fill(count: usize, value: f32) -> Step {
    let mut params = vec![count as u32, value.to_bits()];
    params.resize(EXPAND.words, 0);
    Step::new(&EXPAND, vec![Slot::Null], params, lanes(count))
}

/// One of the functions of `binary.wgsl`, by its number there.
pub(crate) fn binary(
    call: &Call<'_>,
    op: &'static str,
    kind: usize,
    activation: Activation,
) -> Result<Step, OpError> {
    let y = call.y();
    let [a, b] = [0, 1].map(|i| Lattice::stretched(call.input(i), y));
    let grid: Grid<5, 2> = Grid::new(op, y, [a.strides(), b.strides()])?;
    let relu = usize::from(activation == Activation::Relu);
    let head = [call.count(), kind, relu];
    let params = words([&head, grid.inner_sizes(), grid.walk(0), grid.walk(1)].concat());
    Ok(Step::new(&BINARY, call.slots(2), params, lanes(call.count())))
}

pub(crate) fn dropout(call: &Call<'_>, op: Dropout) -> Step {
    // With p = 1 nothing is kept, whatever the hash: the scale is 0.
    let params = vec![call.count() as u32, op.seed, op.threshold(), op.scale().to_bits()];
    Step::new(&DROPOUT, call.slots(1), params, lanes(call.count()))
}
