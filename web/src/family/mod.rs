//! The family widget: table 1 of the ResNet paper, to choose from, counted, and run.

mod look;
mod panels;
mod seen;
mod table;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Family;
