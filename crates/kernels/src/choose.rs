//! The choice: an operation and its shapes to a plan.

use ops::{Op, OpError};

use crate::{
    conv2d::conv2d,
    kernel::RELU,
    plan::{Plan, Slot, Step, lanes},
    pool2d::max_pool2d,
};

/// The plan of one call, for arguments of these shapes (`None`: null).
///
/// # Errors
/// As [`Op::out_shapes`], and where the call is beyond what a device has to offer.
pub fn plan(op: &Op, inputs: &[Option<&[usize]>]) -> Result<Plan, OpError> {
    let outputs = op.out_shapes(inputs)?;
    let y = &outputs[0];
    let steps = if outputs.iter().all(|y| y.contains(&0)) {
        // There is nothing to compute.
        Vec::new()
    } else {
        match op {
            Op::Relu(_) => vec![relu(y.iter().product())],
            Op::Conv2d(conv) => vec![conv2d(conv, inputs, y)?],
            Op::MaxPool2d(pool) => vec![max_pool2d(pool, inputs, y)],
            _ => return Err(OpError::new(op.entry().name, "there is no kernel for it yet")),
        }
    };
    Ok(Plan { outputs, scratch: Vec::new(), steps })
}

fn relu(count: usize) -> Step {
    Step {
        kernel: &RELU,
        inputs: vec![Slot::Input(0)],
        outputs: vec![Slot::Output(0)],
        params: vec![count as u32],
        grid: lanes(count),
    }
}

/// The shape of an argument; empty where it is null, which `out_shapes` has refused before.
pub(crate) fn shape<'a>(inputs: &[Option<&'a [usize]>], i: usize) -> &'a [usize] {
    inputs.get(i).copied().flatten().unwrap_or_default()
}

/// Argument `i`, or null.
pub(crate) fn slot(inputs: &[Option<&[usize]>], i: usize) -> Slot {
    inputs.get(i).copied().flatten().map_or(Slot::Null, |_| Slot::Input(i))
}
