//! Recorded functions: the calls of a function on placeholders, as one graph.

use std::{collections::BTreeMap, rc::Rc};

use ops::{Graph, GraphStep, Op, Options};
use tensor::show_shape;

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

/// A recording as a graph of its placeholders and then its constants.
pub(crate) struct Recorded {
    pub(crate) graph: Graph,
    /// The shapes of the placeholders.
    pub(crate) inputs: Vec<Vec<usize>>,
    pub(crate) constants: Vec<Rc<Node>>,
}

impl Recorded {
    /// Refuses tensors that have not the shapes with which `what` was recorded.
    pub(crate) fn check(
        &self,
        what: &'static str,
        given: &[Option<Rc<Node>>],
    ) -> Result<(), String> {
        for (at, want) in self.inputs.iter().enumerate() {
            let got = given.get(at).and_then(Option::as_ref).map(|n| n.shape.as_slice());
            if got != Some(want.as_slice()) {
                let got = got.map_or("nothing".to_owned(), show_shape);
                let want = show_shape(want);
                return Err(format!(
                    "{what}: argument {at} was recorded with the shape {want}, got {got}"
                ));
            }
        }
        Ok(())
    }
}

/// A recording that can be run.
#[derive(Clone)]
pub(crate) struct Compiled {
    pub(crate) recorded: Rc<Recorded>,
    pub(crate) program: Rc<Program>,
}

impl Compiled {
    pub(crate) fn new(recorded: Recorded) -> Self {
        let program = Rc::new(Program::new("compile", recorded.graph.clone()));
        Self { recorded: Rc::new(recorded), program }
    }
}

/// The graph of a recording; `constants` are the nodes behind its numbers, `what` is who errors name.
///
/// # Errors
/// What is wrong with its first impossible call.
pub(crate) fn recorded(
    what: &'static str,
    recording: Recording,
    constants: Vec<Rc<Node>>,
) -> Result<Recorded, String> {
    let mut shapes: Vec<Vec<usize>> = recording.inputs.clone();
    shapes.extend(constants.iter().map(|n| n.shape.clone()));
    let count = shapes.len();
    // From the recorder's numbers to the graph's, which knows only answers that are there.
    let mut values: BTreeMap<u32, usize> = tensor::map((0..count).map(|i| (i as u32, i)));
    let place = |values: &BTreeMap<u32, usize>, number: u32| {
        values.get(&number).copied().ok_or(format!("{what}: a call has no such result"))
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
    Ok(Recorded { graph, inputs: recording.inputs, constants })
}
