//! The local response normalization widget: a number, its neighbours, and what comes of it.

mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Lrn;
