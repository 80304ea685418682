//! The normalization widget: one small batch, two ways to take its numbers together.

mod look;
mod panel;
mod seen;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod explain;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod moments;

pub use view::Normalization;
