//! The full widget: AlexNet at its full size, run on the reader's machine when told to.

mod explain;
mod look;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Full;
