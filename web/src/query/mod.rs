//! The query widget: one query among a few keys in the plane, dragged.

mod look;
mod plane;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Query;
