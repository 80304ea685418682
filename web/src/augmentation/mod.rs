//! The augmentation widget: the pictures that AlexNet's training makes of one.

mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Augmentation;
