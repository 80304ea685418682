//! The only user of wgpu: device, buffers, executor of a [`Plan`](kernels::Plan), readback, lost device.
//!
//! It knows no operation by name, only steps of plans. Steps are recorded as
//! they come and go to the device in one submit, when somebody asks for values.
//! Limits are WebGPU's defaults, so that what runs on one device runs on all.
//!
//! May depend on: `kernels`, `wgpu`.

mod bound;
mod buffer;
mod device;
mod executor;
mod readback;

pub use bound::Bound;
pub use buffer::Buffer;
pub use device::{Gpu, GpuError};
pub use executor::Counts;
