//! The wasm module that runs the engine in a Web Worker.
