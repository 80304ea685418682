//! Draws the emoji of the icon sets: SVG to the sheets that training and tests read.

use std::path::Path;

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg,
};
use serde_json::Value as Json;
use train::{
    Picture,
    emoji::{Emoji, List, SHEET_COLUMNS, SPRITE, Style},
    shown,
};

use crate::{
    Outcome,
    files::{LIST, NETS, SHEETS, TESTS, list, read, write},
};

/// Clear pixels that are kept around an emoji.
const MARGIN: f32 = 1.0;

/// Draws each style's sheet from the packages in `icons`, then the test's pictures.
pub(crate) fn emoji(icons: &Path) -> Outcome {
    let list = list()?;
    let mut sheets = Vec::new();
    for style in &list.styles {
        let sheet = sheet(&list, style, icons)?;
        let file = sheet.write_png().map_err(|e| e.to_string())?;
        write(format!("{SHEETS}/{}.png", style.set), file)?;
        sheets.push(sheet);
    }
    let emoji = Emoji::new(list, &sheets).map_err(|e| e.to_string())?;
    let tests = shown::test_sheet(&emoji).and_then(|sheet| sheet.write_png());
    write(format!("{NETS}/{TESTS}"), tests.map_err(|e| e.to_string())?)
}

fn sheet(list: &List, style: &Style, icons: &Path) -> Outcome<Picture> {
    let folder = icons.join("@iconify-json").join(&style.set);
    let json = |file: &str| -> Outcome<Json> {
        let bytes = read(folder.join(file))?;
        serde_json::from_slice(&bytes).map_err(|e| format!("{}/{file}: {e}", folder.display()))
    };
    let (set, info, package) = (json("icons.json")?, json("info.json")?, json("package.json")?);
    let agrees = info["license"]["spdx"] == style.licence && package["version"] == style.version;
    if !agrees {
        let said = format!("{} under {}", package["version"], info["license"]["spdx"]);
        return Err(format!("{LIST} and the package do not agree: {} is {said}", style.set));
    }
    let rows = list.classes.len().div_ceil(SHEET_COLUMNS);
    let mut sheet = Picture::new([rows * SPRITE, SHEET_COLUMNS * SPRITE, 4]);
    for (i, class) in list.classes.iter().enumerate() {
        let name = class.icon(&style.set);
        let words = |e: String| format!("{}, {name}: {e}", style.set);
        let picture = svg(&set, name).and_then(|svg| drawn(&svg)).map_err(words)?;
        let at = [i / SHEET_COLUMNS * SPRITE, i % SHEET_COLUMNS * SPRITE];
        sheet.paste(at, &picture).map_err(|e| words(e.to_string()))?;
    }
    Ok(sheet)
}

/// An icon of a set in Iconify's format as SVG.
fn svg(set: &Json, name: &str) -> Outcome<String> {
    let parent = set["aliases"][name]["parent"].as_str().unwrap_or(name);
    let icon = &set["icons"][parent];
    let Some(body) = icon["body"].as_str() else { return Err("there is no such icon".into()) };
    let size = |side: &str| [&icon[side], &set[side]].iter().find_map(|v| v.as_f64());
    let (w, h) = (size("width").unwrap_or(16.0), size("height").unwrap_or(16.0));
    let xmlns = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    Ok(format!("<svg {xmlns} viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\">{body}</svg>"))
}

/// The drawing, as large as fits into 48×48 pixels, in their middle.
fn drawn(svg: &str) -> Outcome<Picture> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|e| e.to_string())?;
    // Where the ink is: files promise other bounds than they fill.
    let side = 8 * SPRITE;
    let whole = side as f32 / tree.size().width().max(tree.size().height());
    let [top, left, bottom, right] =
        ink(&render(&tree, side, Transform::from_scale(whole, whole))?)
            .ok_or("nothing is drawn")?
            .map(|v| v as f32 / whole);
    let scale = (SPRITE as f32 - 2.0 * MARGIN) / (bottom - top).max(right - left);
    let middle = SPRITE as f32 / 2.0;
    let shift = [(left + right) / 2.0, (top + bottom) / 2.0].map(|at| middle - at * scale);
    let place = Transform::from_row(scale, 0.0, 0.0, scale, shift[0], shift[1]);
    let pixels = render(&tree, SPRITE, place)?;
    let bytes = pixels.pixels().iter().flat_map(|p| {
        let p = p.demultiply();
        [p.red(), p.green(), p.blue(), p.alpha()]
    });
    Ok(Picture { shape: [SPRITE, SPRITE, 4], bytes: bytes.collect() })
}

fn render(tree: &usvg::Tree, side: usize, place: Transform) -> Outcome<Pixmap> {
    let side = u32::try_from(side).map_err(|e| e.to_string())?;
    let mut pixels = Pixmap::new(side, side).ok_or("no pixels")?;
    resvg::render(tree, place, &mut pixels.as_mut());
    Ok(pixels)
}

/// The first and the one behind the last row and column that are not clear:
/// `[top, left, bottom, right]`.
fn ink(pixels: &Pixmap) -> Option<[usize; 4]> {
    let side = pixels.width() as usize;
    let mut found: Option<[usize; 4]> = None;
    for (i, p) in pixels.pixels().iter().enumerate() {
        if p.alpha() > 16 {
            let (y, x) = (i / side, i % side);
            let [top, left, bottom, right] = found.unwrap_or([y, x, y, x]);
            found = Some([top.min(y), left.min(x), bottom.max(y + 1), right.max(x + 1)]);
        }
    }
    found
}
