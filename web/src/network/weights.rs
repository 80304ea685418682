//! The reader's own file of weights: read, held to the net, or refused in words.

use std::rc::Rc;

use js_sys::Uint8Array;
use tensor::read_safetensors;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, File, FileList};

use crate::browser::{
    engine::{ThirdPass, get, said},
    model::Model,
};
use crate::network::{compute::NET, words::Words};

/// The most bytes that are read.
const MOST: f64 = 256.0 * 1024.0 * 1024.0;

/// The file of a choice or a drop.
pub(crate) fn given(event: &Event) -> Option<File> {
    let from: JsValue = match get(event, "dataTransfer") {
        none if none.is_null() || none.is_undefined() => event.target()?.into(),
        dropped => dropped,
    };
    get(&from, "files").dyn_into::<FileList>().ok()?.get(0)
}

/// The bytes of a file whose weights the net takes.
pub(crate) async fn read(
    engine: &ThirdPass,
    file: &File,
    t: &Words,
) -> Result<Rc<Vec<u8>>, String> {
    if file.size() > MOST {
        return Err(t.too_big.to_owned());
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|e| said(&e))?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    let (tensors, _) = read_safetensors(&bytes).map_err(|e| e.to_string())?;
    for (name, tensor) in &tensors {
        if tensor.data().iter().any(|v| !v.is_finite()) {
            return Err(format!("{name}{}", t.not_numbers));
        }
    }
    drop(tensors);
    // The engine knows which tensors the net has, and says which do not fit.
    Model::open(engine, NET, &bytes).await?;
    Ok(Rc::new(bytes))
}

/// Forgets what was chosen, so that the same file can be chosen again.
pub(crate) fn forget(event: &Event) {
    if let Some(input) = event.target().and_then(|t| t.dyn_into::<web_sys::HtmlInputElement>().ok())
    {
        input.set_value("");
    }
}
