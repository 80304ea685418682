//! The kernel of a convolution: tiles of a matrix product, or one output at a time.

use ops::{Activation, Conv2d, OpError};

use crate::{
    choose::Call,
    kernel::{CONV2D, CONV2D_DIRECT},
    plan::{MOST_GROUPS, Step, lanes, words},
};

/// Rows and columns of a tile of `shared_tile.wgsl`: here output channels and pixels.
pub(crate) const TILE: usize = 32;
/// Below so many rows in a group the tiles would be mostly empty.
pub(crate) const FEW_OUTPUTS: usize = 8;

pub(crate) fn conv2d(call: &Call<'_>, op: &Conv2d) -> Result<Step, OpError> {
    let (x, w, y) = (call.input(0), call.input(1), call.y());
    let outputs = w[0] / op.groups;
    let mut params: Vec<usize> = vec![w[1], x[2], x[3], outputs, y[2], y[3], w[2], w[3]];
    params.extend([op.stride, op.padding, op.dilation].concat());
    let relu = op.activation == Activation::Relu;
    params.extend([op.groups, usize::from(call.has(2)), usize::from(relu)]);
    let slices = y[0] * op.groups;
    let tiles = [(y[2] * y[3]).div_ceil(TILE), outputs.div_ceil(TILE), slices];
    if outputs < FEW_OUTPUTS || slices > MOST_GROUPS {
        params.push(call.count());
        return Ok(Step::new(&CONV2D_DIRECT, call.slots(3), words(params), lanes(call.count())));
    }
    if tiles.iter().any(|n| *n > MOST_GROUPS) {
        let message = format!("an output of {y:?} is larger than a WebGPU device takes");
        return Err(OpError::new("conv2d", message));
    }
    Ok(Step::new(&CONV2D, call.slots(3), words(params), tiles.map(|n| n as u32)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Slot;

    #[track_caller]
    fn check(x: [usize; 4], w: [usize; 4], groups: usize, kernel: &str, grid: [u32; 3]) {
        let op = Conv2d { groups, ..Conv2d::default() };
        let inputs = [Some(&x[..]), Some(&w[..]), None];
        let plan = crate::plan(&op.into(), &inputs).unwrap();
        let step = &plan.steps[0];
        assert_eq!((step.kernel.name, step.grid), (kernel, grid));
        assert_eq!(step.params.len(), step.kernel.words);
        assert_eq!(step.inputs[2], Slot::Null);
    }

    #[test]
    fn tiles_for_many_channels_and_single_outputs_for_few() {
        check([1, 3, 224, 224], [96, 3, 11, 11], 1, "conv2d", [1432, 3, 1]);
        check([2, 8, 9, 9], [16, 4, 3, 3], 2, "conv2d", [2, 1, 4]);
        check([1, 8, 9, 9], [8, 1, 3, 3], 8, "conv2d_direct", [7, 1, 1]);
        check([1, 3, 227, 227], [1, 3, 11, 11], 1, "conv2d_direct", [736, 1, 1]);
    }
}
