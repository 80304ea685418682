//! Pixels and charts on a canvas.

use figures::{Ink, draw_histogram};
use plotters::prelude::*;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// The drawing context; `None` where the canvas has another kind already.
pub(crate) fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// Sets the canvas to these RGBA pixels, one canvas pixel each; CSS scales it.
pub(crate) fn show(canvas: &HtmlCanvasElement, rgba: &[u8], width: usize) {
    if width == 0 || rgba.is_empty() {
        return;
    }
    let height = rgba.len() / 4 / width;
    if canvas.width() as usize != width || canvas.height() as usize != height {
        canvas.set_width(width as u32);
        canvas.set_height(height as u32);
    }
    let data = ImageData::new_with_u8_clamped_array(Clamped(rgba), width as u32);
    if let (Ok(data), Some(context)) = (data, context(canvas)) {
        // Only a detached image could fail here.
        let _ = context.put_image_data(&data, 0.0, 0.0);
    }
}

/// Draws the histogram in device pixels.
pub(crate) fn chart(canvas: &HtmlCanvasElement, values: &[f32]) {
    let scale = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
    let width = f64::from(canvas.client_width().max(240)) * scale;
    canvas.set_width(width as u32);
    canvas.set_height((120.0 * scale) as u32);
    let ink = if dark() {
        Ink { text: (200, 204, 210), above: (255, 176, 84), below: (190, 160, 255), scale }
    } else {
        Ink { text: (70, 74, 80), above: (179, 88, 6), below: (84, 39, 136), scale }
    };
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        // A chart that cannot be drawn leaves its numbers in the text.
        let _ = draw_histogram(&backend.into_drawing_area(), values, ink);
    }
}

/// Whether the page is dark now.
pub(crate) fn dark() -> bool {
    let Some(window) = web_sys::window() else { return false };
    let chosen = window
        .document()
        .and_then(|d| d.document_element())
        .and_then(|e| e.get_attribute("data-theme"));
    match chosen.as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => window
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten()
            .is_some_and(|m| m.matches()),
    }
}
