//! The pooling widget: windows that overlap, and windows that do not, over one activation.

mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Pooling;
