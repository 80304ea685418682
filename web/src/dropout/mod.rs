//! The dropout widget: fc6 of the small AlexNet, and what its next layer is given.

mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Dropout;
