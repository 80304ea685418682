//! What only a browser has: the engine's module, canvases, files, the address.

pub(crate) mod address;
pub(crate) mod canvas;
pub(crate) mod engine;
pub(crate) mod entries;
pub(crate) mod file;
