//! A plan: what the device is to do, as plain data.

use crate::kernel::Kernel;

/// A buffer of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// One of the operation's arguments, by its place.
    Input(usize),
    /// One of its outputs, by its place.
    Output(usize),
    /// Room for what lies between two steps, by its place in [`Plan::scratch`].
    Scratch(usize),
    /// An argument that is null: any buffer may be bound, none is read.
    Null,
}

/// One dispatch.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is run.
    pub kernel: &'static Kernel,
    /// What it reads, in the order of its bindings.
    pub inputs: Vec<Slot>,
    /// What it writes.
    pub outputs: Vec<Slot>,
    /// Its parameters, as the words of its uniform.
    pub params: Vec<u32>,
    /// Workgroups along x, y and z.
    pub grid: [u32; 3],
}

/// What the device is to do for one call.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The shapes of the outputs.
    pub outputs: Vec<Vec<usize>>,
    /// The elements of every scratch buffer.
    pub scratch: Vec<usize>,
    /// The dispatches in order; each sees what those before it wrote.
    pub steps: Vec<Step>,
}

impl Plan {
    /// A plan of steps that need no room between them.
    pub(crate) fn of(outputs: Vec<Vec<usize>>, steps: Vec<Step>) -> Self {
        Self { outputs, scratch: Vec::new(), steps }
    }

    /// Lets scratch buffers whose time does not overlap be one, so that a deep net
    /// needs the room of its widest place and not of its length.
    pub(crate) fn share_scratch(&mut self) {
        let used = |slots: &[Slot], i: usize| slots.contains(&Slot::Scratch(i));
        let touches = |step: &Step, i: usize| used(&step.inputs, i) || used(&step.outputs, i);
        let lives: Vec<(usize, usize)> = (0..self.scratch.len())
            .map(|i| {
                let first = self.steps.iter().position(|s| touches(s, i)).unwrap_or(0);
                let last = self.steps.iter().rposition(|s| touches(s, i)).unwrap_or(0);
                (first, last)
            })
            .collect();
        // In the order in which they begin, each takes the tightest room that is free by then.
        let order = tensor::order(lives.len(), &|i, j| lives[i].0.cmp(&lives[j].0));
        let mut rooms: Vec<(usize, usize)> = Vec::new();
        let mut taken = vec![0; lives.len()];
        for i in order {
            let ((first, last), len) = (lives[i], self.scratch[i]);
            let free = (0..rooms.len()).filter(|&r| rooms[r].1 < first);
            let room = free
                .min_by_key(|&r| (rooms[r].0 < len, rooms[r].0.abs_diff(len)))
                .unwrap_or_else(|| {
                    rooms.push((0, 0));
                    rooms.len() - 1
                });
            rooms[room] = (rooms[room].0.max(len), last);
            taken[i] = room;
        }
        for step in &mut self.steps {
            for slot in step.inputs.iter_mut().chain(&mut step.outputs) {
                if let Slot::Scratch(i) = slot {
                    *slot = Slot::Scratch(taken[*i]);
                }
            }
        }
        self.scratch = rooms.into_iter().map(|(len, _)| len).collect();
    }
}

impl Step {
    /// A step from the arguments to the first output, in the order of the kernel's bindings.
    pub(crate) fn new(
        kernel: &'static Kernel,
        inputs: Vec<Slot>,
        params: Vec<u32>,
        grid: [u32; 3],
    ) -> Self {
        Self { kernel, inputs, outputs: vec![Slot::Output(0)], params, grid }
    }
}

/// Sizes as the words of a uniform. What is larger than 32 bits has been refused
/// before: no tensor has so many elements.
pub(crate) fn words(sizes: impl IntoIterator<Item = usize>) -> Vec<u32> {
    sizes.into_iter().map(|n| n as u32).collect()
}

/// A float as a word of a uniform.
pub(crate) fn bits(value: f64) -> u32 {
    (value as f32).to_bits()
}

/// Invocations of a workgroup of the kernels that make one element each.
const LANES: usize = 64;
/// The most workgroups along one axis that every WebGPU device has.
pub(crate) const MOST_GROUPS: usize = 65_535;

/// A grid of one invocation per element, folded into two axes.
pub(crate) fn lanes(count: usize) -> [u32; 3] {
    fold(count.div_ceil(LANES))
}

/// A grid of so many workgroups, folded into two axes; a kernel reads its place
/// as `y · (workgroups along x) + x` and leaves out what is too much.
pub(crate) fn fold(groups: usize) -> [u32; 3] {
    let across = groups.clamp(1, MOST_GROUPS);
    [across as u32, groups.div_ceil(across) as u32, 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_needs_two_rooms() {
        let step = |from, to| Step {
            outputs: vec![to],
            ..Step::new(&crate::kernel::UNARY, vec![from], vec![4, 0], [1, 1, 1])
        };
        let s = Slot::Scratch;
        let steps = vec![
            step(Slot::Input(0), s(0)),
            step(s(0), s(1)),
            step(s(1), s(2)),
            step(s(2), s(3)),
            step(s(3), Slot::Output(0)),
        ];
        let mut plan = Plan { outputs: vec![vec![4]], scratch: vec![4, 8, 4, 8], steps };
        plan.share_scratch();
        assert_eq!(plan.scratch, [4, 8]);
        assert_eq!((plan.steps[2].inputs[0], plan.steps[2].outputs[0]), (s(1), s(0)));
        for step in &plan.steps {
            assert_ne!(step.inputs[0], step.outputs[0], "a step never writes what it reads");
        }
    }

    #[test]
    fn a_long_line_is_folded_and_covered() {
        assert_eq!(lanes(1), [1, 1, 1]);
        assert_eq!(lanes(65), [2, 1, 1]);
        for count in [64 * MOST_GROUPS, 64 * MOST_GROUPS + 1, 100_000_000] {
            let [x, y, _] = lanes(count).map(|n| n as usize);
            assert!(x <= MOST_GROUPS && y <= MOST_GROUPS && x * y * LANES >= count, "{count}");
        }
    }
}
