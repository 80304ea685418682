//! The attention widget: the reader's tokens through one head, matrix by matrix.

mod formula;
mod look;
mod matrix;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
pub(crate) mod compute;
#[cfg(target_arch = "wasm32")]
mod explain;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod measure;

pub use view::Attention;
