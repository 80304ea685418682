//! The heads widget: a sentence through the first encoder layer of the small translator.

mod look;
mod part;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
mod net;

pub use view::Heads;
