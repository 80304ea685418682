//! The kernel of matrix products.

use ops::{Activation, Lattice, Linear, Matmul, OpError};

use crate::{
    choose::Call,
    grid::Grid,
    kernel::MATMUL,
    plan::{MOST_GROUPS, Slot, Step, words},
};

/// Rows and columns of a tile of `matmul.wgsl`.
const TILE: usize = 32;

pub(crate) fn matmul(call: &Call<'_>, op: &Matmul) -> Result<Step, OpError> {
    let (a, b, y) = (call.input(0), call.input(1), call.y());
    let (lead, &[rows, columns]) = y.split_at(y.len() - 2) else {
        return Err(OpError::new("matmul", "a and b must have at least two axes"));
    };
    let inner = a[a.len() - 1];
    // From matrix to matrix, in elements.
    let walk = |shape: &[usize]| -> Vec<usize> {
        let (lead_of, matrix) = shape.split_at(shape.len() - 2);
        let size: usize = matrix.iter().product();
        Lattice::stretched(lead_of, lead).strides().iter().map(|s| s * size).collect()
    };
    let grid: Grid<3, 2> = Grid::new("matmul", lead, [&walk(a), &walk(b)])?;
    let sizes = Sizes { rows, inner, columns };
    product("matmul", call, &sizes, op.transpose_b, Activation::None, &grid)
}

pub(crate) fn linear(call: &Call<'_>, op: &Linear) -> Result<Step, OpError> {
    let w = call.input(1);
    let rows = call.count() / w[0];
    let grid: Grid<3, 2> = Grid::new("linear", &[], [&[], &[]])?;
    let sizes = Sizes { rows, inner: w[1], columns: w[0] };
    product("linear", call, &sizes, true, op.activation, &grid)
}

struct Sizes {
    rows: usize,
    inner: usize,
    columns: usize,
}

fn product(
    op: &'static str,
    call: &Call<'_>,
    &Sizes { rows, inner, columns }: &Sizes,
    transposed: bool,
    activation: Activation,
    products: &Grid<3, 2>,
) -> Result<Step, OpError> {
    let tiles = [columns.div_ceil(TILE), rows.div_ceil(TILE), products.len()];
    if tiles.iter().any(|n| *n > MOST_GROUPS) {
        let y = call.y();
        let message = format!("an output of {y:?} is larger than a WebGPU device takes");
        return Err(OpError::new(op, message));
    }
    let flags = [transposed, call.has(2), activation == Activation::Relu].map(usize::from);
    let head = [rows, inner, columns];
    let walks = [products.walk(0), products.walk(1)].concat();
    let params = words([&head[..], &flags, products.inner_sizes(), &walks].concat());
    let inputs = vec![Slot::Input(0), Slot::Input(1), call.slot(2)];
    Ok(Step::new(&MATMUL, inputs, params, tiles.map(|n| n as u32)))
}
