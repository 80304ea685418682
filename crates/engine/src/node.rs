//! A tensor of the engine: what it is and how it was made.

use std::{cell::RefCell, rc::Rc};

use ops::Op;
use tensor::Tensor;

/// How a tensor came to be.
pub(crate) enum Recipe {
    /// Uploaded by the caller.
    Source,
    /// The only output of an operation.
    Op {
        /// The operation with its parameters.
        op: Op,
        /// Its arguments; `None` is null.
        inputs: Vec<Option<Rc<Node>>>,
    },
}

/// A tensor: its shape, its recipe, and its values once they are on the host.
pub(crate) struct Node {
    pub(crate) shape: Vec<usize>,
    pub(crate) recipe: Recipe,
    pub(crate) host: RefCell<Option<Rc<Tensor>>>,
}
