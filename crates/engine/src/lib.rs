//! One `Engine`: tensors by number, operations on them, answers in words.
//!
//! It computes on a WebGPU device or on the CPU. A tensor remembers how it was
//! made (its recipe), so that a number can be traced back to its terms, and so
//! that what a lost device held is made again on the next one, or on the CPU.
//!
//! ```
//! use engine::Engine;
//! use ops::Options;
//! let mut engine = Engine::cpu();
//! engine.tensor(1, &[3], vec![-1.0, 0.0, 2.0]);
//! engine.op("relu", &Options::default(), &[Some(1)], &[2]);
//! let y = pollster::block_on(engine.data(&[2])).remove(0)?;
//! assert_eq!(y.data(), [0.0, 0.0, 2.0]);
//! # Ok::<(), String>(())
//! ```
//!
//! May depend on: `nets`, `ops`, `tensor`, `kernels`, `gpu`.

mod decode;
mod device;
mod engine;
mod evaluate;
mod host;
mod model;
mod node;
mod numbered;
mod record;
mod train;
mod vjp;
mod work;

#[cfg(test)]
mod tests;

pub use decode::{Progress, Wanted};
pub use engine::{Backend, Engine, Notice, Stats};
pub use model::{Forward, Info, Weights, describe};
pub use record::{RecordedStep, Recording};
pub use train::{DEVICE_LOST, Lesson, Slice, Told};
