//! The kernels of normalization.

use ops::{
    BatchNorm, BatchNormTrain, GroupNorm, LayerNorm, LocalResponseNorm, LocalResponseNormGrad,
    NormGrad, OpError, resolve_axes,
};

use crate::{
    choose::Call,
    kernel::{
        BATCH_NORM, BLEND, LOCAL_RESPONSE_NORM, LOCAL_RESPONSE_NORM_GRAD, NORM, NORM_GRAD,
        NORM_ROWS,
    },
    plan::{Plan, Slot, Step, bits, fold, lanes, words},
    sums::{GroupWords, group_words},
};

/// Which numbers of a group share a gamma; the numbers are those of `shared_norm.wgsl`.
enum Share {
    /// The same place of every group.
    Place,
    /// The group.
    Group,
    /// A channel of a group.
    Channel { plane: usize, channels: usize, per_picture: usize },
}

/// Rows of so many numbers have workgroups of 64: 16 numbers for each invocation.
const SHORT_ROW: usize = 1024;

/// The step of `norm.wgsl`, or of `norm_rows.wgsl`.
/// `affine` is the place of gamma among the arguments, beta follows.
fn norm(
    call: &Call<'_>,
    groups: GroupWords,
    eps: f32,
    affine: usize,
    share: &Share,
    statistics: [Slot; 2],
) -> Step {
    let (kind, plane, channels, per_picture) = match *share {
        Share::Place => (0, 0, 0, 0),
        Share::Group => (1, 0, 0, 0),
        Share::Channel { plane, channels, per_picture } => (2, plane, channels, per_picture),
    };
    let short = matches!(share, Share::Place) && groups.members <= SHORT_ROW;
    let mut params = words([groups.groups, groups.members]);
    params.push(eps.to_bits());
    let flags = [call.has(affine), call.has(affine + 1)].map(usize::from);
    params.extend(words([flags[0], flags[1], kind, plane, channels, per_picture]));
    params.extend(groups.words);
    Step {
        kernel: if short { &NORM_ROWS } else { &NORM },
        inputs: vec![Slot::Input(0), call.slot(affine), call.slot(affine + 1)],
        outputs: vec![Slot::Output(0), statistics[0], statistics[1]],
        params,
        grid: fold(groups.groups),
    }
}

/// Mean and variance to scratch room, for norms whose caller does not ask for them.
fn alone(call: &Call<'_>, groups: GroupWords, eps: f32, share: &Share) -> Plan {
    let scratch = vec![groups.groups; 2];
    let step = norm(call, groups, eps, 1, share, [Slot::Scratch(0), Slot::Scratch(1)]);
    Plan { outputs: call.outputs.to_vec(), scratch, steps: vec![step] }
}

pub(crate) fn layer_norm(call: &Call<'_>, op: &LayerNorm) -> Result<Plan, OpError> {
    let x = call.input(0);
    let axes = resolve_axes("layerNorm", "axes", &op.axes, x)?;
    let groups = group_words("layerNorm", x, &axes)?;
    Ok(alone(call, groups, op.eps, &Share::Place))
}

pub(crate) fn group_norm(call: &Call<'_>, op: &GroupNorm) -> Result<Plan, OpError> {
    let x = call.input(0);
    let (channels, plane) = (x[1] / op.groups, x[2..].iter().product());
    let split = [x[0] * op.groups, channels * plane];
    let groups = group_words("groupNorm", &split, &[1])?;
    let share = Share::Channel { plane, channels, per_picture: op.groups };
    Ok(alone(call, groups, op.eps, &share))
}

pub(crate) fn batch_norm_train(call: &Call<'_>, op: &BatchNormTrain) -> Result<Plan, OpError> {
    let x = call.input(0);
    let others: Vec<usize> = (0..x.len()).filter(|&axis| axis != 1).collect();
    let groups = group_words("batchNormTrain", x, &others)?;
    let count = groups.members as f64;
    let statistics = [Slot::Output(1), Slot::Output(2)];
    let mut steps = vec![norm(call, groups, op.eps, 3, &Share::Group, statistics)];
    if call.has(1) && call.has(2) {
        // The running variance takes the unbiased one, as in PyTorch.
        for (old, new, to, factor) in [(1, 1, 3, 1.0), (2, 2, 4, count / (count - 1.0))] {
            let params = vec![x[1] as u32, op.momentum.to_bits(), bits(factor)];
            let inputs = vec![Slot::Input(old), Slot::Output(new)];
            let step = Step::new(&BLEND, inputs, params, lanes(x[1]));
            steps.push(Step { outputs: vec![Slot::Output(to)], ..step });
        }
    }
    Ok(Plan::of(call.outputs.to_vec(), steps))
}

pub(crate) fn batch_norm(call: &Call<'_>, op: &BatchNorm) -> Step {
    let x = call.input(0);
    let mut params = words([call.count(), x[1], x[2..].iter().product()]);
    params.push(op.eps.to_bits());
    params.extend(words([3, 4].map(|i| usize::from(call.has(i)))));
    Step::new(&BATCH_NORM, call.slots(5), params, lanes(call.count()))
}

pub(crate) fn local_response_norm(call: &Call<'_>, op: &LocalResponseNorm) -> Step {
    Step::new(&LOCAL_RESPONSE_NORM, call.slots(1), channels(call, op), lanes(call.count()))
}

pub(crate) fn local_response_norm_grad(call: &Call<'_>, op: &LocalResponseNormGrad) -> Step {
    let params = channels(call, &op.forward);
    Step::new(&LOCAL_RESPONSE_NORM_GRAD, call.slots(2), params, lanes(call.count()))
}

/// The words of both kernels of local response normalization.
fn channels(call: &Call<'_>, op: &LocalResponseNorm) -> Vec<u32> {
    let x = call.y();
    let sizes = [call.count(), x[1], x[2..].iter().product(), op.n / 2, (op.n - 1) / 2];
    let mut params = words(sizes);
    params.extend([op.k, op.alpha, op.beta].map(f32::to_bits));
    params
}

pub(crate) fn norm_grad(call: &Call<'_>, op: &NormGrad) -> Result<Step, OpError> {
    let x = call.y();
    let axes = resolve_axes("normGrad", "axes", &op.axes, x)?;
    let groups = group_words("normGrad", x, &axes)?;
    let mut params = words([groups.groups, groups.members]);
    params.push(op.eps.to_bits());
    params.extend(groups.words);
    Ok(Step::new(&NORM_GRAD, call.slots(2), params, fold(groups.groups)))
}
