//! Reading JavaScript values, and writing them.

use js_sys::{Array, ArrayBuffer, Float32Array, Object, Reflect, Uint8Array};
use ops::{Options, Value};
use tensor::Bytes;
use wasm_bindgen::prelude::*;

/// Sets a field of an object of our own.
pub(crate) fn set(object: &Object, key: &str, value: impl Into<JsValue>) {
    // Setting a field of a plain object cannot fail.
    let _ = Reflect::set(object, &key.into(), &value.into());
}

/// A field, undefined where there is none.
pub(crate) fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A field that holds a text; empty where it does not.
pub(crate) fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_default()
}

/// A field that holds one of our numbers for tensors and questions.
pub(crate) fn number(object: &JsValue, key: &str) -> u32 {
    get(object, key).as_f64().unwrap_or_default() as u32
}

/// A field that holds a whole number of any size that JavaScript counts to.
pub(crate) fn whole_number(object: &JsValue, key: &str) -> u64 {
    get(object, key).as_f64().unwrap_or_default() as u64
}

/// A field that holds a list of texts.
pub(crate) fn texts(object: &JsValue, key: &str) -> Vec<String> {
    list(&get(object, key)).iter().filter_map(|v| v.as_string()).collect()
}

/// A file of weights that stays where it is until its numbers are wanted.
#[derive(Debug)]
struct Outside(Uint8Array);

impl Bytes for Outside {
    fn len(&self) -> usize {
        self.0.length() as usize
    }
    fn copy(&self, from: usize, to: &mut [u8]) {
        self.0.subarray(from as u32, (from + to.len()) as u32).copy_to(to);
    }
}

/// The file of weights of a message; `None` where it has none.
pub(crate) fn file(message: &JsValue) -> Option<Box<dyn Bytes>> {
    let buffer = get(message, "file").dyn_into::<ArrayBuffer>().ok()?;
    Some(Box::new(Outside(Uint8Array::new(&buffer))))
}

/// A field that holds a file; `None` where it does not.
pub(crate) fn bytes(object: &JsValue, key: &str) -> Option<Vec<u8>> {
    get(object, key).dyn_into::<ArrayBuffer>().ok().map(|b| Uint8Array::new(&b).to_vec())
}

/// A field that holds a list of sizes.
pub(crate) fn sizes(object: &JsValue, key: &str) -> Vec<usize> {
    whole(&get(object, key))
}

/// A list of sizes.
pub(crate) fn whole(value: &JsValue) -> Vec<usize> {
    list(value).iter().map(|v| v.as_f64().unwrap_or_default() as usize).collect()
}

/// A field that holds numbers of tensors, null where there is none.
pub(crate) fn ids(object: &JsValue, key: &str) -> Vec<Option<u32>> {
    list(&get(object, key)).iter().map(|v| v.as_f64().map(|v| v as u32)).collect()
}

/// A field that holds numbers of tensors, all of them there.
pub(crate) fn numbers(object: &JsValue, key: &str) -> Vec<u32> {
    ids(object, key).into_iter().flatten().collect()
}

/// A field that holds values.
pub(crate) fn floats(object: &JsValue, key: &str) -> Vec<f32> {
    get(object, key).dyn_into::<Float32Array>().map(|a| a.to_vec()).unwrap_or_default()
}

/// A list; empty where it is none.
pub(crate) fn list(value: &JsValue) -> Array {
    value.clone().dyn_into::<Array>().unwrap_or_default()
}

/// The options of a call; null and undefined count as left out.
pub(crate) fn options(object: &JsValue) -> Options {
    let mut options = Options::default();
    let Some(object) = object.dyn_ref::<Object>() else { return options };
    for entry in Object::entries(object).iter() {
        let entry: Array = entry.unchecked_into();
        let (name, value) = (entry.get(0).as_string().unwrap_or_default(), entry.get(1));
        if !value.is_null() && !value.is_undefined() {
            options.0.insert(name, option(&value));
        }
    }
    options
}

fn option(value: &JsValue) -> Value {
    if let Some(v) = value.as_f64() {
        Value::Number(v)
    } else if let Some(v) = value.as_bool() {
        Value::Flag(v)
    } else if let Some(v) = value.dyn_ref::<Array>() {
        Value::Numbers(v.iter().map(|v| v.as_f64().unwrap_or(f64::NAN)).collect())
    } else {
        Value::Word(value.as_string().unwrap_or_default())
    }
}
