//! The positions widget: positional encoding as a picture and as a turn, and attention without.

mod circle;
mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Positions;
