//! The translator widget: the small Transformer that was trained here, from the reader's
//! sentence to each word's probabilities, with every head's attention on the way.

mod align;
mod hands;
mod look;
mod maps;
mod panels;
pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod card;
#[cfg(target_arch = "wasm32")]
mod compute;
#[cfg(target_arch = "wasm32")]
mod explain;
#[cfg(target_arch = "wasm32")]
mod live;
#[cfg(target_arch = "wasm32")]
pub(crate) mod shipped;
#[cfg(target_arch = "wasm32")]
mod tables;

pub use view::Translator;
