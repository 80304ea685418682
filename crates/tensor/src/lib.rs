//! Shape, tensor over `ndarray`, safetensors and seeded random numbers.
//!
//! ```
//! use tensor::Tensor;
//! let x = Tensor::new(&[2, 3], vec![0.0, 1.0, 2.0, 3.0, 4.0, 5.0])?;
//! assert_eq!(x.shape(), [2, 3]);
//! assert_eq!(x.get(&[1, 0]), Some(3.0));
//! # Ok::<(), tensor::ShapeError>(())
//! ```
//!
//! May depend on: `ndarray`.

mod difference;
mod files;
mod header;
mod json;
mod layout;
mod order;
pub mod random;
mod shape;
mod values;

pub use difference::Difference;
pub use files::{
    Bytes, Contents, ReadError, read_safetensors, read_safetensors_for, read_safetensors_from,
    write_safetensors,
};
pub use layout::{Layout, Place};
pub use order::{map, order};
pub use shape::{ShapeError, element_count, offset_of, show_shape};
pub use values::Tensor;
