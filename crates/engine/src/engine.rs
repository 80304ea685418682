//! The table of tensors, and the calls on it.

use std::rc::Rc;

use gpu::GpuError;
use nets::Spec;
use ops::{Op, OpError, Options, Trace};
use tensor::Tensor;

use crate::{
    decode::Decoding,
    device::{Device, Failure},
    evaluate::Evaluating,
    host,
    model::{Forward, Info, MOST_BOUND, Model, Weights},
    node::{Call, Node, Recipe},
    numbered::Numbered,
    record::{Compiled, Recorded, Recording, recorded},
    train::Run,
    vjp::Differentiated,
    work::Work,
};

/// Said of a result that some calls have and this one has not, such as the running
/// statistics of a batch norm without old ones.
const NOT_GIVEN: &str = "this call has no such result";

/// Which backend the caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Backend {
    /// WebGPU on real hardware, else the CPU.
    #[default]
    Auto,
    /// WebGPU, a software device too; an error where there is none.
    Webgpu,
    /// The CPU.
    Cpu,
}

/// What the engine has done since it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// GPU dispatches; 0 on the CPU.
    pub dispatches: u64,
    /// GPU submits; 0 on the CPU.
    pub submits: u64,
    /// Bytes that live tensors hold.
    pub bytes: u64,
    /// Buffers and bindings that had to be made on the device; a call that is repeated needs none.
    pub made: u64,
    /// Tensors, functions, nets, searches and runs that have not been disposed of.
    pub handles: u64,
}

/// Something that happened and that the reader should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// The device was lost and another opened; what was on it has been made again.
    DeviceReplaced,
    /// The device was lost and none opened; the CPU goes on.
    DeviceGone,
}

/// Tensors by the caller's numbers, computed on one backend.
///
/// A call that cannot be carried out poisons its outputs with the error in
/// words; whoever asks for an output's values gets the error, later calls work.
#[derive(Default)]
pub struct Engine {
    tensors: Numbered<Result<Rc<Node>, String>>,
    programs: Numbered<Result<Compiled, String>>,
    pub(crate) gradients: Numbered<Result<Rc<Differentiated>, String>>,
    models: Numbered<Result<Rc<Model>, String>>,
    pub(crate) searches: Numbered<Result<Decoding, String>>,
    pub(crate) runs: Numbered<Run>,
    pub(crate) evaluations: Numbered<Evaluating>,
    pub(crate) device: Option<Device>,
    notices: Vec<Notice>,
}

impl Engine {
    /// An engine that computes on the CPU.
    #[must_use]
    pub fn cpu() -> Self {
        Self::default()
    }

    /// An engine on the backend asked for.
    ///
    /// # Errors
    /// Where WebGPU is asked for and there is none.
    pub async fn open(backend: Backend) -> Result<Self, GpuError> {
        let device = match backend {
            Backend::Cpu => None,
            Backend::Webgpu => Some(Device::open().await?),
            // A software device is slower than the CPU backend.
            Backend::Auto => Device::open().await.ok().filter(|d| !d.gpu().is_software()),
        };
        Ok(Self { device, ..Self::default() })
    }

