//! The kernel of sums and means over axes.

use ops::{Groups, OpError};

use crate::{
    choose::Call,
    grid::Grid,
    kernel::{REDUCE, SUM_PARTS},
    plan::{Plan, Slot, Step, bits, fold, lanes, words},
};

/// A long sum is cut into parts until so many workgroups have something to do.
const ENOUGH_GROUPS: usize = 256;
/// A part has at least so many members for each of the 64 invocations of a workgroup.
const SHORTEST_PART: usize = 64 * 16;

pub(crate) fn sum(
    call: &Call<'_>,
    op: &'static str,
    axes: &[usize],
    mean: bool,
) -> Result<Plan, OpError> {
    let GroupWords { groups, members, words: walks } = group_words(op, call.input(0), axes)?;
    let factor = if mean { 1.0 / members as f64 } else { 1.0 };
    let length = members.div_ceil(ENOUGH_GROUPS.div_ceil(groups)).max(SHORTEST_PART);
    let parts = members.div_ceil(length);
    let mut params = words([groups, members, length]);
    params.push(bits(factor));
    params.extend(walks);
    let step = Step::new(&REDUCE, call.slots(1), params, fold(parts * groups));
    Ok(in_parts(call, step, parts))
}

/// The plan of a step that makes so many parts of the output, each of its shape, one behind the
/// other: their sum, where there are several.
pub(crate) fn in_parts(call: &Call<'_>, step: Step, parts: usize) -> Plan {
    let outputs = call.outputs.to_vec();
    if parts == 1 {
        return Plan::of(outputs, vec![step]);
    }
    let count = call.count();
    let sum = words([count, parts]);
    let sum = Step::new(&SUM_PARTS, vec![Slot::Scratch(0)], sum, lanes(count));
    let step = Step { outputs: vec![Slot::Scratch(0)], ..step };
    Plan { outputs, scratch: vec![parts * count], steps: vec![step, sum] }
}

/// How many groups and members there are, and the words that say where they lie.
pub(crate) struct GroupWords {
    pub(crate) groups: usize,
    pub(crate) members: usize,
    pub(crate) words: Vec<u32>,
}

/// The groups of a shape whose elements differ only along `axes`, as `reduce.wgsl` and `norm.wgsl` take them.
pub(crate) fn group_words(
    op: &'static str,
    x: &[usize],
    axes: &[usize],
) -> Result<GroupWords, OpError> {
    let Groups { groups, members } = Groups::along(x, axes);
    let groups: Grid<4, 1> = Grid::new(op, groups.sizes(), [groups.strides()])?;
    let members: Grid<4, 1> = Grid::new(op, members.sizes(), [members.strides()])?;
    let all = [groups.inner_sizes(), groups.walk(0), members.inner_sizes(), members.walk(0)];
    Ok(GroupWords { groups: groups.len(), members: members.len(), words: words(all.concat()) })
}

#[cfg(test)]
mod tests {
    use ops::{Op, Sum};

    #[track_caller]
    fn check(x: &[usize], axes: &[i64], steps: &[(&str, [u32; 3])]) {
        let op = Op::from(Sum { axes: axes.to_vec() });
        let plan = crate::plan(&op, &[Some(x)]).unwrap();
        let got: Vec<_> = plan.steps.iter().map(|s| (s.kernel.name, s.grid)).collect();
        assert_eq!(got, steps);
        assert!(plan.steps.iter().all(|s| s.params.len() == s.kernel.words));
    }

    /// The bias of a first layer at a batch of 128, and all numbers of a large weight.
    #[test]
    fn a_long_sum_is_cut_and_a_short_one_is_not() {
        let steps = [("reduce", [256, 1, 1]), ("sum_parts", [1, 1, 1])];
        check(&[128, 16, 32, 32], &[0, 2, 3], &steps);
        check(&[4096, 9216], &[], &steps);
        check(&[128, 512, 32, 32], &[0, 2, 3], &[("reduce", [512, 1, 1])]);
        check(&[1000], &[], &[("reduce", [1, 1, 1])]);
    }
}
