//! The executor: steps of plans to dispatches, many in one submit.

use std::collections::BTreeMap;

use kernels::{Kernel, Plan, Slot};

use crate::{buffer::Buffer, device::Gpu};

/// What the device has been given so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Dispatches.
    pub dispatches: u64,
    /// Submits; one holds many dispatches.
    pub submits: u64,
    /// Buffers that had to be made, as none that waited would do.
    pub buffers: u64,
    /// Bind groups that had to be made, as no earlier step had bound the same buffers.
    pub groups: u64,
}

/// Bytes between the parameters of two steps: the alignment that every device accepts.
pub(crate) const STRIDE: usize = 256;
/// Bind groups that are kept; a forward that is repeated finds its own again.
const MOST_GROUPS: usize = 2048;
/// Steps whose parameters fit the uniform buffer; more are sent in two submits.
const MOST_PENDING: usize = 256;

pub(crate) struct Executor {
    pipelines: BTreeMap<&'static str, Pipeline>,
    uniforms: wgpu::Buffer,
    /// Bound where a kernel's argument is null.
    nothing: wgpu::Buffer,
    params: Vec<u8>,
    pending: Vec<Recorded>,
    groups: BTreeMap<(&'static str, Vec<u64>), wgpu::BindGroup>,
    pub(crate) counts: Counts,
}

struct Pipeline {
    raw: wgpu::ComputePipeline,
    layout: wgpu::BindGroupLayout,
    /// Bytes of the parameters.
    uniform: u64,
}

/// A step that waits for its submit. It keeps its buffers, so that none is handed out again before.
struct Recorded {
    kernel: &'static Kernel,
    buffers: Vec<Option<Buffer>>,
    grid: [u32; 3],
}

impl Executor {
    pub(crate) fn new(device: &wgpu::Device) -> Self {
        let buffer = |size, usage| {
            let size = size as u64;
            device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size,
                usage,
                mapped_at_creation: false,
            })
        };
        let uniform = wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST;
        Self {
            pipelines: BTreeMap::new(),
            uniforms: buffer(STRIDE * MOST_PENDING, uniform),
            nothing: buffer(16, wgpu::BufferUsages::STORAGE),
            params: Vec::new(),
            pending: Vec::new(),
            groups: BTreeMap::new(),
            counts: Counts::default(),
        }
    }

    fn record(&mut self, recorded: Recorded, params: &[u32]) {
        let from = self.params.len();
        self.params.extend_from_slice(bytemuck::cast_slice(params));
        self.params.resize(from + STRIDE, 0);
        self.pending.push(recorded);
    }

    /// Encodes what waits, in order, in one pass.
    fn encode(&mut self, gpu: &Gpu, encoder: &mut wgpu::CommandEncoder) {
        if self.pending.is_empty() {
            return;
        }
        gpu.queue.write_buffer(&self.uniforms, 0, &self.params);
        self.params.clear();
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        for (at, step) in std::mem::take(&mut self.pending).into_iter().enumerate() {
            let numbers: Vec<u64> =
                step.buffers.iter().map(|b| b.as_ref().map_or(0, Buffer::number)).collect();
            if self.groups.len() >= MOST_GROUPS {
                self.groups.clear();
            }
            let key = (step.kernel.name, numbers);
            let group = match self.groups.get(&key) {
                Some(group) => group.clone(),
                None => {
                    let uniforms = self.uniforms.clone();
                    let group = self.bind(&gpu.device, step.kernel, &uniforms, &step.buffers);
                    self.groups.entry(key).or_insert(group).clone()
                }
            };
            self.dispatch(&mut pass, step.kernel.name, &group, at, step.grid);
        }
    }

    /// Binds a step's buffers; its parameters lie in `uniforms`.
    pub(crate) fn bind(
        &mut self,
        device: &wgpu::Device,
        kernel: &'static Kernel,
        uniforms: &wgpu::Buffer,
        buffers: &[Option<Buffer>],
    ) -> wgpu::BindGroup {
        self.counts.groups += 1;
        let pipeline =
            self.pipelines.entry(kernel.name).or_insert_with(|| Pipeline::new(device, kernel));
        bind(device, pipeline, uniforms, &self.nothing, buffers)
    }

    /// Dispatches a step whose parameters are the nth of its uniforms.
    pub(crate) fn dispatch(
        &mut self,
        pass: &mut wgpu::ComputePass<'_>,
        kernel: &'static str,
        group: &wgpu::BindGroup,
        nth: usize,
        [x, y, z]: [u32; 3],
    ) {
        let Some(pipeline) = self.pipelines.get(kernel) else { return };
        pass.set_pipeline(&pipeline.raw);
        pass.set_bind_group(0, group, &[(nth * STRIDE) as u32]);
        pass.dispatch_workgroups(x, y, z);
        self.counts.dispatches += 1;
    }
}

