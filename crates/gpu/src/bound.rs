//! A plan on buffers that stay, bound once and run often.

use kernels::{Plan, Slot};

use crate::{
    buffer::{Buffer, Pool},
    device::Gpu,
    executor::STRIDE,
};

/// A plan on buffers that stay. To run it again asks nothing of the device's memory.
pub struct Bound {
    steps: Vec<(&'static str, wgpu::BindGroup, [u32; 3])>,
    /// What it reads and writes.
    _buffers: Vec<Buffer>,
}

impl Gpu {
    /// Room for so many values, which are not defined.
    #[must_use]
    pub fn room(&self, len: usize) -> Buffer {
        Pool::buffer(&self.pool, &self.device, len)
    }

    /// Other values in the place of a buffer's, for what is submitted from now on.
    pub fn write(&self, buffer: &Buffer, values: &[f32]) {
        if !values.is_empty() {
            self.queue.write_buffer(buffer.raw(), 0, bytemuck::cast_slice(values));
        }
    }

    /// The same values again, in buffers that nobody else writes.
    #[must_use]
    pub fn copies(&self, buffers: &[Buffer]) -> Vec<Buffer> {
        let copies: Vec<Buffer> = buffers.iter().map(|b| self.room(b.len())).collect();
        self.submit_with(|encoder| {
            for (from, to) in buffers.iter().zip(&copies).filter(|(b, _)| !b.is_empty()) {
                let size = 4 * from.len() as u64;
                encoder.copy_buffer_to_buffer(from.raw(), 0, to.raw(), 0, size);
            }
        });
        copies
    }

    /// Binds a plan to its arguments, to room for its outputs and for its scratch.
    #[must_use]
    pub fn bind(
        &self,
        plan: &Plan,
        inputs: &[Buffer],
        outputs: &[Buffer],
        scratch: &[Buffer],
    ) -> Bound {
        let mut params: Vec<u8> = Vec::with_capacity(STRIDE * plan.steps.len());
        for (at, step) in plan.steps.iter().enumerate() {
            params.extend_from_slice(bytemuck::cast_slice(&step.params));
            params.resize(STRIDE * (at + 1), 0);
        }
        let uniforms = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: params.len().max(STRIDE) as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        self.queue.write_buffer(&uniforms, 0, &params);
        let of = |slot: &Slot| match *slot {
            Slot::Input(i) => inputs.get(i).cloned(),
            Slot::Output(i) => outputs.get(i).cloned(),
            Slot::Scratch(i) => scratch.get(i).cloned(),
            Slot::Null => None,
        };
        let mut executor = self.executor.borrow_mut();
        let mut steps = Vec::with_capacity(plan.steps.len());
        for step in &plan.steps {
            let buffers: Vec<Option<Buffer>> =
                step.inputs.iter().chain(&step.outputs).map(of).collect();
            let group = executor.bind(&self.device, step.kernel, &uniforms, &buffers);
            steps.push((step.kernel.name, group, step.grid));
        }
        let buffers = [inputs, outputs, scratch].concat();
        Bound { steps, _buffers: buffers }
    }

    /// Runs a bound plan behind what has been recorded, and submits both.
    pub fn run_bound(&self, bound: &Bound) {
        self.submit_then(|executor, encoder| {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            for (at, (kernel, group, grid)) in bound.steps.iter().enumerate() {
                executor.dispatch(&mut pass, kernel, group, at, *grid);
            }
        });
    }
}
