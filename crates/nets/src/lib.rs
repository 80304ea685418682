//! Networks and filter banks as data, made of ops.
//!
//! ```
//! use nets::filters::{Filter, filter};
//! let w = filter(Filter::Blur, 5, 0.0, 0);
//! assert_eq!(w.shape(), [1, 3, 5, 5]);
//! assert!((w.data().iter().sum::<f32>() - 1.0).abs() < 1e-6);
//! ```
//!
//! May depend on: `ops`, `tensor`.

pub mod alexnet;
pub mod batches;
pub mod filters;
pub mod words;
