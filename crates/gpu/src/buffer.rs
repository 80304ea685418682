//! Buffers that come from a pool and go back to it.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
};

/// The most bytes that wait in a pool; beyond, a buffer is destroyed when it is let go.
const MOST_WAITING: u64 = 256 << 20;
/// The same for buffers that values come back in.
const MOST_STAGING: u64 = 32 << 20;

/// Values on the device. Cheap to clone; the last clone gives the memory back.
#[derive(Debug, Clone)]
pub struct Buffer(Rc<Held>);

#[derive(Debug)]
struct Held {
    raw: Raw,
    len: usize,
    pool: Weak<RefCell<Pool>>,
    /// Whether nobody may have it again.
    spoilt: Cell<bool>,
}

/// A buffer of the device, and its number: no other ever has the same.
#[derive(Debug, Clone)]
struct Raw {
    buffer: wgpu::Buffer,
    number: u64,
}

impl Buffer {
    /// How many values it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.len == 0
    }

    pub(crate) fn raw(&self) -> &wgpu::Buffer {
        &self.0.raw.buffer
    }

    /// Keeps it from being used again.
    pub(crate) fn discard(self) {
        self.0.spoilt.set(true);
    }

    /// The number of what lies under it; a buffer from the pool has the number of its last owner.
    pub(crate) fn number(&self) -> u64 {
        self.0.raw.number
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        match self.pool.upgrade().filter(|_| !self.spoilt.get()) {
            Some(pool) => pool.borrow_mut().take_back(&self.raw),
            None => self.raw.buffer.destroy(),
        }
    }
}

/// Buffers by size that nobody uses now. The browser does not see the device's
/// memory and frees a buffer late or never, so nothing is left to it.
#[derive(Debug)]
pub(crate) struct Pool {
    usage: wgpu::BufferUsages,
    most: u64,
    waiting: BTreeMap<u64, Vec<Raw>>,
    waiting_bytes: u64,
    made: u64,
}

impl Pool {
    /// Buffers that kernels read and write.
    pub(crate) fn storage() -> Self {
        use wgpu::BufferUsages as Usage;
        Self::of(Usage::STORAGE | Usage::COPY_DST | Usage::COPY_SRC, MOST_WAITING)
    }

    /// Buffers that values come back in.
    pub(crate) fn staging() -> Self {
        Self::of(wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST, MOST_STAGING)
    }

    fn of(usage: wgpu::BufferUsages, most: u64) -> Self {
        Self { usage, most, waiting: BTreeMap::new(), waiting_bytes: 0, made: 0 }
    }

    /// How many have been made.
    pub(crate) fn made(&self) -> u64 {
        self.made
    }

    /// A buffer of at least `len` values; what it holds is not defined.
    pub(crate) fn buffer(pool: &Rc<RefCell<Self>>, device: &wgpu::Device, len: usize) -> Buffer {
        let bytes = class(4 * len as u64);
        let found = {
            let mut pool = pool.borrow_mut();
            let found = pool.waiting.get_mut(&bytes).and_then(Vec::pop);
            if found.is_some() {
                pool.waiting_bytes -= bytes;
            }
            found
        };
        let raw = found.unwrap_or_else(|| {
            let buffer = device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: bytes,
                usage: pool.borrow().usage,
                mapped_at_creation: false,
            });
            let mut pool = pool.borrow_mut();
            pool.made += 1;
            Raw { buffer, number: pool.made }
        });
        let (pool, spoilt) = (Rc::downgrade(pool), Cell::new(false));
        Buffer(Rc::new(Held { raw, len, pool, spoilt }))
    }

    fn take_back(&mut self, raw: &Raw) {
        let bytes = raw.buffer.size();
        if self.waiting_bytes + bytes > self.most {
            raw.buffer.destroy();
            return;
        }
        self.waiting_bytes += bytes;
        self.waiting.entry(bytes).or_default().push(raw.clone());
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        for raw in self.waiting.values().flatten() {
            raw.buffer.destroy();
        }
    }
}

/// Sizes in steps of an eighth, so that a size that wobbles finds its buffer again.
fn class(bytes: u64) -> u64 {
    let bytes = bytes.max(256);
    let step = (bytes.next_power_of_two() / 16).max(256);
    bytes.next_multiple_of(step)
}

#[cfg(test)]
mod tests {
    use super::class;

    #[test]
    fn a_class_holds_its_size_and_wastes_an_eighth_at_most() {
        for bytes in [0, 4, 256, 257, 5000, 618_348, 1 << 20, (1 << 27) - 4, 1 << 27] {
            let class = class(bytes);
            assert!(class >= bytes && class.is_multiple_of(256), "{bytes}");
            assert!(bytes < 4096 || class <= bytes + bytes / 8, "{bytes}: {class}");
        }
    }
}
