//! One file per operation: parameters, output shape, the CPU forward that reads
//! like the formula, cost, and `trace`: which inputs and terms made a number.
//!
//! ```
//! use ops::{Op, Options};
//! use tensor::Tensor;
//! let relu = Op::parse("relu", &Options::default())?;
//! let x = Tensor::new(&[3], vec![-1.0, 0.0, 2.0])?;
//! let y = relu.forward(&[Some(&x)])?;
//! assert_eq!(y[0].data(), [0.0, 0.0, 2.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The plain loops in `conv2d.rs` and its neighbours are the specification;
//! `fast.rs` is checked against them. May depend on: `tensor`.

mod conv2d;
mod cost;
mod error;
mod fast;
mod max_pool2d;
mod op;
mod options;
mod relu;
mod trace;

pub use conv2d::{Activation, Conv2d};
pub use cost::Cost;
pub use error::OpError;
pub use max_pool2d::MaxPool2d;
pub use op::{OPS, Op, OpEntry};
pub use options::{Options, Value};
pub use relu::Relu;
pub use trace::{Combine, Factor, Term, Trace};
