//! WGSL kernels, and the pure choice of them: an operation and its shapes to a [`Plan`].
//!
//! A plan is plain data: which kernel, on which buffers, with which numbers, on
//! which grid. The crate `gpu` carries it out and knows no operation by name.
//! The CPU forward in `ops` is every kernel's specification.
//!
//! ```
//! use kernels::plan;
//! use ops::{Op, Options};
//! let relu = Op::parse("relu", &Options::default())?;
//! let plan = plan(&relu, &[Some(&[2, 3])])?;
//! assert_eq!(plan.outputs, [vec![2, 3]]);
//! assert_eq!(plan.steps[0].kernel.name, "unary");
//! assert_eq!(plan.steps[0].grid, [1, 1, 1]);
//! # Ok::<(), ops::OpError>(())
//! ```
//!
//! May depend on: `ops`.

mod choose;
mod compose;
mod conv2d;
mod conv2d_grad;
mod elementwise;
mod grid;
mod kernel;
mod loss;
mod matmul;
mod motion;
mod norm;
mod plan;
mod pool2d;
mod softmax;
mod sums;
mod update;

pub use choose::plan;
pub use compose::compose;
pub use kernel::{KERNELS, Kernel};
pub use plan::{Plan, Slot, Step};
