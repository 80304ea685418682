//! The layers widget: where parameters, work and memory are.

mod counted;
mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Layers;
