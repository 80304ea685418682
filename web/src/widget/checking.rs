//! Running a check in the browser.

use std::{collections::BTreeMap, rc::Rc};

use leptos::prelude::*;
use tensor::{Difference, Tensor, read_safetensors};
use wasm_bindgen_futures::spawn_local;

use crate::browser::file;
use crate::widget::{
    Frame,
    check::{Check, Compared, Half, Line},
    runner::Run,
    words::words,
};

/// Tensors by name.
pub(crate) type Goldens = BTreeMap<String, Tensor>;

/// Computes the default state on both backends and compares.
pub(crate) fn start(frame: Frame, run: Rc<dyn Run>) {
    let check = frame.shown.check;
    if check.with_untracked(|check| matches!(check, Check::Running)) {
        return;
    }
    check.set(Check::Running);
    spawn_local(async move {
        let goldens = match goldens(frame).await {
            Ok(goldens) => Rc::new(goldens),
            Err(words) => return check.set(Check::Failed(words)),
        };
        let t = words(frame.lang);
        let mut halves = Vec::new();
        let backends = [("cpu", t.on_cpu), ("webgpu", t.on_gpu)];
        for (backend, name) in backends.into_iter().take(if run.at_once() { 1 } else { 2 }) {
            let ran = Rc::clone(&run).check(backend, Rc::clone(&goldens)).await;
            halves.push(Half { backend: name, ran });
        }
        check.set(Check::Done(halves));
    });
}

/// What PyTorch gave for the default state.
async fn goldens(frame: Frame) -> Result<Goldens, String> {
    let root = frame.place.with_value(|p| p.root.clone());
    let url = format!("{root}assets/check/{}.safetensors", frame.table.name);
    let bytes = file::bytes(&url).await?;
    let (tensors, _) = read_safetensors(&bytes).map_err(|e| format!("{url}: {e}"))?;
    Ok(tensors)
}

/// Compares what a widget computed with the goldens.
pub(crate) fn compare(computed: &[Compared<'_>], goldens: &Goldens) -> Vec<Line> {
    let line = |c: &Compared<'_>| Line {
        name: c.name,
        count: c.got.len(),
        tolerance: c.tolerance,
        difference: goldens
            .get(c.name)
            .and_then(|want| Difference::of(c.got, want.data(), c.tolerance)),
    };
    computed.iter().map(line).collect()
}
