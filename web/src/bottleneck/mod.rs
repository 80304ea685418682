//! The bottleneck widget: ResNet's two blocks on one activation.

mod card;
mod look;
mod outline;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod terms;

pub use view::Bottleneck;
