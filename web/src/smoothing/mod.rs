//! The smoothing widget: what label smoothing does to the loss and to its gradient.

pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Smoothing;
