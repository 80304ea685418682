//! The convolution widget: one kernel over one photograph.

#[cfg(target_arch = "wasm32")]
mod compute;
mod controls;
#[cfg(target_arch = "wasm32")]
mod live;
pub mod view;

pub use view::Convolution;
