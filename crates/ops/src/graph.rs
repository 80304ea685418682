//! An operation as data: primitive steps on numbered values.
//!
//! Values are numbered: first the inputs, null ones too, then each step's
//! outputs in order. The CPU runs the steps one by one; the GPU plans the same.

use tensor::Tensor;

use crate::cost::Cost;
use crate::error::OpError;
use crate::table::Op;
use crate::trace::{Combine, Factor, Term, Trace};
use crate::walk::{Held, Walk};

/// One primitive operation on numbered values.
#[derive(Debug, Clone, PartialEq)]
pub struct GraphStep {
    /// A primitive.
    pub op: Op,
    /// The numbers of its arguments; `None` is null.
    pub inputs: Vec<Option<usize>>,
}

/// The steps of a composite operation, of a net, or of a whole step of training.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// How many inputs it has; they are the values `0..inputs`.
    pub inputs: usize,
    /// The steps in an order that can be run.
    pub steps: Vec<GraphStep>,
    /// The values that are the results.
    pub outputs: Vec<usize>,
}

impl Graph {
    /// The graph of one call: a composite's own, of a primitive the one step.
    ///
    /// # Errors
    /// As [`Op::out_shapes`].
    pub fn of(op: &Op, inputs: &[Option<&[usize]>]) -> Result<Self, OpError> {
        if let Some(graph) = op.graph(inputs) {
            return graph;
        }
        let many = inputs.len();
        let outputs = (many..many + op.out_shapes(inputs)?.len()).collect();
        let given = (0..many).map(|i| inputs[i].map(|_| i)).collect();
        let steps = vec![GraphStep { op: op.clone(), inputs: given }];
        Ok(Self { inputs: many, steps, outputs })
    }

    /// The shapes of all values, inputs first.
    pub(crate) fn shapes(
        &self,
        inputs: &[Option<&[usize]>],
    ) -> Result<Vec<Option<Vec<usize>>>, OpError> {
        let mut shapes: Vec<_> = (0..self.inputs)
            .map(|i| inputs.get(i).copied().flatten().map(<[usize]>::to_vec))
            .collect();
        for step in &self.steps {
            let made = step.op.out_shapes(&picked(&step.inputs, &shapes))?;
            shapes.extend(made.into_iter().map(Some));
        }
        Ok(shapes)
    }

    /// The shapes of the results.
    ///
    /// # Errors
    /// As the first step that does not fit.
    pub fn out_shapes(&self, inputs: &[Option<&[usize]>]) -> Result<Vec<Vec<usize>>, OpError> {
        let shapes = self.shapes(inputs)?;
        Ok(self.outputs.iter().filter_map(|&o| shapes[o].clone()).collect())
    }

    /// What all steps cost together.
    ///
    /// # Errors
    /// As [`Graph::out_shapes`].
    pub fn cost(&self, inputs: &[Option<&[usize]>]) -> Result<Cost, OpError> {
        let shapes = self.shapes(inputs)?;
        self.steps.iter().try_fold(Cost::default(), |sum, step| {
            Ok(sum + step.op.cost(&picked(&step.inputs, &shapes))?)
        })
    }

    /// The results on the CPU; a value is forgotten when the last step that reads it is done.
    ///
    /// # Errors
    /// Those of the steps.
    pub fn forward(&self, inputs: &[Option<&Tensor>]) -> Result<Vec<Tensor>, OpError> {
        let mut walk = Walk::new(self, inputs.iter().map(|t| t.map(Held::Given)).collect());
        while walk.advance(self)? {}
        Ok(walk.results(self).into_iter().map(Held::into_tensor).collect())
    }

    /// The terms of a number of result `output`: those of the step that made it.
    ///
    /// # Errors
    /// Where shapes do not fit, or there is no such number.
    pub fn trace(
        &self,
        op: &'static str,
        inputs: &[Option<&Tensor>],
        output: usize,
        index: &[usize],
    ) -> Result<Trace, OpError> {
        let Some(&value) = self.outputs.get(output) else {
            return Err(OpError::new(op, format!("there is no output {output}")));
        };
        if let Some((at, first)) = self.maker(value, &shapes_of(inputs))? {
            let step = &self.steps[at];
            let given = inputs.iter().map(|t| t.map(Held::Given)).collect();
            let mut walk = Walk::to(self, given, at);
            while walk.advance(self)? {}
            return step.op.trace(&walk.values(&step.inputs), value - first, index);
        }
        // The result is an argument handed through, as the identity shortcut is.
        let given = inputs.get(value).copied().flatten().and_then(|t| t.get(index));
        let Some(given) = given else {
            return Err(OpError::new(op, format!("the index {index:?} is outside the output")));
        };
        let factor = Factor { input: "x", index: index.to_vec(), value: given };
        let terms = vec![Term::of(vec![factor])];
        Ok(Trace { op, index: index.to_vec(), terms, combine: Combine::Sum })
    }

    /// The step that makes a value, and the number of its first output; `None` for an input.
    fn maker(
        &self,
        value: usize,
        inputs: &[Option<&[usize]>],
    ) -> Result<Option<(usize, usize)>, OpError> {
        if value < self.inputs {
            return Ok(None);
        }
        let shapes = self.shapes(inputs)?;
        let mut first = self.inputs;
        for (at, step) in self.steps.iter().enumerate() {
            let makes = step.op.out_shapes(&picked(&step.inputs, &shapes))?.len();
            if value < first + makes {
                return Ok(Some((at, first)));
            }
            first += makes;
        }
        Ok(None)
    }
}

pub(crate) fn picked<'a>(
    inputs: &[Option<usize>],
    shapes: &'a [Option<Vec<usize>>],
) -> Vec<Option<&'a [usize]>> {
    inputs.iter().map(|i| shapes[(*i)?].as_deref()).collect()
}

fn shapes_of<'a>(tensors: &[Option<&'a Tensor>]) -> Vec<Option<&'a [usize]>> {
    tensors.iter().map(|t| t.map(Tensor::shape)).collect()
}