    /// `"webgpu"` or `"cpu"`.
    #[must_use]
    pub fn backend(&self) -> &'static str {
        if self.device.is_some() { "webgpu" } else { "cpu" }
    }

    /// What computes, in words.
    #[must_use]
    pub fn adapter(&self) -> String {
        self.device.as_ref().map_or_else(|| "CPU".to_owned(), |d| d.gpu().adapter())
    }

    /// What happened since the last time this was asked.
    pub fn notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Takes values in under the number `id`.
    pub fn tensor(&mut self, id: u32, shape: &[usize], data: Vec<f32>) {
        let made = Tensor::new(shape, data).map_err(|e| format!("tensor: {e}")).map(Node::source);
        self.tensors.insert(id, made);
    }

    /// Runs the operation `name` and files its outputs under the numbers `out`.
    pub fn op(&mut self, name: &str, options: &Options, inputs: &[Option<u32>], out: &[u32]) {
        let made = Op::parse(name, options).map_err(|e| e.to_string());
        let made = made.and_then(|op| self.run(Work::Op(op), self.nodes(inputs)?));
        self.file(made, out);
    }

    /// Keeps a recorded function under the number `id`.
    pub fn compile(&mut self, id: u32, recording: Recording) {
        let made = self.recorded("compile", recording);
        self.programs.insert(id, made.map(Compiled::new));
    }

    /// Runs a recorded function on tensors of the shapes it was recorded with.
    pub fn run_compiled(&mut self, id: u32, inputs: &[u32], out: &[u32]) {
        let made = self.compiled_call(id, inputs);
        self.file(made, out);
    }

    fn compiled_call(&self, id: u32, inputs: &[u32]) -> Result<Vec<Rc<Node>>, String> {
        let gone = || Err("compile: this function has been disposed of".to_owned());
        let Compiled { recorded, program } = self.programs.get(id).cloned().unwrap_or_else(gone)?;
        let given: Vec<Option<u32>> = inputs.iter().copied().map(Some).collect();
        let mut nodes = self.nodes(&given)?;
        recorded.check("compile", &nodes)?;
        nodes.truncate(recorded.inputs.len());
        nodes.extend(recorded.constants.iter().cloned().map(Some));
        self.run(Work::Program(program), nodes)
    }

    /// Forgets a recorded function, one with gradients too.
    pub fn dispose_compiled(&mut self, id: u32) {
        self.programs.remove(id);
        self.gradients.remove(id);
    }

    pub(crate) fn recorded(
        &self,
        what: &'static str,
        recording: Recording,
    ) -> Result<Recorded, String> {
        let constants: Result<Vec<_>, String> =
            recording.constants.iter().map(|&id| self.node(id)).collect();
        recorded(what, recording, constants?)
    }

    /// Keeps a net with its weights under the number `id`.
    pub fn model(&mut self, id: u32, spec: Result<Spec, OpError>, weights: Weights) {
        let made = spec.map_err(|e| e.to_string()).and_then(|spec| Model::new(spec, weights));
        self.models.insert(id, made.map(Rc::new));
    }

    /// What a model is.
    ///
    /// # Errors
    /// What was wrong with its specification or its weights.
    pub fn model_info(&self, id: u32) -> Result<Info, String> {
        self.net(id)?.info().map_err(|e| e.to_string())
    }

    /// Runs a part of a model and files y, then what is kept, under the numbers `out`.
    pub fn run_model(&mut self, id: u32, call: &Forward<'_>, inputs: &[Option<u32>], out: &[u32]) {
        let made = self.model_call(id, call, inputs);
        self.file(made, out);
    }

    fn model_call(
        &self,
        id: u32,
        call: &Forward<'_>,
        inputs: &[Option<u32>],
    ) -> Result<Vec<Rc<Node>>, String> {
        self.run_net(&*self.net(id)?, call, self.nodes(inputs)?)
    }

    pub(crate) fn run_net(
        &self,
        model: &Model,
        call: &Forward<'_>,
        mut nodes: Vec<Option<Rc<Node>>>,
    ) -> Result<Vec<Rc<Node>>, String> {
        let shapes: Vec<&[usize]> =
            nodes.iter().map(|n| n.as_ref().map_or(&[][..], |n| n.shape.as_slice())).collect();
        // The CPU has no bindings, and no room for a weight and its pieces.
        let most = self.device.as_ref().map(|_| MOST_BOUND);
        let made = model.program(&shapes, call, most).map_err(|e| e.to_string())?;
        nodes.extend(made.besides.iter().cloned().map(Some));
        self.run(Work::Program(Rc::clone(&made.program)), nodes)
    }

    pub(crate) fn net(&self, id: u32) -> Result<Rc<Model>, String> {
        let gone = || Err("model: this net has been disposed of".to_owned());
        self.models.get(id).cloned().unwrap_or_else(gone)
    }

    /// Forgets a model and its weights.
    pub fn dispose_model(&mut self, id: u32) {
        self.models.remove(id);
    }

    /// As [`Engine::op`], for an operation that has been parsed.
    pub fn call(&mut self, op: Op, inputs: &[Option<u32>], out: &[u32]) {
        let made = self.nodes(inputs).and_then(|inputs| self.run(Work::Op(op), inputs));
        self.file(made, out);
    }

    pub(crate) fn file(&mut self, made: Result<Vec<Rc<Node>>, String>, out: &[u32]) {
        let mut nodes = made.map(Vec::into_iter);
        for &id in out {
            let node = match &mut nodes {
                Ok(nodes) => nodes.next().ok_or_else(|| NOT_GIVEN.to_owned()),
                Err(words) => Err(words.clone()),
            };
            self.tensors.insert(id, node);
        }
    }

    pub(crate) fn nodes(&self, ids: &[Option<u32>]) -> Result<Vec<Option<Rc<Node>>>, String> {
        ids.iter().map(|id| id.map(|id| self.node(id)).transpose()).collect()
    }

    pub(crate) fn run(
        &self,
        work: Work,
        inputs: Vec<Option<Rc<Node>>>,
    ) -> Result<Vec<Rc<Node>>, String> {
        let said = |e: OpError| e.to_string();
        let given: Vec<Option<&[usize]>> =
            inputs.iter().map(|n| n.as_ref().map(|n| n.shape.as_slice())).collect();
        let shapes = work.out_shapes(&given).map_err(said)?;
        if self.device.is_some() {
            let held: Vec<Option<Rc<Tensor>>> =
                inputs.iter().map(|n| n.as_ref().and_then(|n| n.held())).collect();
            let held: Vec<Option<&Tensor>> = held.iter().map(Option::as_deref).collect();
            work.check_ids(&held, &given).map_err(said)?;
        }
        let call = Rc::new(Call { work, inputs });
        let nodes: Vec<Rc<Node>> =
            shapes.into_iter().enumerate().map(|(at, s)| Node::output(&call, at, s)).collect();
        match &self.device {
            // What a lost device should have done is done when values are asked for.
            Some(device) if device.gpu().is_lost() => {}
            Some(device) => {
                for (node, buffer) in nodes.iter().zip(device.run(&call).map_err(said)?) {
                    device.keep(node, buffer);
                }
            }
            None => {
                for (node, values) in nodes.iter().zip(host::outputs(&call).map_err(said)?) {
                    *node.host.borrow_mut() = Some(Rc::new(values));
                }
            }
        }
        Ok(nodes)
    }

    /// Forgets the tensor `id`; what was made from it stays.
    pub fn dispose(&mut self, id: u32) {
        if let Some(Ok(node)) = self.tensors.remove(id) {
            // A recipe may still hold the node; its values need not wait there.
            node.forget();
        }
    }

    /// The shape of the tensor `id`, without waiting for its values.
    ///
    /// # Errors
    /// The words of the call that failed to make it.
    pub fn shape(&self, id: u32) -> Result<Vec<usize>, String> {
        self.node(id).map(|n| n.shape.clone())
    }

    /// The values of several tensors, in one readback.
    pub async fn data(&mut self, ids: &[u32]) -> Vec<Result<Rc<Tensor>, String>> {
        let nodes: Vec<Result<Rc<Node>, String>> = ids.iter().map(|&id| self.node(id)).collect();
        let good: Vec<Rc<Node>> = nodes.iter().filter_map(|n| n.as_ref().ok().cloned()).collect();
        let values = self.values(&good).await;
        let mut values = values.map(Vec::into_iter);
        let next = |node: Result<Rc<Node>, String>| {
            node?;
            match &mut values {
                Ok(values) => values.next().ok_or_else(|| "the answer is short".to_owned()),
                Err(words) => Err(words.clone()),
            }
        };
        nodes.into_iter().map(next).collect()
    }

    /// The values of nodes, from the device or computed on the CPU.
    pub(crate) async fn values(&mut self, nodes: &[Rc<Node>]) -> Result<Vec<Rc<Tensor>>, String> {
        while let Some(device) = &self.device {
            match device.read(nodes).await {
                Ok(values) => return Ok(values),
                Err(Failure::Gpu(GpuError::Lost)) => self.replace_device().await,
                Err(failure) => return Err(failure.words()),
            }
        }
        nodes.iter().map(|n| host::values(n).map_err(|e| e.to_string())).collect()
    }

    /// Has another device in place of a lost one, or the CPU.
    pub(crate) async fn replace_device(&mut self) {
        let Some(device) = &mut self.device else { return };
        let replaced = device.replace().await.is_ok();
        if !replaced {
            self.device = None;
        }
        self.notices.push(if replaced { Notice::DeviceReplaced } else { Notice::DeviceGone });
    }

    /// The terms that made one number of the tensor `id`.
    ///
    /// # Errors
    /// Where the tensor was uploaded, or the index is outside.
    pub async fn trace(&mut self, id: u32, index: &[usize]) -> Result<Trace, String> {
        let node = self.node(id)?;
        let Recipe::Output(call, output) = &node.recipe else {
            return Err("trace: this tensor was given, not computed".to_owned());
        };
        let given: Vec<Rc<Node>> = call.inputs.iter().flatten().cloned().collect();
        let mut values = self.values(&given).await?.into_iter();
        let held: Vec<Option<Rc<Tensor>>> =
            call.inputs.iter().map(|n| n.as_ref().and_then(|_| values.next())).collect();
        let held: Vec<Option<&Tensor>> = held.iter().map(Option::as_deref).collect();
        call.work.trace(&held, *output, index).map_err(|e| e.to_string())
    }

    /// Loses the device as a driver that crashes would.
    ///
    /// # Errors
    /// Where there is none.
    pub fn lose_device(&self) -> Result<(), String> {
        let device = self.device.as_ref().ok_or("simulate: the CPU backend has no device")?;
        device.gpu().destroy();
        Ok(())
    }

    /// What has been done so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        let bytes = |n: &Rc<Node>| 4 * n.shape.iter().product::<usize>() as u64;
        let nets = self.models.values().filter_map(|m| m.as_ref().ok());
        let live = self.tensors.values().filter_map(|t| t.as_ref().ok());
        let live = live.chain(nets.flat_map(|m| &m.weights));
        let counts = self.device.as_ref().map(Device::counts).unwrap_or_default();
        let handles = [
            self.tensors.len(),
            self.programs.len(),
            self.gradients.len(),
            self.models.len(),
            self.searches.len(),
            self.runs.len(),
            self.evaluations.len(),
        ];
        Stats {
            dispatches: counts.dispatches,
            submits: counts.submits,
            made: counts.buffers + counts.groups,
            handles: handles.iter().sum::<usize>() as u64,
            bytes: live.map(bytes).sum::<u64>() + self.runs.values().map(Run::bytes).sum::<u64>(),
        }
    }

    fn node(&self, id: u32) -> Result<Rc<Node>, String> {
        self.tensors
            .get(id)
            .cloned()
            .unwrap_or_else(|| Err("this tensor has been disposed of".to_owned()))
    }
}
