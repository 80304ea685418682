//! The kernel that moves numbers, and embedding.

use ops::{
    Concat, Lattice, OpError, Slice, Transpose, ZeroPadShortcut, resolve_axes, resolve_axis,
    strides,
};

use crate::{
    choose::Call,
    elementwise::fill,
    grid::Grid,
    kernel::{COPY, EMBEDDING, EMBEDDING_GRAD},
    plan::{Plan, Slot, Step, lanes, words},
};

/// One end of a motion: where it begins, and how it walks.
struct End<'a> {
    first: usize,
    walk: &'a [usize],
}

fn moved(
    op: &'static str,
    from: Slot,
    sizes: &[usize],
    x: &End<'_>,
    y: &End<'_>,
) -> Result<Step, OpError> {
    let grid: Grid<5, 2> = Grid::new(op, sizes, [x.walk, y.walk])?;
    let count = grid.len();
    let params =
        [&[count], grid.inner_sizes(), &[x.first], grid.walk(0), &[y.first], grid.walk(1)].concat();
    Ok(Step::new(&COPY, vec![from], words(params), lanes(count)))
}

/// All of `from` as it is, to the first output.
pub(crate) fn copy(call: &Call<'_>, from: Slot) -> Step {
    let count = call.count();
    let params = [count, 1, 1, 1, count, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    Step::new(&COPY, vec![from], words(params), lanes(count))
}

pub(crate) fn transpose(call: &Call<'_>, op: &Transpose) -> Result<Step, OpError> {
    let (x, y) = (call.input(0), call.y());
    let turned = Lattice::of(x, &resolve_axes("transpose", "perm", &op.perm, x)?);
    let (from, to) =
        (End { first: 0, walk: turned.strides() }, End { first: 0, walk: &strides(y) });
    moved("transpose", Slot::Input(0), y, &from, &to)
}

pub(crate) fn slice(call: &Call<'_>, op: &Slice) -> Result<Step, OpError> {
    let y = call.y();
    let (part, first) = op.part(call.input(0), y)?;
    let (from, to) = (End { first, walk: part.strides() }, End { first: 0, walk: &strides(y) });
    moved("slice", Slot::Input(0), y, &from, &to)
}

pub(crate) fn concat(call: &Call<'_>, op: &Concat) -> Result<Plan, OpError> {
    let y = call.y();
    let axis = resolve_axis("concat", "axis", op.axis, y)?;
    let walk = strides(y);
    let (mut steps, mut first) = (Vec::new(), 0);
    for i in 0..call.inputs.len() {
        let x = call.input(i);
        let (from, to) = (End { first: 0, walk: &strides(x) }, End { first, walk: &walk });
        if !x.contains(&0) {
            steps.push(moved("concat", Slot::Input(i), x, &from, &to)?);
        }
        first += x[axis] * walk[axis];
    }
    Ok(Plan::of(call.outputs.to_vec(), steps))
}

pub(crate) fn zero_pad_shortcut(call: &Call<'_>, op: &ZeroPadShortcut) -> Result<Plan, OpError> {
    let (x, y) = (call.input(0), call.y());
    let [n, c, h, w] = [0, 1, 2, 3].map(|axis| strides(x)[axis]);
    let from = [n, c, h * op.stride[0], w * op.stride[1]];
    let kept = [y[0], x[1], y[2], y[3]];
    let (from, to) = (End { first: 0, walk: &from }, End { first: 0, walk: &strides(y) });
    let step = moved("zeroPadShortcut", Slot::Input(0), &kept, &from, &to)?;
    Ok(Plan::of(call.outputs.to_vec(), vec![fill(call.count(), 0.0), step]))
}

pub(crate) fn embedding(call: &Call<'_>) -> Step {
    let table = call.input(1);
    let params = words([call.count(), table[0], table[1]]);
    Step::new(&EMBEDDING, call.slots(2), params, lanes(call.count()))
}

pub(crate) fn embedding_grad(call: &Call<'_>) -> Step {
    let places = call.input(1).iter().product();
    let params = words([call.count(), call.y()[1], places]);
    Step::new(&EMBEDDING_GRAD, call.slots(2), params, lanes(call.count()))
}
