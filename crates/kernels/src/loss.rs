//! The kernels of cross entropy: a loss a row, then their mean; and its gradient.

use ops::{CrossEntropy, CrossEntropyGrad};

use crate::{
    choose::Call,
    kernel::{CROSS_ENTROPY, CROSS_ENTROPY_GRAD, CROSS_ENTROPY_MEAN},
    plan::{Plan, Slot, Step, bits, fold, words},
};

pub(crate) fn cross_entropy(call: &Call<'_>, op: &CrossEntropy) -> Plan {
    let logits = call.input(0);
    let (rows, classes) = (logits[0], logits[1]);
    let ignored = bits(op.ignore_index as f64);
    let weights = [1.0 - op.smoothing, op.smoothing / classes as f64].map(bits);
    let params = vec![rows as u32, classes as u32, ignored, weights[0], weights[1]];
    let losses = Step::new(&CROSS_ENTROPY, call.slots(2), params, fold(rows));
    if !op.mean {
        return Plan::of(call.outputs.to_vec(), vec![losses]);
    }
    let inputs = vec![Slot::Scratch(0), Slot::Input(1)];
    let mean = Step::new(&CROSS_ENTROPY_MEAN, inputs, vec![rows as u32, ignored], [1, 1, 1]);
    Plan {
        outputs: call.outputs.to_vec(),
        scratch: vec![rows],
        steps: vec![Step { outputs: vec![Slot::Scratch(0)], ..losses }, mean],
    }
}

pub(crate) fn cross_entropy_grad(call: &Call<'_>, op: &CrossEntropyGrad) -> Step {
    let (op, logits) = (&op.forward, call.y());
    let (rows, classes) = (logits[0], logits[1]);
    let over = op.smoothing / classes as f64;
    let mut params = words([rows, classes]);
    params.extend([op.ignore_index as f64, over + (1.0 - op.smoothing), over].map(bits));
    params.push(u32::from(op.mean));
    Step::new(&CROSS_ENTROPY_GRAD, call.slots(3), params, fold(rows))
}
