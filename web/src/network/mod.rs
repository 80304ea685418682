//! The network widget: the small AlexNet that was trained here, from the picture to the classes.

mod look;
mod panels;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
pub(crate) mod compute;
#[cfg(target_arch = "wasm32")]
mod explain;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
pub(crate) mod shipped;

/// The name of the net for the engine.
pub(crate) const NET: &str = "alexnet-small";

pub use view::Network;
