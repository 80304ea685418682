//! Ids and targets that are outside of their table, told before a device computes with them.
//!
//! The CPU refuses them while it computes; a kernel cannot refuse anything.

use tensor::Tensor;

use crate::embedding::class;
use crate::error::OpError;
use crate::graph::Graph;
use crate::operation::Args;
use crate::table::Op;

impl Op {
    /// Checks the ids of `embedding` and the targets of `crossEntropy` against the shapes of the
    /// call; values that are not at hand (`None`) are not looked at.
    ///
    /// # Errors
    /// Names the id, and what it may be.
    pub fn check_ids(
        &self,
        values: &[Option<&Tensor>],
        shapes: &[Option<&[usize]>],
    ) -> Result<(), OpError> {
        let args = Args { entry: self.entry(), all: values };
        let size = |i: usize, axis: usize| shapes[i].and_then(|s| s.get(axis)).copied();
        match self {
            Self::Embedding(_) => {
                let (Some(ids), Some(rows)) = (args.may(0), size(1, 0)) else { return Ok(()) };
                (0..ids.data().len())
                    .try_for_each(|at| class(&args, 0, at, rows, "table has rows").map(drop))
            }
            Self::CrossEntropy(op) => {
                let (Some(targets), Some(classes)) = (args.may(1), size(0, 1)) else {
                    return Ok(());
                };
                (0..targets.data().len())
                    .filter(|&at| !op.ignores(targets.data()[at]))
                    .try_for_each(|at| class(&args, 1, at, classes, "the classes are").map(drop))
            }
            _ => Ok(()),
        }
    }

    /// Whether [`Op::check_ids`] has anything to look at.
    #[must_use]
    pub fn takes_ids(&self) -> bool {
        matches!(self, Self::Embedding(_) | Self::CrossEntropy(_))
    }
}

impl Graph {
    /// As [`Op::check_ids`], for the steps that read their ids from the graph's own inputs.
    ///
    /// # Errors
    /// As [`Op::check_ids`].
    pub fn check_ids(
        &self,
        values: &[Option<&Tensor>],
        shapes: &[Option<&[usize]>],
    ) -> Result<(), OpError> {
        if !self.steps.iter().any(|step| step.op.takes_ids()) {
            return Ok(());
        }
        let all = self.shapes(shapes)?;
        for step in self.steps.iter().filter(|step| step.op.takes_ids()) {
            let value = |i: &Option<usize>| values.get((*i)?).copied().flatten();
            let shape = |i: &Option<usize>| all[(*i)?].as_deref();
            let given: Vec<Option<&Tensor>> = step.inputs.iter().map(value).collect();
            let sizes: Vec<Option<&[usize]>> = step.inputs.iter().map(shape).collect();
            step.op.check_ids(&given, &sizes)?;
        }
        Ok(())
    }
}
