//! Writing a graph down.

use std::ops::Range;

use tensor::show_shape;

use crate::activation::Activation;
use crate::add::Add;
use crate::error::OpError;
use crate::graph::{Graph, GraphStep, picked};
use crate::operation::Shapes;
use crate::table::Op;

/// Writes a graph down step by step; every step's shapes are checked as it is added.
pub(crate) struct Builder {
    op: &'static str,
    inputs: usize,
    shapes: Vec<Option<Vec<usize>>>,
    steps: Vec<GraphStep>,
    /// The number of each step's first output.
    firsts: Vec<usize>,
}

impl Builder {
    /// Begins with the arguments of a call as values.
    pub(crate) fn new(args: &Shapes<'_>) -> Self {
        let inputs = args.entry.inputs.len();
        let shapes = (0..inputs).map(|i| args.may(i).map(<[usize]>::to_vec));
        Self::on(args.entry.name, shapes.collect())
    }

    /// Begins with values of these shapes; `op` is who errors name.
    pub(crate) fn on(op: &'static str, shapes: Vec<Option<Vec<usize>>>) -> Self {
        Self { op, inputs: shapes.len(), shapes, steps: Vec::new(), firsts: Vec::new() }
    }

    /// Adds a step and answers the number of its first output.
    ///
    /// # Errors
    /// The step's own, with `part` for the reader to know which step.
    pub(crate) fn step(
        &mut self,
        part: &str,
        op: impl Into<Op>,
        inputs: &[Option<usize>],
    ) -> Result<usize, OpError> {
        let op = op.into();
        let made =
            op.out_shapes(&picked(inputs, &self.shapes)).map_err(|e| e.inside(self.op, part))?;
        let first = self.shapes.len();
        self.firsts.push(first);
        self.shapes.extend(made.into_iter().map(Some));
        self.steps.push(GraphStep { op, inputs: inputs.to_vec() });
        Ok(first)
    }

    /// Adds the steps of a graph, composites as theirs, and answers its results.
    ///
    /// # Errors
    /// The steps' own.
    pub(crate) fn inline(
        &mut self,
        graph: &Graph,
        inputs: &[Option<usize>],
    ) -> Result<Vec<Option<usize>>, OpError> {
        let given = |i| inputs.get(i).copied().flatten();
        let mut values: Vec<Option<usize>> = (0..graph.inputs).map(given).collect();
        for step in &graph.steps {
            let args: Vec<Option<usize>> =
                step.inputs.iter().map(|i| values.get((*i)?).copied().flatten()).collect();
            let name = step.op.entry().name;
            let inner = step.op.graph(&picked(&args, &self.shapes));
            match inner {
                Some(inner) => {
                    let inner = inner.map_err(|e| e.inside(self.op, name))?;
                    values.extend(self.inline(&inner, &args)?);
                }
                None => {
                    let first = self.step(name, step.op.clone(), &args)?;
                    values.extend((first..self.shapes.len()).map(Some));
                }
            }
        }
        Ok(graph.outputs.iter().map(|&o| values.get(o).copied().flatten()).collect())
    }

    /// Adds the sum of two values that must have one shape; `what` is the second.
    pub(crate) fn sum(
        &mut self,
        what: &str,
        a: usize,
        b: usize,
        activation: Activation,
    ) -> Result<usize, OpError> {
        let (left, right) = (self.shape(a), self.shape(b));
        if left != right {
            let (left, right) = (show_shape(left), show_shape(right));
            return Err(self.bad(format!("{what} {right} cannot be added to {left}")));
        }
        self.step(what, Add { activation }, &[Some(a), Some(b)])
    }

    /// An error of the composite.
    pub(crate) fn bad(&self, message: impl Into<String>) -> OpError {
        OpError::new(self.op, message)
    }

    /// The shape of a value; empty for null.
    pub(crate) fn shape(&self, value: usize) -> &[usize] {
        self.shapes.get(value).and_then(Option::as_deref).unwrap_or_default()
    }

    /// How many values and how many steps there are.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.shapes.len(), self.steps.len())
    }

    /// A step, and the numbers of what it makes.
    pub(crate) fn made(&self, step: usize) -> (&GraphStep, Range<usize>) {
        let end = self.firsts.get(step + 1).copied().unwrap_or(self.shapes.len());
        (&self.steps[step], self.firsts[step]..end)
    }

    /// The graph with these results, without the steps of which nothing comes.
    pub(crate) fn finish_used(self, outputs: &[usize]) -> Graph {
        let (values, steps) = self.size();
        let (mut used, mut kept) = (vec![false; values], vec![false; steps]);
        for &output in outputs {
            used[output] = true;
        }
        for at in (0..steps).rev() {
            let (step, made) = self.made(at);
            kept[at] = used[made].contains(&true);
            if kept[at] {
                for &input in step.inputs.iter().flatten() {
                    used[input] = true;
                }
            }
        }
        let mut numbers: Vec<usize> = (0..self.inputs).collect();
        let (mut next, mut left) = (self.inputs, Vec::new());
        for at in 0..steps {
            let (step, made) = self.made(at);
            numbers.extend((0..made.len()).map(|i| next + i));
            if kept[at] {
                next += made.len();
                let inputs = step.inputs.iter().map(|i| i.map(|i| numbers[i])).collect();
                left.push(GraphStep { op: step.op.clone(), inputs });
            }
        }
        let outputs = outputs.iter().map(|&o| numbers[o]).collect();
        Graph { inputs: self.inputs, steps: left, outputs }
    }

    /// The graph with these results.
    pub(crate) fn finish(self, outputs: Vec<usize>) -> Graph {
        Graph { inputs: self.inputs, steps: self.steps, outputs }
    }
}
