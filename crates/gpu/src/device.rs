//! The device: asked for, described, lost.

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use thiserror::Error;

use crate::{buffer::Pool, executor::Executor};

/// Why the device did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GpuError {
    /// This browser or system offers no WebGPU.
    #[error("there is no WebGPU here: {0}")]
    None(String),
    /// The device went away; what it held is gone.
    #[error("the graphics device was lost")]
    Lost,
    /// The device refused something; a fault of ours.
    #[error("the graphics device refused the work: {0}")]
    Refused(String),
}

/// An open device.
pub struct Gpu {
    pub(crate) device: wgpu::Device,
    pub(crate) queue: wgpu::Queue,
    pub(crate) pool: Rc<RefCell<Pool>>,
    pub(crate) staging: Rc<RefCell<Pool>>,
    pub(crate) executor: RefCell<Executor>,
    info: wgpu::AdapterInfo,
    lost: Arc<AtomicBool>,
    refused: Arc<Mutex<Option<String>>>,
}

impl Gpu {
    /// Opens the system's first choice of device, software ones included.
    ///
    /// # Errors
    /// Where there is none.
    pub async fn open() -> Result<Self, GpuError> {
        let none = |e: String| GpuError::None(e);
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor::new_without_display_handle());
        let adapter = instance
            .request_adapter(&wgpu::RequestAdapterOptions {
                power_preference: wgpu::PowerPreference::HighPerformance,
                ..Default::default()
            })
            .await
            .map_err(|e| none(e.to_string()))?;
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                label: Some("third-pass"),
                required_limits: limits(),
                ..Default::default()
            })
            .await
            .map_err(|e| none(e.to_string()))?;
        let lost = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&lost);
        device.set_device_lost_callback(move |_, _| flag.store(true, Ordering::Relaxed));
        let refused = Arc::new(Mutex::new(None));
        let words = Arc::clone(&refused);
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            if let Ok(mut words) = words.lock() {
                words.get_or_insert_with(|| error.to_string());
            }
        }));
        Ok(Self {
            executor: RefCell::new(Executor::new(&device)),
            pool: Rc::new(RefCell::new(Pool::storage())),
            staging: Rc::new(RefCell::new(Pool::staging())),
            info: adapter.get_info(),
            device,
            queue,
            lost,
            refused,
        })
    }

    /// Whether the device is a program on the CPU.
    #[must_use]
    pub fn is_software(&self) -> bool {
        self.info.device_type == wgpu::DeviceType::Cpu
    }

    /// What the device calls itself; browsers say little.
    #[must_use]
    pub fn adapter(&self) -> String {
        let name = [&self.info.name, &self.info.driver_info, &self.info.driver];
        let name = name.into_iter().find(|n| !n.is_empty()).map_or("WebGPU", |n| n.as_str());
        if self.is_software() { format!("{name} (software)") } else { name.to_owned() }
    }

    /// Whether the device has gone away.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    pub(crate) fn lose(&self) {
        self.lost.store(true, Ordering::Relaxed);
    }

    /// Gives the device up at once, as a driver that crashes would.
    pub fn destroy(&self) {
        self.device.destroy();
        self.lose();
    }

    /// What the device refused since the last call, if anything.
    pub(crate) fn complaint(&self) -> Option<GpuError> {
        self.refused.lock().ok()?.take().map(GpuError::Refused)
    }
}

/// WebGPU's defaults, without what only drawing needs: some devices have less of that.
fn limits() -> wgpu::Limits {
    wgpu::Limits { max_color_attachments: 1, ..wgpu::Limits::defaults() }
}
