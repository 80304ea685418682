//! The only user of wgpu: device, buffers, executor of a [`Plan`](kernels::Plan), readback, lost device.
//!
//! It knows no operation by name, only steps of plans. Steps are recorded as
//! they come and go to the device in one submit, when somebody asks for values.
//! Limits are WebGPU's defaults, so that what runs on one device runs on all.
//!
//! ```
//! use gpu::{Gpu, GpuError};
//! use kernels::plan;
//! use ops::{Op, Options};
//! # pollster::block_on(async {
//! let gpu = match Gpu::open().await {
//!     Ok(gpu) => gpu,
//!     // A machine without a device, a software one too.
//!     Err(GpuError::None(_)) if std::env::var_os("THIRD_PASS_REQUIRE_GPU").is_none() => return Ok(()),
//!     Err(error) => return Err(error.into()),
//! };
//! let relu = plan(&Op::parse("relu", &Options::default())?, &[Some(&[3])])?;
//! let x = gpu.upload(&[-1.0, 0.0, 2.0]);
//! let y = gpu.run(&relu, &[Some(x)]);
//! assert_eq!(gpu.read(&[&y[0]]).await?, [[0.0, 0.0, 2.0]]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
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
