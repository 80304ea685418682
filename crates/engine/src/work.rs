//! What a call carries out: one operation, or a recorded program.

use std::{cell::RefCell, rc::Rc};

use kernels::{Plan, compose, plan};
use ops::{Graph, Op, OpError, Trace};
use tensor::Tensor;

type Shapes<'a> = [Option<&'a [usize]>];

/// A recorded function: its steps, and their plan once a device has run them.
pub(crate) struct Program {
    pub(crate) graph: Graph,
    plan: RefCell<Option<Rc<Plan>>>,
}

impl Program {
    pub(crate) fn new(graph: Graph) -> Self {
        Self { graph, plan: RefCell::default() }
    }
}

/// What a call carries out.
pub(crate) enum Work {
    Op(Op),
    /// Called with the shapes it was recorded with.
    Program(Rc<Program>),
}

impl Work {
    pub(crate) fn out_shapes(&self, inputs: &Shapes<'_>) -> Result<Vec<Vec<usize>>, OpError> {
        match self {
            Self::Op(op) => op.out_shapes(inputs),
            Self::Program(program) => program.graph.out_shapes(inputs),
        }
    }

    pub(crate) fn forward(&self, inputs: &[Option<&Tensor>]) -> Result<Vec<Tensor>, OpError> {
        match self {
            Self::Op(op) => op.forward(inputs),
            Self::Program(program) => program.graph.forward(inputs),
        }
    }

    pub(crate) fn plan(&self, inputs: &Shapes<'_>) -> Result<Rc<Plan>, OpError> {
        match self {
            Self::Op(op) => plan(op, inputs).map(Rc::new),
            Self::Program(program) => {
                if let Some(plan) = program.plan.borrow().as_ref() {
                    return Ok(Rc::clone(plan));
                }
                let plan = Rc::new(compose(&program.graph, "compile", inputs)?);
                *program.plan.borrow_mut() = Some(Rc::clone(&plan));
                Ok(plan)
            }
        }
    }

    pub(crate) fn trace(
        &self,
        inputs: &[Option<&Tensor>],
        output: usize,
        index: &[usize],
    ) -> Result<Trace, OpError> {
        match self {
            Self::Op(op) => op.trace(inputs, output, index),
            Self::Program(program) => program.graph.trace("compile", inputs, output, index),
        }
    }

    /// Whether it is made of numbers alone.
    pub(crate) fn takes_nothing(&self) -> bool {
        matches!(self, Self::Op(op) if op.entry().inputs.is_empty())
    }
}
