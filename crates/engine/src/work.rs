//! What a call carries out: one operation, or a recorded program.

use std::{cell::RefCell, rc::Rc};

use kernels::{Plan, compose, plan};
use ops::{Graph, Op, OpError, Trace};
use tensor::Tensor;

type Shapes<'a> = [Option<&'a [usize]>];

/// A recorded function, always called with the same shapes: its steps, and what has been found of
/// them once, the shapes of the results and the plan for a device.
pub(crate) struct Program {
    /// Who errors name.
    name: &'static str,
    pub(crate) graph: Graph,
    out_shapes: RefCell<Option<Vec<Vec<usize>>>>,
    plan: RefCell<Option<Rc<Plan>>>,
}

impl Program {
    pub(crate) fn new(name: &'static str, graph: Graph) -> Self {
        Self { name, graph, out_shapes: RefCell::default(), plan: RefCell::default() }
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
            Self::Program(program) => {
                if let Some(shapes) = program.out_shapes.borrow().as_ref() {
                    return Ok(shapes.clone());
                }
                let shapes = program.graph.out_shapes(inputs)?;
                *program.out_shapes.borrow_mut() = Some(shapes.clone());
                Ok(shapes)
            }
        }
    }

    /// What the CPU would refuse while it computes, and a device cannot.
    pub(crate) fn check_ids(
        &self,
        values: &[Option<&Tensor>],
        shapes: &Shapes<'_>,
    ) -> Result<(), OpError> {
        match self {
            Self::Op(op) => op.check_ids(values, shapes),
            Self::Program(program) => program.graph.check_ids(values, shapes),
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
                let plan = Rc::new(compose(&program.graph, program.name, inputs)?);
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
            Self::Program(program) => program.graph.trace(program.name, inputs, output, index),
        }
    }

    /// Whether it is made of numbers alone.
    pub(crate) fn takes_nothing(&self) -> bool {
        matches!(self, Self::Op(op) if op.entry().inputs.is_empty())
    }
}
