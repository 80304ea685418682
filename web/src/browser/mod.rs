//! What only a browser has: the engine's module, canvases, files, the address.

pub(crate) mod address;
pub(crate) mod canvas;
pub(crate) mod engine;
pub(crate) mod entries;
pub(crate) mod file;
pub(crate) mod json;
pub(crate) mod model;
pub(crate) mod recorded;
pub(crate) mod training;
pub(crate) mod translator;

/// Milliseconds since the page began.
pub(crate) fn clock() -> f64 {
    web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now())
}
