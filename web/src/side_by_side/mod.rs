//! What widgets share in which two nets are trained side by side, alike but for one thing.

pub(crate) mod look;
pub(crate) mod view;
mod words;

#[cfg(target_arch = "wasm32")]
pub(crate) mod charts;
#[cfg(target_arch = "wasm32")]
pub(crate) mod live;
#[cfg(target_arch = "wasm32")]
pub(crate) mod log;
#[cfg(target_arch = "wasm32")]
pub(crate) mod run;
#[cfg(target_arch = "wasm32")]
pub(crate) mod story;
