//! Photographs: shipped ones and the reader's own, decoded by the browser.

use figures::SHIPPED_SIDE;
use js_sys::Array;
use share::Picture;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, Response};

use crate::browser::canvas::{context, show};
use crate::browser::engine::said;

/// The most pixels of an own picture that are decoded.
const PIXELS: usize = 64_000_000;
/// The side of the small copy that a link may carry.
const COPY_SIDE: u32 = 64;

/// Why an own picture was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// No picture, or one that the browser cannot open.
    NoPicture,
    /// More pixels than are decoded.
    TooLarge,
}

/// The RGBA pixels of a shipped photograph.
pub(crate) async fn shipped(url: &str) -> Result<Vec<u8>, String> {
    let answer = fetched(url).await?;
    let blob = JsFuture::from(answer.blob().map_err(|e| said(&e))?).await.map_err(|e| said(&e))?;
    decode(&blob.unchecked_into()).await.map_err(|e| said(&e))
}

/// The RGBA pixels of a picture of this site as it is, and its width.
pub(crate) async fn sheet(url: &str) -> Result<(Vec<u8>, usize), String> {
    let answer = fetched(url).await?;
    let blob = JsFuture::from(answer.blob().map_err(|e| said(&e))?).await.map_err(|e| said(&e))?;
    let bitmap = bitmap(&blob.unchecked_into()).await.map_err(|e| said(&e))?;
    let (width, height) = (bitmap.width(), bitmap.height());
    let drawn = || {
        let context = blank(width, height)?;
        context.draw_image_with_image_bitmap(&bitmap, 0.0, 0.0)?;
        context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height))
    };
    let pixels = drawn().map_err(|e| said(&e))?.data().0;
    bitmap.close();
    Ok((pixels, width as usize))
}

/// The bytes of a file of this site.
pub(crate) async fn bytes(url: &str) -> Result<Vec<u8>, String> {
    let buffer = fetched(url).await?.array_buffer().map_err(|e| said(&e))?;
    let buffer = JsFuture::from(buffer).await.map_err(|e| said(&e))?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

async fn fetched(url: &str) -> Result<Response, String> {
    let window = web_sys::window().ok_or("no window")?;
    let answer = JsFuture::from(window.fetch_with_str(url)).await.map_err(|e| said(&e))?;
    let answer: Response = answer.dyn_into().map_err(|e| said(&e))?;
    if !answer.ok() {
        return Err(format!("{url}: {}", answer.status()));
    }
    Ok(answer)
}

/// The reader's own picture: its centre square at 256×256.
pub(crate) async fn own(file: &Blob) -> Result<Vec<u8>, Refused> {
    let head = file.slice_with_f64_and_f64(0.0, 65_536.0).map_err(|_| Refused::NoPicture)?;
    let head = JsFuture::from(head.array_buffer()).await.map_err(|_| Refused::NoPicture)?;
    let head = js_sys::Uint8Array::new(&head).to_vec();
    // The size stands in the first bytes: a huge picture is refused before it fills the memory.
    if imagesize::blob_size(&head).is_ok_and(|s| s.width.saturating_mul(s.height) > PIXELS) {
        return Err(Refused::TooLarge);
    }
    decode(file).await.map_err(|_| Refused::NoPicture)
}

/// The pixels of a link's small copy, scaled up to 256×256.
pub(crate) async fn unpacked(copy: &Picture) -> Result<Vec<u8>, String> {
    let bytes = js_sys::Uint8Array::from(copy.file());
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&bytes)).map_err(|e| said(&e))?;
    decode(&blob).await.map_err(|e| said(&e))
}

/// A small copy of 256×256 pixels for a link: the best that is short enough.
pub(crate) fn packed(rgba: &[u8]) -> Option<Picture> {
    let window = web_sys::window()?;
    let blank = |side: u32| -> Option<HtmlCanvasElement> {
        let canvas: HtmlCanvasElement =
            window.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
        canvas.set_width(side);
        canvas.set_height(side);
        Some(canvas)
    };
    let (whole, small) = (blank(SHIPPED_SIDE as u32)?, blank(COPY_SIDE)?);
    show(&whole, rgba, SHIPPED_SIDE);
    let side = f64::from(COPY_SIDE);
    context(&small)?
        .draw_image_with_html_canvas_element_and_dw_and_dh(&whole, 0.0, 0.0, side, side)
        .ok()?;
    // A browser that cannot write a kind writes PNG in its place.
    let tries = ["image/webp", "image/jpeg"].into_iter();
    let mut tries =
        tries.flat_map(|kind| [0.9, 0.8, 0.65, 0.5, 0.3].map(|quality| (kind, quality)));
    tries.find_map(|(kind, quality)| {
        let url = small.to_data_url_with_type_and_encoder_options(kind, &quality.into()).ok()?;
        let (_, base64) = url.split_once(";base64,")?;
        // One character a byte.
        let bytes = window.atob(base64).ok()?.chars().map(|c| c as u32 as u8).collect();
        Picture::new(bytes)
    })
}

async fn bitmap(blob: &Blob) -> Result<ImageBitmap, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    JsFuture::from(window.create_image_bitmap_with_blob(blob)?).await?.dyn_into()
}

/// A canvas that nobody sees.
fn blank(width: u32, height: u32) -> Result<CanvasRenderingContext2d, JsValue> {
    let document = web_sys::window().and_then(|w| w.document()).ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    Ok(context(&canvas).ok_or("no canvas")?)
}

async fn decode(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    let bitmap = bitmap(blob).await?;
    let context = blank(SHIPPED_SIDE as u32, SHIPPED_SIDE as u32)?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let (side, whole) = (width.min(height), SHIPPED_SIDE as f64);
    // Transparent pictures stand on white.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, whole, whole);
    context.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
        &bitmap,
        (width - side) / 2.0,
        (height - side) / 2.0,
        side,
        side,
        0.0,
        0.0,
        whole,
        whole,
    )?;
    bitmap.close();
    Ok(context.get_image_data(0.0, 0.0, whole, whole)?.data().0)
}
