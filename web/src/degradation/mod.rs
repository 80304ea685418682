//! The degradation widget: a plain net and its twin with shortcuts, trained side by side.

pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod charts;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Degradation;
