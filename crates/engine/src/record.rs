//! Recorded functions: the calls of a function on placeholders, as one graph.

use std::{collections::BTreeMap, rc::Rc};

use ops::{Graph, GraphStep, Op, Options};

use crate::{node::Node, work::Program};

/// One call of a recording; values are numbered by the recorder.
#[derive(Debug, Clone, Default)]
pub struct RecordedStep {
    /// The operation's name.
    pub op: String,
    /// Its options.
    pub options: Options,
    /// The numbers of its arguments; `None` is null.
    pub inputs: Vec<Option<u32>>,
    /// The numbers of its answers, as many as the table lists.
    pub outputs: Vec<u32>,
}

/// A recording: a function of tensors of given shapes.
#[derive(Debug, Clone, Default)]
pub struct Recording {
    /// The shapes of the placeholders, which are the values `0..`.
    pub inputs: Vec<Vec<usize>>,
    /// The engine's numbers of the tensors that the function uses besides; the values behind the placeholders.
    pub constants: Vec<u32>,
    /// The calls in order.
    pub steps: Vec<RecordedStep>,
    /// The values that are the results.
    pub outputs: Vec<u32>,
}

/// A recording that can be run.
#[derive(Clone)]
pub(crate) struct Compiled {
    pub(crate) program: Rc<Program>,
    pub(crate) inputs: Vec<Vec<usize>>,
    pub(crate) constants: Vec<Rc<Node>>,
}

/// The graph of a recording; `constants` are the nodes behind its numbers.
///
/// # Errors
/// What is wrong with its first impossible call.
pub(crate) fn compiled(recording: Recording, constants: Vec<Rc<Node>>) -> Result<Compiled, String> {
    let mut shapes: Vec<Vec<usize>> = recording.inputs.clone();
    shapes.extend(constants.iter().map(|n| n.shape.clone()));
    let count = shapes.len();
    // From the recorder's numbers to the graph's, which knows only answers that are there.
    let mut values: BTreeMap<u32, usize> = (0..count).map(|i| (i as u32, i)).collect();
    let place = |values: &BTreeMap<u32, usize>, number: u32| {
        values.get(&number).copied().ok_or("compile: a call has no such result".to_owned())
    };
    let mut steps = Vec::new();
    for step in recording.steps {
        let op = Op::parse(&step.op, &step.options).map_err(|e| e.to_string())?;
        let inputs: Vec<Option<usize>> = step
            .inputs
            .iter()
            .map(|i| i.map(|i| place(&values, i)).transpose())
            .collect::<Result<_, _>>()?;
        let given: Vec<Option<&[usize]>> =
            inputs.iter().map(|i| i.map(|i| shapes[i].as_slice())).collect();
        let made = op.out_shapes(&given).map_err(|e| e.to_string())?;
        for (&number, shape) in step.outputs.iter().zip(made) {
            values.insert(number, shapes.len());
            shapes.push(shape);
        }
        steps.push(GraphStep { op, inputs });
    }
    let outputs: Vec<usize> =
        recording.outputs.iter().map(|&o| place(&values, o)).collect::<Result<_, _>>()?;
    let graph = Graph { inputs: count, steps, outputs };
    Ok(Compiled { program: Rc::new(Program::new(graph)), inputs: recording.inputs, constants })
}
