//! The GPU backend: every operation by its plan, lost devices replaced.

use std::{cell::RefCell, rc::Rc};

use gpu::{Buffer, Counts, Gpu, GpuError};
use ops::OpError;
use tensor::Tensor;

use crate::{
    host,
    node::{Call, Node, Recipe},
};

/// So many devices are lost before the engine goes on without one.
const MOST_LOSSES: u32 = 3;

/// A device, and how many there were before it.
pub(crate) struct Device {
    gpu: Gpu,
    generation: u32,
    /// What the lost ones had been given.
    before: Counts,
}

impl Device {
    pub(crate) async fn open() -> Result<Self, GpuError> {
        Ok(Self { gpu: Gpu::open().await?, generation: 0, before: Counts::default() })
    }

    pub(crate) fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    pub(crate) fn counts(&self) -> Counts {
        let now = self.gpu.counts();
        Counts {
            dispatches: self.before.dispatches + now.dispatches,
            submits: self.before.submits + now.submits,
            buffers: self.before.buffers + now.buffers,
            groups: self.before.groups + now.groups,
        }
    }

    /// Opens another device in place of a lost one.
    pub(crate) async fn replace(&mut self) -> Result<(), GpuError> {
        if self.generation + 1 >= MOST_LOSSES {
            return Err(GpuError::Lost);
        }
        let gpu = Gpu::open().await?;
        self.before = self.counts();
        self.gpu = gpu;
        self.generation += 1;
        Ok(())
    }

    /// Records a call; its outputs' values are on their way.
    pub(crate) fn run(&self, call: &Call) -> Result<Vec<Buffer>, OpError> {
        if call.work.takes_nothing() {
            // Made of numbers alone, in double precision: the CPU's work.
            let made = host::outputs(call)?;
            return Ok(made.iter().map(|t| self.gpu.upload(t.data())).collect());
        }
        let shapes: Vec<Option<&[usize]>> =
            call.inputs.iter().map(|n| n.as_ref().map(|n| n.shape.as_slice())).collect();
        let plan = call.work.plan(&shapes)?;
        let inputs: Vec<Option<Buffer>> = call
            .inputs
            .iter()
            .map(|n| n.as_ref().map(|n| self.buffer(n)).transpose())
            .collect::<Result<_, _>>()?;
        Ok(self.gpu.run(&plan, &inputs))
    }

    /// The values of a node on this device: uploaded or computed again where they are not there.
    pub(crate) fn buffer(&self, node: &Node) -> Result<Buffer, OpError> {
        if let Some(there) = node.on_device(self.generation) {
            return Ok(there);
        }
        let buffer = match (node.held(), &node.recipe) {
            (Some(values), _) => self.gpu.upload(values.data()),
            (None, Recipe::Output(call, at)) => {
                let made = self.run(call)?.into_iter().nth(*at);
                made.ok_or_else(|| OpError::new("tensor", "its call has no such output"))?
            }
            (None, Recipe::Source) => {
                return Err(OpError::new("tensor", "the values of an uploaded tensor are gone"));
            }
        };
        self.keep(node, buffer.clone());
        Ok(buffer)
    }

    /// A tensor of a shape that is nowhere but here.
    pub(crate) fn node(&self, shape: &[usize], buffer: Buffer) -> Rc<Node> {
        Rc::new(Node {
            shape: shape.to_vec(),
            recipe: Recipe::Source,
            host: RefCell::default(),
            device: RefCell::new(Some((self.generation, buffer))),
        })
    }

    /// How many devices there were before it.
    pub(crate) fn generation(&self) -> u32 {
        self.generation
    }

    pub(crate) fn keep(&self, node: &Node, buffer: Buffer) {
        *node.device.borrow_mut() = Some((self.generation, buffer));
    }

    /// The values of these nodes, in one readback.
    pub(crate) async fn read(&self, nodes: &[Rc<Node>]) -> Result<Vec<Rc<Tensor>>, Failure> {
        let buffers: Vec<Buffer> =
            nodes.iter().map(|n| self.buffer(n)).collect::<Result<_, _>>()?;
        let read = self.gpu.read(&buffers.iter().collect::<Vec<_>>()).await?;
        let tensors = nodes.iter().zip(read).map(|(node, values)| {
            Tensor::new(&node.shape, values)
                .map(Rc::new)
                .map_err(|e| OpError::new("tensor", e.to_string()).into())
        });
        tensors.collect()
    }
}

/// Why values did not come back.
pub(crate) enum Failure {
    /// The call cannot be carried out.
    Op(OpError),
    /// The device failed.
    Gpu(GpuError),
}

impl Failure {
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Op(e) => e.to_string(),
            Self::Gpu(e) => e.to_string(),
        }
    }
}

impl From<OpError> for Failure {
    fn from(e: OpError) -> Self {
        Self::Op(e)
    }
}

impl From<GpuError> for Failure {
    fn from(e: GpuError) -> Self {
        Self::Gpu(e)
    }
}
