//! Values back from the device, those of several buffers in one go.

use futures_channel::oneshot;

use crate::{
    buffer::{Buffer, Pool},
    device::{Gpu, GpuError},
};

impl Gpu {
    /// The values of these buffers, through one staging buffer and one submit.
    ///
    /// # Errors
    /// Where the device is lost, or refused what led to the values.
    pub async fn read(&self, buffers: &[&Buffer]) -> Result<Vec<Vec<f32>>, GpuError> {
        if self.is_lost() {
            return Err(GpuError::Lost);
        }
        let bytes: u64 = buffers.iter().map(|b| 4 * b.len() as u64).sum();
        if bytes == 0 {
            self.submit();
            return Ok(vec![Vec::new(); buffers.len()]);
        }
        let staging = Pool::buffer(&self.staging, &self.device, (bytes / 4) as usize);
        self.submit_with(|encoder| {
            let mut to = 0;
            for buffer in buffers.iter().filter(|b| !b.is_empty()) {
                let size = 4 * buffer.len() as u64;
                encoder.copy_buffer_to_buffer(buffer.raw(), 0, staging.raw(), to, size);
                to += size;
            }
        });
        let result = self.mapped(&staging, buffers).await;
        match (result, self.complaint()) {
            (Ok(values), None) => {
                staging.raw().unmap();
                Ok(values)
            }
            (result, complaint) => {
                staging.discard();
                complaint.map_or(result, Err)
            }
        }
    }

    async fn mapped(
        &self,
        staging: &Buffer,
        buffers: &[&Buffer],
    ) -> Result<Vec<Vec<f32>>, GpuError> {
        let (done, mapped) = oneshot::channel();
        let bytes = 4 * staging.len() as u64;
        staging.raw().map_async(wgpu::MapMode::Read, ..bytes, move |result| {
            // Nobody waits any more; that is no fault.
            let _ = done.send(result);
        });
        // In a browser the device is polled by the browser.
        #[cfg(not(target_arch = "wasm32"))]
        if self.device.poll(wgpu::PollType::wait_indefinitely()).is_err() {
            self.lose();
            return Err(GpuError::Lost);
        }
        // A map fails where the device is gone, or where a fault of ours made the submit invalid.
        let failed = || match self.complaint() {
            Some(refused) if !self.is_lost() => refused,
            _ => {
                self.lose();
                GpuError::Lost
            }
        };
        let Ok(Ok(())) = mapped.await else { return Err(failed()) };
        let view = staging.raw().get_mapped_range(..bytes).map_err(|_| failed())?;
        let values = values(&view);
        let mut from = 0;
        let parts = buffers.iter().map(|buffer| {
            let part = values[from..from + buffer.len()].to_vec();
            from += buffer.len();
            part
        });
        Ok(parts.collect())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn values(view: &wgpu::BufferView) -> Vec<f32> {
    bytemuck::pod_collect_to_vec(view)
}

/// Without the copy that dereferencing the view makes.
#[cfg(target_arch = "wasm32")]
fn values(view: &wgpu::BufferView) -> Vec<f32> {
    let bytes = view.as_uint8array();
    js_sys::Float32Array::new_with_byte_offset_and_length(
        &bytes.buffer(),
        bytes.byte_offset(),
        bytes.byte_length() / 4,
    )
    .to_vec()
}
