//! One `Engine`: tensors by number, operations on them, answers in words.
//!
//! A tensor remembers how it was made (its recipe), so that a number can be
//! traced back to its terms, and so that what a lost device held can be made again.
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
//! May depend on: `ops`, `tensor`, `kernels`, `gpu`.

mod engine;
mod node;

pub use engine::{Engine, Stats};
