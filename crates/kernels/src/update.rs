//! The kernels of the optimizers: a step for every number.

use ops::{AdamStep, SgdStep};

use crate::{
    choose::Call,
    kernel::{ADAM_STEP, SGD_STEP},
    plan::{Plan, Slot, Step, bits, lanes},
};

pub(crate) fn sgd_step(call: &Call<'_>, op: &SgdStep) -> Plan {
    let velocity = call.has(3);
    let params = vec![
        call.count() as u32,
        op.momentum.to_bits(),
        op.weight_decay.to_bits(),
        u32::from(velocity),
    ];
    // Where there is no velocity its binding is not written.
    let kept = if velocity { Slot::Output(1) } else { Slot::Scratch(0) };
    let step = Step::new(&SGD_STEP, call.slots(4), params, lanes(call.count()));
    Plan {
        outputs: call.outputs.to_vec(),
        scratch: if velocity { Vec::new() } else { vec![1] },
        steps: vec![Step { outputs: vec![Slot::Output(0), kept], ..step }],
    }
}

pub(crate) fn adam_step(call: &Call<'_>, op: &AdamStep) -> Step {
    let mut params = vec![call.count() as u32];
    params.extend([op.beta1, 1.0 - op.beta1, op.beta2, 1.0 - op.beta2].map(bits));
    params.extend([op.eps, op.weight_decay].map(f32::to_bits));
    let step = Step::new(&ADAM_STEP, call.slots(5), params, lanes(call.count()));
    Step { outputs: [0, 1, 2].map(Slot::Output).to_vec(), ..step }
}
