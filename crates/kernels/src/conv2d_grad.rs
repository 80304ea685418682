//! The kernels of a convolution's backward passes: tiles of matrix products, or one number at a time.

use ops::{Conv2d, Conv2dGradInput, Conv2dGradWeight, OpError};

use crate::{
    choose::Call,
    conv2d::{FEW_OUTPUTS, TILE},
    kernel::{
        CONV2D_GRAD_INPUT, CONV2D_GRAD_INPUT_DIRECT, CONV2D_GRAD_WEIGHT, CONV2D_GRAD_WEIGHT_DIRECT,
    },
    plan::{MOST_GROUPS, Plan, Step, fold, lanes, words},
    sums::in_parts,
};

/// A sum is cut into parts until so many workgroups have something to do.
const ENOUGH_GROUPS: usize = 512;
/// A part is at least so many tiles long.
const SHORTEST_PART: usize = 8;

pub(crate) fn conv2d_grad_input(call: &Call<'_>, op: &Conv2dGradInput) -> Result<Step, OpError> {
    let (dy, w, x) = (call.input(0), call.input(1), call.y());
    let Conv2d { stride, dilation, groups, .. } = op.forward;
    let mut params = sizes(&op.forward, x, w, dy);
    let slices = x[0] * groups;
    let phases: usize = stride.iter().product();
    if w[1] < FEW_OUTPUTS || slices * phases > MOST_GROUPS {
        params.push(call.count());
        let grid = lanes(call.count());
        return Ok(Step::new(&CONV2D_GRAD_INPUT_DIRECT, call.slots(2), words(params), grid));
    }
    params.extend([0, 1].map(|axis| stride[axis] / gcd(stride[axis], dilation[axis])));
    let pixels: usize = [0, 1].map(|axis| x[2 + axis].div_ceil(stride[axis])).iter().product();
    let grid = [pixels.div_ceil(TILE), w[1].div_ceil(TILE), slices * phases];
    let grid = checked("conv2dGradInput", x, grid)?;
    Ok(Step::new(&CONV2D_GRAD_INPUT, call.slots(2), words(params), grid))
}

pub(crate) fn conv2d_grad_weight(call: &Call<'_>, op: &Conv2dGradWeight) -> Result<Plan, OpError> {
    let (dy, x, w) = (call.input(0), call.input(1), call.y());
    let groups = op.forward.groups;
    let (outputs, taps) = (w[0] / groups, w[1..].iter().product::<usize>());
    let mut params = sizes(&op.forward, x, w, dy);
    params.push(x[0]);
    if outputs < FEW_OUTPUTS || groups > MOST_GROUPS {
        params.push(call.count());
        let grid = fold(call.count());
        let step = Step::new(&CONV2D_GRAD_WEIGHT_DIRECT, call.slots(2), words(params), grid);
        return Ok(in_parts(call, step, 1));
    }
    let tiles = [taps.div_ceil(TILE), outputs.div_ceil(TILE)];
    let length = dy[0] * dy[2] * dy[3];
    let wanted = ENOUGH_GROUPS.div_ceil(tiles[0] * tiles[1] * groups);
    let part = length.div_ceil(wanted).next_multiple_of(TILE).max(SHORTEST_PART * TILE);
    let parts = length.div_ceil(part);
    params.push(part);
    let grid = checked("conv2dGradWeight", w, [tiles[0], tiles[1], parts * groups])?;
    let step = Step::new(&CONV2D_GRAD_WEIGHT, call.slots(2), words(params), grid);
    Ok(in_parts(call, step, parts))
}

/// The sizes of a convolution as the kernels take them.
fn sizes(op: &Conv2d, x: &[usize], w: &[usize], y: &[usize]) -> Vec<usize> {
    let mut params = vec![w[1], x[2], x[3], w[0] / op.groups, y[2], y[3], w[2], w[3]];
    params.extend([op.stride, op.padding, op.dilation].concat());
    params.push(op.groups);
    params
}

fn checked(op: &'static str, made: &[usize], grid: [usize; 3]) -> Result<[u32; 3], OpError> {
    if grid.iter().any(|n| *n > MOST_GROUPS) {
        let message = format!("a gradient of {made:?} is larger than a WebGPU device takes");
        return Err(OpError::new(op, message));
    }
    Ok(grid.map(|n| n as u32))
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ops::Op;

    #[track_caller]
    fn check(op: impl Into<Op>, a: [usize; 4], b: [usize; 4], steps: &[(&str, [u32; 3])]) {
        let plan = crate::plan(&op.into(), &[Some(&a), Some(&b)]).unwrap();
        let got: Vec<_> = plan.steps.iter().map(|s| (s.kernel.name, s.grid)).collect();
        assert_eq!(got, steps);
        assert!(plan.steps.iter().all(|s| s.params.len() == s.kernel.words));
    }

    #[test]
    fn by_the_input_a_phase_at_a_time() {
        let forward = Conv2d { stride: [2, 2], padding: [1, 1], ..Conv2d::default() };
        let op = Conv2dGradInput { forward, size: [32, 32] };
        let (dy, w) = ([2, 64, 16, 16], [64, 16, 3, 3]);
        check(op, dy, w, &[("conv2d_grad_input", [8, 1, 8])]);
        let forward = Conv2d { groups: 8, ..Conv2d::default() };
        let op = Conv2dGradInput { forward, size: [9, 9] };
        check(op, [1, 8, 7, 7], [8, 1, 3, 3], &[("conv2d_grad_input_direct", [11, 1, 1])]);
    }

    /// The first layer of a CIFAR ResNet at a batch of 128: 131,072 places for 16×27 weights.
    #[test]
    fn by_the_weights_in_parts() {
        let forward = Conv2d { padding: [1, 1], ..Conv2d::default() };
        let op = Conv2dGradWeight { forward, kernel: [3, 3] };
        let steps = [("conv2d_grad_weight", [1, 1, 512]), ("sum_parts", [7, 1, 1])];
        check(op, [128, 16, 32, 32], [128, 3, 32, 32], &steps);
        check(op, [1, 64, 8, 8], [1, 64, 8, 8], &[("conv2d_grad_weight", [18, 2, 1])]);
        let forward = Conv2d { groups: 8, ..Conv2d::default() };
        let op = Conv2dGradWeight { forward, kernel: [3, 3] };
        check(op, [1, 8, 7, 7], [1, 8, 9, 9], &[("conv2d_grad_weight_direct", [72, 1, 1])]);
    }
}
