//! The kernels of pooling.

use ops::{AvgPool2d, MaxPool2d, MaxPool2dGrad};

use crate::{
    choose::Call,
    kernel::{ADAPTIVE_AVG_POOL2D_GRAD, AVG_POOL2D, MAX_POOL2D, MAX_POOL2D_GRAD},
    plan::{Step, lanes, words},
};

pub(crate) fn max_pool2d(call: &Call<'_>, op: &MaxPool2d) -> Step {
    let sizes = sizes(call.input(0), call.y());
    let params = [sizes, window(op), vec![call.count()]].concat();
    Step::new(&MAX_POOL2D, call.slots(1), words(params), lanes(call.count()))
}

pub(crate) fn max_pool2d_grad(call: &Call<'_>, op: &MaxPool2dGrad) -> Step {
    let sizes = sizes(call.y(), call.input(0));
    let params = [sizes, window(&op.forward), vec![call.count()]].concat();
    Step::new(&MAX_POOL2D_GRAD, call.slots(2), words(params), lanes(call.count()))
}

fn window(op: &MaxPool2d) -> Vec<usize> {
    [op.kernel, op.stride, op.padding].concat()
}

pub(crate) fn avg_pool2d(call: &Call<'_>, op: &AvgPool2d) -> Step {
    average(call, [op.kernel, op.stride, op.padding].concat(), 0)
}

pub(crate) fn adaptive_avg_pool2d(call: &Call<'_>) -> Step {
    // Its windows follow from the sizes.
    average(call, vec![0; 6], 1)
}

fn average(call: &Call<'_>, window: Vec<usize>, adaptive: usize) -> Step {
    let sizes = sizes(call.input(0), call.y());
    let params = [sizes, window, vec![adaptive, call.count()]].concat();
    Step::new(&AVG_POOL2D, call.slots(1), words(params), lanes(call.count()))
}

pub(crate) fn adaptive_avg_pool2d_grad(call: &Call<'_>) -> Step {
    let params = [sizes(call.y(), call.input(0)), vec![call.count()]].concat();
    Step::new(&ADAPTIVE_AVG_POOL2D_GRAD, call.slots(1), words(params), lanes(call.count()))
}

/// The sizes of a picture, and of what a pool makes of it.
fn sizes(x: &[usize], y: &[usize]) -> Vec<usize> {
    [&x[2..], &y[2..]].concat()
}
