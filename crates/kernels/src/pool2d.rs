//! The kernels of pooling.

use ops::{AvgPool2d, MaxPool2d};

use crate::{
    choose::Call,
    kernel::{AVG_POOL2D, MAX_POOL2D},
    plan::{Step, lanes, words},
};

pub(crate) fn max_pool2d(call: &Call<'_>, op: &MaxPool2d) -> Step {
    let window = [op.kernel, op.stride, op.padding].concat();
    let params = [sizes(call), window, vec![call.count()]].concat();
    Step::new(&MAX_POOL2D, call.slots(1), words(params), lanes(call.count()))
}

pub(crate) fn avg_pool2d(call: &Call<'_>, op: &AvgPool2d) -> Step {
    average(call, [op.kernel, op.stride, op.padding].concat(), 0)
}

pub(crate) fn adaptive_avg_pool2d(call: &Call<'_>) -> Step {
    // Its windows follow from the sizes.
    average(call, vec![0; 6], 1)
}

fn average(call: &Call<'_>, window: Vec<usize>, adaptive: usize) -> Step {
    let params = [sizes(call), window, vec![adaptive, call.count()]].concat();
    Step::new(&AVG_POOL2D, call.slots(1), words(params), lanes(call.count()))
}

fn sizes(call: &Call<'_>) -> Vec<usize> {
    [&call.input(0)[2..], &call.y()[2..]].concat()
}
