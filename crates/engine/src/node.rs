//! A tensor of the engine: what it is, how it was made, and where its values are.

use std::{cell::RefCell, rc::Rc};

use gpu::Buffer;
use tensor::Tensor;

use crate::work::Work;

/// A call; its outputs remember it.
pub(crate) struct Call {
    /// What is carried out.
    pub(crate) work: Work,
    /// Its arguments; `None` is null.
    pub(crate) inputs: Vec<Option<Rc<Node>>>,
}

/// How a tensor came to be.
pub(crate) enum Recipe {
    /// Uploaded by the caller; its values stay on the host.
    Source,
    /// Output number `.1` of a call.
    Output(Rc<Call>, usize),
}

/// A tensor: its shape, its recipe, and its values where they are.
pub(crate) struct Node {
    pub(crate) shape: Vec<usize>,
    pub(crate) recipe: Recipe,
    pub(crate) host: RefCell<Option<Rc<Tensor>>>,
    /// On the device, and on the how-many-eth device of this engine.
    pub(crate) device: RefCell<Option<(u32, Buffer)>>,
}

impl Node {
    pub(crate) fn source(values: Tensor) -> Rc<Self> {
        Self::shared(Rc::new(values))
    }

    pub(crate) fn shared(values: Rc<Tensor>) -> Rc<Self> {
        let shape = values.shape().to_vec();
        let host = RefCell::new(Some(values));
        Rc::new(Self { shape, recipe: Recipe::Source, host, device: RefCell::default() })
    }

    pub(crate) fn output(call: &Rc<Call>, at: usize, shape: Vec<usize>) -> Rc<Self> {
        let recipe = Recipe::Output(Rc::clone(call), at);
        Rc::new(Self { shape, recipe, host: RefCell::default(), device: RefCell::default() })
    }

    /// The values on the host, if they are there.
    pub(crate) fn held(&self) -> Option<Rc<Tensor>> {
        self.host.borrow().clone()
    }

    /// The values on device number `generation`, if they are there.
    pub(crate) fn on_device(&self, generation: u32) -> Option<Buffer> {
        self.device.borrow().as_ref().filter(|(g, _)| *g == generation).map(|(_, b)| b.clone())
    }

    /// Lets go of what the recipe can make again.
    pub(crate) fn forget(&self) {
        self.device.borrow_mut().take();
        if matches!(self.recipe, Recipe::Output(..)) {
            self.host.borrow_mut().take();
        }
    }
}
