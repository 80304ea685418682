//! The only user of wgpu: device, executor of a Plan, buffers, readback.
