//! The layers widget: where parameters, work and memory are.

mod counted;
mod look;
pub(crate) mod memory;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
pub(crate) mod live;

pub use view::Layers;
