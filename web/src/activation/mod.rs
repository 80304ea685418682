//! The activation widget: one net with ReLU and with tanh, trained side by side.

pub mod view;
mod words;

#[cfg(target_arch = "wasm32")]
mod live;

pub use view::Activation;

/// What the nets are called, in every language.
const NAMES: [&str; 2] = ["ReLU", "tanh"];
