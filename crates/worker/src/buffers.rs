//! Memory that came from the page, to go back with other values in it.
//!
//! A fresh buffer of a megabyte costs 0.4 ms, as the system hands it out page by page; a softmax
//! of as many numbers takes as long. What no answer needs goes back empty.

use js_sys::{Array, ArrayBuffer, Float32Array};

/// The most bytes that lie here; what would be beyond is left to the garbage collector.
const MOST: u32 = 16 << 20;

/// Buffers that hold nothing any more.
#[derive(Default)]
pub(crate) struct Buffers(Vec<ArrayBuffer>);

impl Buffers {
    /// Takes the memory of values that have been copied.
    pub(crate) fn keep(&mut self, values: &Float32Array) {
        let buffer = values.buffer();
        let held: u32 = self.0.iter().map(ArrayBuffer::byte_length).sum();
        if held + buffer.byte_length() <= MOST {
            self.0.push(buffer);
        }
    }

    /// The values, in memory that is here if some has their size.
    pub(crate) fn filled(&mut self, values: &[f32]) -> Float32Array {
        let bytes = size_of_val(values);
        match self.0.iter().position(|b| b.byte_length() as usize == bytes) {
            Some(at) => {
                let array = Float32Array::new(&self.0.swap_remove(at));
                array.copy_from(values);
                array
            }
            None => Float32Array::from(values),
        }
    }

    /// All that is here.
    pub(crate) fn rest(&mut self) -> Array {
        self.0.drain(..).collect()
    }
}
