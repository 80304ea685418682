//! The convolution widget: one kernel over one photograph.

mod look;
mod paint;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Convolution;
