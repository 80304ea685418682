//! Pixels and charts on a canvas.

use figures::{
    Ink, Rgb, Scene, Spread, Sweep, draw_before_after, draw_curve, draw_histogram, draw_sweep,
};
use plotters::{coord::Shift, prelude::*};
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
    let (above, below) =
        if dark() { ((255, 176, 84), (190, 160, 255)) } else { ((179, 88, 6), (84, 39, 136)) };
    plot(canvas, [above, below], |area, ink| draw_histogram(area, values, ink));
}

/// Draws how the loss of a training fell, in device pixels.
pub(crate) fn curve(canvas: &HtmlCanvasElement, points: &[(f32, f32)]) {
    let blue = if dark() { (122, 176, 255) } else { (0, 95, 152) };
    plot(canvas, [blue, blue], |area, ink| draw_curve(area, points, ink));
}

/// Draws lines over doubling sizes in device pixels: statistics, and beside them in grey.
pub(crate) fn sweep(canvas: &HtmlCanvasElement, sweep: &Sweep<'_>, dark: bool) {
    let colours =
        if dark { [(245, 190, 77), (169, 176, 186)] } else { [(138, 90, 0), (85, 93, 105)] };
    plot(canvas, colours, |area, ink| draw_sweep(area, sweep, ink));
}

/// Draws a scene, pixel by pixel of its own.
pub(crate) fn scene(canvas: &HtmlCanvasElement, scene: &Scene) {
    canvas.set_width(scene.size.0);
    canvas.set_height(scene.size.1);
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        // A scene that cannot be drawn leaves its numbers in the table.
        let _ = scene.draw(&backend.into_drawing_area());
    }
}

/// Draws two histograms in device pixels.
pub(crate) fn before_after(canvas: &HtmlCanvasElement, spreads: [Spread<'_>; 2], text: Rgb) {
    let scale = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
    let width = f64::from(canvas.client_width().max(240)) * scale;
    canvas.set_width(width as u32);
    canvas.set_height((130.0 * scale) as u32);
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        // A chart that cannot be drawn leaves its numbers in the table.
        let _ = draw_before_after(&backend.into_drawing_area(), spreads, text, scale);
    }
}

/// A chart 120 CSS pixels high, `above` and `below` in these colours.
fn plot<E>(
    canvas: &HtmlCanvasElement,
    [above, below]: [(u8, u8, u8); 2],
    draw: impl FnOnce(&DrawingArea<CanvasBackend, Shift>, Ink) -> Result<(), E>,
) {
    let scale = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
    let width = f64::from(canvas.client_width().max(240)) * scale;
    canvas.set_width(width as u32);
    canvas.set_height((120.0 * scale) as u32);
    let text = if dark() { (200, 204, 210) } else { (70, 74, 80) };
    if let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) {
        // A chart that cannot be drawn leaves its numbers in the text.
        let _ = draw(&backend.into_drawing_area(), Ink { text, above, below, scale });
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
