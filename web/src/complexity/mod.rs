//! The complexity widget: table 1 of the Transformer over n and d, and two of its layers timed.

mod look;
mod panels;
mod seen;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Complexity;
