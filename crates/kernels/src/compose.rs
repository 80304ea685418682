//! The plan of a composite: the plans of its primitives, one behind the other.

use ops::{Graph, Op, OpError};

use crate::{
    choose::{Call, plan},
    motion::copy,
    plan::{Plan, Slot, Step},
};

/// Plans a graph. Values between the steps get scratch room, which is used again
/// once nobody reads it any more; a reshape is only another name.
///
/// # Errors
/// As [`crate::plan`], of any of its steps.
pub fn compose(
    graph: &Graph,
    op: &'static str,
    inputs: &[Option<&[usize]>],
) -> Result<Plan, OpError> {
    let mut shapes: Vec<Option<Vec<usize>>> = (0..graph.inputs)
        .map(|i| inputs.get(i).copied().flatten().map(<[usize]>::to_vec))
        .collect();
    let mut slots: Vec<Slot> = (0..graph.inputs)
        .map(|i| if shapes[i].is_some() { Slot::Input(i) } else { Slot::Null })
        .collect();
    let mut whole = Plan::default();
    for step in &graph.steps {
        let given: Vec<Option<&[usize]>> =
            step.inputs.iter().map(|i| shapes[(*i)?].as_deref()).collect();
        if let (Op::Reshape(_), Some(Some(from))) = (&step.op, step.inputs.first()) {
            let shape = step.op.out_shapes(&given)?.remove(0);
            slots.push(slots[*from]);
            shapes.push(Some(shape));
            continue;
        }
        let part = plan(&step.op, &given)?;
        let base = whole.scratch.len();
        whole.scratch.extend(&part.scratch);
        let made: Vec<Slot> = (0..part.outputs.len())
            .map(|i| {
                let value = slots.len() + i;
                match graph.outputs.iter().position(|&o| o == value) {
                    Some(at) => Slot::Output(at),
                    None => {
                        whole.scratch.push(part.outputs[i].iter().product());
                        Slot::Scratch(whole.scratch.len() - 1)
                    }
                }
            })
            .collect();
        let placed = |slot: &Slot| match *slot {
            Slot::Input(i) => step.inputs[i].map_or(Slot::Null, |value| slots[value]),
            Slot::Output(i) => made[i],
            Slot::Scratch(i) => Slot::Scratch(base + i),
            Slot::Null => Slot::Null,
        };
        let steps: Vec<Step> = part
            .steps
            .iter()
            .map(|s| Step {
                inputs: s.inputs.iter().map(placed).collect(),
                outputs: s.outputs.iter().map(placed).collect(),
                ..s.clone()
            })
            .collect();
        whole.steps.extend(steps);
        slots.extend(made);
        shapes.extend(part.outputs.into_iter().map(Some));
    }
    for (at, &value) in graph.outputs.iter().enumerate() {
        let shape = shapes[value]
            .clone()
            .ok_or_else(|| OpError::new(op, "a result of the graph is null"))?;
        // An argument or another result, handed through: the identity shortcut.
        if slots[value] != Slot::Output(at) && !shape.contains(&0) {
            let outputs = [shape.clone()];
            let call = Call { inputs: &[], outputs: &outputs };
            let step = copy(&call, slots[value]);
            whole.steps.push(Step { outputs: vec![Slot::Output(at)], ..step });
        }
        whole.outputs.push(shape);
    }
    whole.share_scratch();
    Ok(whole)
}
