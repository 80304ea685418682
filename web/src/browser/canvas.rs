//! Pixels and charts on a canvas.

use figures::{
    Bars, Channels, Curve, Ink, Plane, Rgb, Scaling, Scene, Spread, Sweep, draw_bars,
    draw_before_after, draw_channels, draw_curves, draw_histogram, draw_scaling, draw_sweep,
};
use leptos::{html::Canvas, prelude::*};
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

/// The same of a canvas that may not be there yet.
pub(crate) fn fill(node: NodeRef<Canvas>, rgba: &[u8], width: usize) {
    if let Some(canvas) = node.get_untracked() {
        show(&canvas, rgba, width);
    }
}

/// Draws the histogram in device pixels.
pub(crate) fn chart(canvas: &HtmlCanvasElement, values: &[f32]) {
    let (above, below) =
        if dark() { ((255, 176, 84), (190, 160, 255)) } else { ((179, 88, 6), (84, 39, 136)) };
    plot(canvas, [above, below], |area, ink| draw_histogram(area, values, ink));
}

/// Draws how the loss of a training fell, in device pixels.
pub(crate) fn curve(canvas: &HtmlCanvasElement, points: Vec<(f64, f64)>) {
    let colour = if dark() { (122, 176, 255) } else { (0, 95, 152) };
    let right = points.iter().map(|p| p.0).fold(0.0, f64::max);
    let plane = Plane { x: [0.0, right], powers: false, top: 0.0, text: (0, 0, 0), scale: 1.0 };
    curves(canvas, &[Curve { points, colour, behind: false, discs: false }], plane);
}

/// Draws lines over doubling sizes in device pixels: statistics, and beside them in grey.
pub(crate) fn sweep(canvas: &HtmlCanvasElement, sweep: &Sweep<'_>, dark: bool) {
    let colours =
        if dark { [(245, 190, 77), (169, 176, 186)] } else { [(138, 90, 0), (85, 93, 105)] };
    plot(canvas, colours, |area, ink| draw_sweep(area, sweep, ink));
}

/// Draws how quantities grow with a size in device pixels, in colours of their own.
pub(crate) fn scaling(canvas: &HtmlCanvasElement, scaling: &Scaling<'_>) {
    if let Some((area, scale)) = area(canvas, 180.0) {
        let (text, none) = (ink(dark()), (0, 0, 0));
        // A chart that cannot be drawn leaves its numbers in the table.
        let _ = draw_scaling(&area, scaling, Ink { text, above: none, below: none, scale });
    }
}

/// What a chart's colour means.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hue {
    Input,
    Output,
    Statistic,
}

/// Draws bars over channels in device pixels.
pub(crate) fn channels(canvas: &HtmlCanvasElement, channels: &Channels<'_>, hue: Hue, dark: bool) {
    let colour = match (hue, dark) {
        (Hue::Input, false) => (0, 95, 152),
        (Hue::Input, true) => (86, 180, 233),
        (Hue::Output, false) => (0, 105, 76),
        (Hue::Output, true) => (76, 201, 164),
        (Hue::Statistic, false) => (138, 90, 0),
        (Hue::Statistic, true) => (245, 190, 77),
    };
    plot(canvas, [colour; 2], |area, ink| draw_channels(area, channels, ink));
}

/// The colours of what a card's memory holds, as the page's tokens have them: weights, two
/// lighter ones for gradients and momentum, outputs, inputs, and lighter outputs.
pub(crate) fn parts(dark: bool) -> [(u8, u8, u8); 6] {
    let (weight, output, input, paper) = if dark {
        ((226, 155, 194), (76, 201, 164), (86, 180, 233), (24, 26, 30))
    } else {
        ((155, 63, 120), (0, 105, 76), (0, 95, 152), (255, 255, 255))
    };
    let mix = |(r, g, b): (u8, u8, u8), share: f64| {
        let part = |of: u8, to: u8| (f64::from(of) * share + f64::from(to) * (1.0 - share)) as u8;
        (part(r, paper.0), part(g, paper.1), part(b, paper.2))
    };
    [weight, mix(weight, 0.65), mix(weight, 0.35), output, input, mix(output, 0.5)]
}

/// What charts are written in.
pub(crate) fn ink(dark: bool) -> (u8, u8, u8) {
    if dark { (200, 204, 210) } else { (70, 74, 80) }
}

/// Draws bars in device pixels, so many CSS pixels high.
pub(crate) fn bars(canvas: &HtmlCanvasElement, bars: &Bars<'_>, height: f64, dark: bool) {
    if let Some((area, scale)) = area(canvas, height) {
        // A chart that cannot be drawn leaves its numbers in the text.
        let _ = draw_bars(&area, bars, ink(dark), scale);
    }
}

/// Draws curves in device pixels; colour of the axes and scale are the page's.
pub(crate) fn curves(canvas: &HtmlCanvasElement, curves: &[Curve], plane: Plane) {
    plot(canvas, [(0, 0, 0); 2], |area, ink| {
        draw_curves(area, curves, &Plane { text: ink.text, scale: ink.scale, ..plane })
    });
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
    if let Some((area, scale)) = area(canvas, 130.0) {
        // A chart that cannot be drawn leaves its numbers in the table.
        let _ = draw_before_after(&area, spreads, text, scale);
    }
}

/// A chart 120 CSS pixels high, `above` and `below` in these colours.
fn plot<E>(
    canvas: &HtmlCanvasElement,
    [above, below]: [(u8, u8, u8); 2],
    draw: impl FnOnce(&DrawingArea<CanvasBackend, Shift>, Ink) -> Result<(), E>,
) {
    if let Some((area, scale)) = area(canvas, 120.0) {
        let _ = draw(&area, Ink { text: ink(dark()), above, below, scale });
    }
}

/// A canvas made as large as it is shown, so many CSS pixels high, and its scale.
fn area(
    canvas: &HtmlCanvasElement,
    height: f64,
) -> Option<(DrawingArea<CanvasBackend, Shift>, f64)> {
    let scale = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
    let width = f64::from(canvas.client_width().max(240)) * scale;
    canvas.set_width(width as u32);
    canvas.set_height((height * scale) as u32);
    let backend = CanvasBackend::with_canvas_object(canvas.clone())?;
    Some((backend.into_drawing_area(), scale))
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
