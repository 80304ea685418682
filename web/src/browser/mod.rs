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

/// Whether the browser offers this page what it keeps from plain http: WebGPU above all.
pub(crate) fn secure() -> bool {
    web_sys::window().is_none_or(|w| w.is_secure_context())
}
