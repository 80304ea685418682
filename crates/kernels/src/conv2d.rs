//! The kernel of a convolution: tiles of a matrix product, or one output at a time.

use ops::{Activation, Conv2d, OpError};

use crate::{
    choose::{shape, slot},
    kernel::{CONV2D, CONV2D_DIRECT},
    plan::{MOST_GROUPS, Slot, Step, lanes},
};

/// Output channels and pixels of a tile of `conv2d.wgsl`.
const TILE: usize = 32;
/// Below so many output channels in a group the tiles would be mostly empty.
const FEW_OUTPUTS: usize = 8;

pub(crate) fn conv2d(
    op: &Conv2d,
    inputs: &[Option<&[usize]>],
    y: &[usize],
) -> Result<Step, OpError> {
    let (x, w) = (shape(inputs, 0), shape(inputs, 1));
    let outputs = w[0] / op.groups;
    let mut params: Vec<usize> = vec![w[1], x[2], x[3], outputs, y[2], y[3], w[2], w[3]];
    params.extend([op.stride, op.padding, op.dilation].concat());
    let bias = usize::from(inputs.get(2).is_some_and(Option::is_some));
    params.extend([op.groups, bias, usize::from(op.activation == Activation::Relu)]);
    let pixels = y[2] * y[3];
    let slices = y[0] * op.groups;
    let direct = outputs < FEW_OUTPUTS || slices > MOST_GROUPS;
    let (kernel, grid) = if direct {
        let count = y.iter().product();
        params.push(count);
        (&CONV2D_DIRECT, lanes(count))
    } else {
        let tiles = [pixels.div_ceil(TILE), outputs.div_ceil(TILE), slices];
        if tiles.iter().any(|n| *n > MOST_GROUPS) {
            let message = format!("an output of {y:?} is larger than a WebGPU device takes");
            return Err(OpError::new("conv2d", message));
        }
        (&CONV2D, tiles.map(|n| n as u32))
    };
    Ok(Step {
        kernel,
        inputs: vec![Slot::Input(0), Slot::Input(1), slot(inputs, 2)],
        outputs: vec![Slot::Output(0)],
        params: params.into_iter().map(|n| n as u32).collect(),
        grid,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(x: [usize; 4], w: [usize; 4], groups: usize, kernel: &str, grid: [u32; 3]) {
        let op = Conv2d { groups, ..Conv2d::default() };
        let y = op.out_shape(&x, &w, None).unwrap();
        let step = conv2d(&op, &[Some(&x), Some(&w), None], &y).unwrap();
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