fn bind(
    device: &wgpu::Device,
    pipeline: &Pipeline,
    uniforms: &wgpu::Buffer,
    nothing: &wgpu::Buffer,
    buffers: &[Option<Buffer>],
) -> wgpu::BindGroup {
    let uniform = wgpu::BufferBinding {
        buffer: uniforms,
        offset: 0,
        size: wgpu::BufferSize::new(pipeline.uniform),
    };
    let mut entries =
        vec![wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::Buffer(uniform) }];
    for (i, buffer) in buffers.iter().enumerate() {
        let raw = buffer.as_ref().map_or(nothing, Buffer::raw);
        entries.push(wgpu::BindGroupEntry {
            binding: i as u32 + 1,
            resource: raw.as_entire_binding(),
        });
    }
    device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &pipeline.layout,
        entries: &entries,
    })
}

impl Pipeline {
    fn new(device: &wgpu::Device, kernel: &Kernel) -> Self {
        let uniform = (4 * kernel.words as u64).next_multiple_of(16);
        let storage = |binding: usize, read_only| wgpu::BindGroupLayoutEntry {
            binding: binding as u32,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Storage { read_only },
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let mut entries = vec![wgpu::BindGroupLayoutEntry {
            binding: 0,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset: true,
                min_binding_size: None,
            },
            count: None,
        }];
        let buffers = kernel.inputs + kernel.outputs;
        entries.extend((1..=buffers).map(|b| storage(b, b <= kernel.inputs)));
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some(kernel.name),
            entries: &entries,
        });
        let whole = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some(kernel.name),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(kernel.name),
            source: wgpu::ShaderSource::Wgsl(kernel.source.into()),
        });
        let raw = device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: Some(kernel.name),
            layout: Some(&whole),
            module: &module,
            entry_point: Some("main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        Self { raw, layout, uniform }
    }
}

impl Gpu {
    /// Values to the device.
    #[must_use]
    pub fn upload(&self, values: &[f32]) -> Buffer {
        let buffer = self.room(values.len());
        self.write(&buffer, values);
        buffer
    }

    /// Records a plan on these arguments and returns where its outputs will be.
    /// They hold their values once a later [`Gpu::read`] or [`Gpu::submit`] has been carried out.
    #[must_use]
    pub fn run(&self, plan: &Plan, inputs: &[Option<Buffer>]) -> Vec<Buffer> {
        let room = |len: usize| self.room(len);
        let outputs: Vec<Buffer> =
            plan.outputs.iter().map(|shape| room(shape.iter().product())).collect();
        let scratch: Vec<Buffer> = plan.scratch.iter().map(|&len| room(len)).collect();
        let of = |slot: &Slot| match *slot {
            Slot::Input(i) => inputs.get(i).cloned().flatten(),
            Slot::Output(i) => outputs.get(i).cloned(),
            Slot::Scratch(i) => scratch.get(i).cloned(),
            Slot::Null => None,
        };
        for step in &plan.steps {
            if self.executor.borrow().pending.len() == MOST_PENDING {
                self.submit();
            }
            let buffers = step.inputs.iter().chain(&step.outputs).map(of).collect();
            let recorded = Recorded { kernel: step.kernel, buffers, grid: step.grid };
            self.executor.borrow_mut().record(recorded, &step.params);
        }
        outputs
    }

    /// Sends what has been recorded to the device.
    pub fn submit(&self) {
        self.submit_with(|_| ());
    }

    /// Sends what has been recorded, and what `more` adds behind it.
    pub(crate) fn submit_with(&self, more: impl FnOnce(&mut wgpu::CommandEncoder)) {
        self.submit_then(|_, encoder| more(encoder));
    }

    /// As [`Gpu::submit_with`], for what needs the executor.
    pub(crate) fn submit_then(&self, more: impl FnOnce(&mut Executor, &mut wgpu::CommandEncoder)) {
        let mut encoder =
            self.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut executor = self.executor.borrow_mut();
        executor.encode(self, &mut encoder);
        more(&mut executor, &mut encoder);
        self.queue.submit([encoder.finish()]);
        executor.counts.submits += 1;
    }

    /// What the device has been given so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let buffers = self.pool.borrow().made() + self.staging.borrow().made();
        Counts { buffers, ..self.executor.borrow().counts }
    }
}
