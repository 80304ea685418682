//! The wasm module that runs the engine in a Web Worker.
//!
//! It answers the batches of messages that `third-pass.js` posts; the messages
//! are described in `serve.rs`. A batch that asks, and what comes back
//! (`tests/browser/worker.test.mjs` posts it):
//!
//! ```js
//! [
//!   { t: "open", backend: "cpu", id: 1 },
//!   { t: "tensor", out: 2, shape: [3], data: new Float32Array([-1, 0, 2]) },
//!   { t: "op", op: "relu", in: [2], opts: {}, out: [3] },
//!   { t: "data", tensor: 3, id: 4 },
//! ]
//! [
//!   { id: 1, backend: "cpu", adapter: "CPU", version: "0.1.0" },
//!   { id: 4, shape: [3], data: new Float32Array([0, 0, 2]) },
//! ]
//! ```
//!
//! May depend on: `engine`.
#![cfg(target_arch = "wasm32")]

mod answers;
mod buffers;
mod read;
mod serve;
mod train;

use engine::Engine;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Starts answering; called by the glue once the module is there.
#[wasm_bindgen(start)]
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let (inbox, mut batches) = futures_channel::mpsc::unbounded();
    let rest = inbox.clone();
    let at_rest = Closure::<dyn FnMut()>::new(move || {
        let _ = rest.unbounded_send(JsValue::NULL);
    });
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // The other end lives as long as the worker.
        let _ = inbox.unbounded_send(event.data());
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let out = scope.clone();
    // One task carries the batches out in order; nothing else touches the engine.
    wasm_bindgen_futures::spawn_local(async move {
        let (mut engine, mut buffers) = (None::<Engine>, buffers::Buffers::default());
        while let Ok(batch) = batches.recv().await {
            let at_rest = at_rest.as_ref().unchecked_ref();
            serve::batch(&out, &mut engine, &mut buffers, at_rest, &batch).await;
        }
    });
    let hello = js_sys::Object::new();
    read::set(&hello, "started", true);
    // The page sees a worker that cannot post as one that did not start.
    let _ = scope.post_message(&hello);
}
