//! The kernel of sums and means over axes.

use ops::{Groups, OpError};

use crate::{
    choose::Call,
    grid::Grid,
    kernel::REDUCE,
    plan::{Step, bits, fold, words},
};

pub(crate) fn sum(
    call: &Call<'_>,
    op: &'static str,
    axes: &[usize],
    mean: bool,
) -> Result<Step, OpError> {
    let GroupWords { groups, members, words: walks } = group_words(op, call.input(0), axes)?;
    let factor = if mean { 1.0 / members as f64 } else { 1.0 };
    let mut params = words([groups, members]);
    params.push(bits(factor));
    params.extend(walks);
    Ok(Step::new(&REDUCE, call.slots(1), params, fold(groups)))
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
