//! Memory for answers: made before it is asked for, or what came from the page with tensors.
//!
//! A fresh buffer of a megabyte costs 0.4 ms, as the system hands it out page by page; a softmax
//! of as many numbers takes as long. So what came with tensors goes back for the next ones, and
//! what answers will want is made while nobody waits.

use js_sys::{Array, ArrayBuffer, Float32Array};

/// The most bytes of either kind that lie here; what would be beyond is left to the garbage
/// collector.
const MOST: u32 = 16 << 20;

/// Buffers that hold nothing any more, or nothing yet.
#[derive(Default)]
pub(crate) struct Buffers {
    came: Vec<ArrayBuffer>,
    ready: Vec<ArrayBuffer>,
    /// How long the answers are that have been asked for since the last time there was time.
    asked: Vec<u32>,
    /// And those before.
    before: Vec<u32>,
}

impl Buffers {
    /// Takes the memory of values that have been copied.
    pub(crate) fn keep(&mut self, values: &Float32Array) {
        let buffer = values.buffer();
        if held(&self.came) + buffer.byte_length() <= MOST {
            self.came.push(buffer);
        }
    }

    /// The values, in memory that is here if some has their size.
    pub(crate) fn filled(&mut self, values: &[f32]) -> Float32Array {
        let bytes = size_of_val(values) as u32;
        self.asked.push(bytes);
        match taken(&mut self.ready, bytes).or_else(|| taken(&mut self.came, bytes)) {
            Some(buffer) => {
                let array = Float32Array::new(&buffer);
                array.copy_from(values);
                array
            }
            None => Float32Array::from(values),
        }
    }

    /// All that came from the page.
    pub(crate) fn rest(&mut self) -> Array {
        self.came.drain(..).collect()
    }

    /// Whether there was an answer since memory was made.
    pub(crate) fn were_asked(&self) -> bool {
        !self.asked.is_empty()
    }

    /// Makes memory for what will be asked for next, while nobody waits. It is what was asked for
    /// twice in a row, as a slider does that is dragged.
    pub(crate) fn prepare(&mut self) {
        if !self.were_asked() {
            return;
        }
        let last = std::mem::replace(&mut self.before, std::mem::take(&mut self.asked));
        let mut left = std::mem::take(&mut self.ready);
        for &bytes in self.before.iter().filter(|bytes| last.contains(bytes)) {
            if held(&self.ready) + bytes <= MOST {
                self.ready.push(taken(&mut left, bytes).unwrap_or_else(|| touched(bytes)));
            }
        }
    }
}

fn held(buffers: &[ArrayBuffer]) -> u32 {
    buffers.iter().map(ArrayBuffer::byte_length).sum()
}

fn taken(buffers: &mut Vec<ArrayBuffer>, bytes: u32) -> Option<ArrayBuffer> {
    let at = buffers.iter().position(|b| b.byte_length() == bytes)?;
    Some(buffers.swap_remove(at))
}

/// Fresh memory that the system has handed out: it does so where something is written.
fn touched(bytes: u32) -> ArrayBuffer {
    let array = Float32Array::new_with_length(bytes / 4);
    array.fill(0.0, 0, bytes / 4);
    array.buffer()
}
