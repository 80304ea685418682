//! Where the files of training are, from the clone's folder on.

use std::{fs, path::Path};

use train::{
    Picture,
    emoji::{Emoji, List},
};

use crate::Outcome;

/// The icons' sheets, which only training reads.
pub(crate) const SHEETS: &str = "crates/train/emoji";
/// What the page reads too.
pub(crate) const NETS: &str = "web/assets/nets";
/// Styles, licences and classes of the emoji.
pub(crate) const LIST: &str = "emoji.json";
/// The pictures of the test.
pub(crate) const TESTS: &str = "emoji.png";

pub(crate) fn list() -> Outcome<List> {
    let file = format!("{NETS}/{LIST}");
    let json = read(&file)?;
    List::read(&String::from_utf8_lossy(&json)).map_err(|e| format!("{file}: {e}"))
}

/// The emoji as they were drawn.
pub(crate) fn emoji() -> Outcome<Emoji> {
    let list = list()?;
    let sheet = |set: &str| {
        let file = format!("{SHEETS}/{set}.png");
        Picture::read_png(&read(&file)?).map_err(|e| format!("{file}: {e}"))
    };
    let sheets: Vec<Picture> =
        list.styles.iter().map(|style| sheet(&style.set)).collect::<Outcome<_>>()?;
    Emoji::new(list, &sheets).map_err(|e| format!("{SHEETS}: {e}"))
}

/// The pictures of the test, as they are shipped.
pub(crate) fn tests() -> Outcome<Picture> {
    let file = format!("{NETS}/{TESTS}");
    Picture::read_png(&read(&file)?).map_err(|e| format!("{file}: {e}"))
}

pub(crate) fn read(file: impl AsRef<Path>) -> Outcome<Vec<u8>> {
    let file = file.as_ref();
    fs::read(file).map_err(|e| format!("{}: {e}", file.display()))
}

pub(crate) fn write(file: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> Outcome {
    let (file, bytes) = (file.as_ref(), bytes.as_ref());
    fs::write(file, bytes).map_err(|e| format!("{}: {e}", file.display()))?;
    println!("{}: {} bytes", file.display(), bytes.len());
    Ok(())
}
