//! The degradation widget: a plain net and its twin with shortcuts, trained side by side.

mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod charts;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod log;
#[cfg(target_arch = "wasm32")]
mod run;

pub use view::Degradation;
