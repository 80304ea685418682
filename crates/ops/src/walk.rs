//! A graph on the CPU, step by step, so that a long one can be put down and taken up again.

use std::{collections::BTreeMap, ops::Deref, rc::Rc};

use tensor::Tensor;

use crate::error::OpError;
use crate::graph::Graph;

/// A value of a graph: the caller's, or made on the way.
#[derive(Debug, Clone)]
pub enum Held<'a> {
    /// Lent by the caller.
    Given(&'a Tensor),
    /// Shared, or made by a step.
    Made(Rc<Tensor>),
}

impl Held<'_> {
    /// The tensor, without a copy where nobody else has it.
    #[must_use]
    pub fn into_tensor(self) -> Tensor {
        match self {
            Self::Given(tensor) => tensor.clone(),
            Self::Made(tensor) => Rc::unwrap_or_clone(tensor),
        }
    }
}

impl Deref for Held<'_> {
    type Target = Tensor;

    fn deref(&self) -> &Tensor {
        match self {
            Self::Given(tensor) => tensor,
            Self::Made(tensor) => tensor,
        }
    }
}

/// Where a run of a graph has come to.
///
/// It is always advanced with the graph that it began with.
#[derive(Debug)]
pub struct Walk<'a> {
    values: Vec<Option<Held<'a>>>,
    /// The step after which a value is forgotten.
    last: BTreeMap<usize, usize>,
    at: usize,
    end: usize,
}

impl<'a> Walk<'a> {
    /// Before the first step; `None` is null.
    #[must_use]
    pub fn new(graph: &Graph, inputs: Vec<Option<Held<'a>>>) -> Self {
        Self::between(graph, inputs, graph.steps.len(), &graph.outputs)
    }

    /// As [`Walk::new`], but it ends before step `end`, whose arguments it keeps.
    pub(crate) fn to(graph: &Graph, inputs: Vec<Option<Held<'a>>>, end: usize) -> Self {
        let wanted: Vec<usize> = graph.steps[end].inputs.iter().copied().flatten().collect();
        Self::between(graph, inputs, end, &wanted)
    }

    fn between(
        graph: &Graph,
        mut values: Vec<Option<Held<'a>>>,
        end: usize,
        wanted: &[usize],
    ) -> Self {
        values.resize(graph.inputs, None);
        let steps = graph.steps[..end].iter().enumerate();
        // The later entry of a value stays: the last step that reads it.
        let read = steps.flat_map(|(at, s)| s.inputs.iter().flatten().map(move |&i| (i, at)));
        let mut last = tensor::map(read);
        last.extend(wanted.iter().map(|&value| (value, usize::MAX)));
        Self { values, last, at: 0, end }
    }

    /// Takes one step; `false` where there is none left. A value is forgotten when the last step
    /// that reads it is done.
    ///
    /// # Errors
    /// That of the step.
    pub fn advance(&mut self, graph: &Graph) -> Result<bool, OpError> {
        if self.at >= self.end {
            return Ok(false);
        }
        let step = &graph.steps[self.at];
        let made = step.op.forward(&self.values(&step.inputs))?;
        self.values.extend(made.into_iter().map(|t| Some(Held::Made(Rc::new(t)))));
        for &value in step.inputs.iter().flatten() {
            if self.last.get(&value) == Some(&self.at) {
                self.values[value] = None;
            }
        }
        self.at += 1;
        Ok(true)
    }

    /// The results, once no step is left.
    #[must_use]
    pub fn results(mut self, graph: &Graph) -> Vec<Held<'a>> {
        let mut results = Vec::new();
        for (at, &output) in graph.outputs.iter().enumerate() {
            // A result that stands twice is shared.
            let again = graph.outputs[at + 1..].contains(&output);
            let value = &mut self.values[output];
            results.extend(if again { value.clone() } else { value.take() });
        }
        results
    }

    /// The values of these numbers.
    pub(crate) fn values(&self, numbers: &[Option<usize>]) -> Vec<Option<&Tensor>> {
        numbers.iter().map(|i| self.values[(*i)?].as_deref()).collect()
    }
}
