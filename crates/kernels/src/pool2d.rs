//! The kernel of pooling.

use ops::MaxPool2d;

use crate::{
    choose::shape,
    kernel::MAX_POOL2D,
    plan::{Slot, Step, lanes},
};

pub(crate) fn max_pool2d(op: &MaxPool2d, inputs: &[Option<&[usize]>], y: &[usize]) -> Step {
    let x = shape(inputs, 0);
    let count: usize = y.iter().product();
    let mut params = vec![x[2], x[3], y[2], y[3]];
    params.extend([op.kernel, op.stride, op.padding].concat());
    params.push(count);
    Step {
        kernel: &MAX_POOL2D,
        inputs: vec![Slot::Input(0)],
        outputs: vec![Slot::Output(0)],
        params: params.into_iter().map(|n| n as u32).collect(),
        grid: lanes(count),
    }
}
