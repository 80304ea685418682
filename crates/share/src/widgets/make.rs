//! Short ways to write a row of the table.

use crate::table::{Choice, Key, Kind};
use crate::text::Text;

/// No unit.
pub(super) const NONE: Text = text("", "");
/// The unit of sides.
pub(super) const PIXELS: Text = text("像素", "px");

pub(super) const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

pub(super) const fn choice(word: &'static str, zh: &'static str, en: &'static str) -> Choice {
    Choice { word, text: text(zh, en) }
}

/// A key of one of a few words; the first is the default.
pub(super) const fn choices(key: &'static str, words: Text, of: &'static [Choice]) -> Key {
    Key { key, kind: Kind::Choice(of), words, unit: NONE }
}

/// A key of a whole number.
pub(super) const fn int(
    key: &'static str,
    [min, max, step, default]: [i32; 4],
    words: Text,
    unit: Text,
) -> Key {
    Key { key, kind: Kind::Int { min, max, step, default }, words, unit }
}

/// A key of one of a few whole numbers.
pub(super) const fn steps(
    key: &'static str,
    values: &'static [i32],
    default: i32,
    words: Text,
    unit: Text,
) -> Key {
    Key { key, kind: Kind::Steps { values, default }, words, unit }
}

/// The key of the seed of random numbers.
pub(super) const SEED: Key = int("seed", [0, 9999, 1, 1], text("随机种子", "Seed"), NONE);

/// The key of the photograph: one of the site's, or the reader's own.
pub(super) const PICTURE: Key = choices(
    "picture",
    text("照片", "Picture"),
    &[
        choice("chelsea", "猫", "cat"),
        choice("coffee", "咖啡", "coffee"),
        choice("astronaut", "宇航员", "astronaut"),
        choice("rocket", "火箭", "rocket"),
        choice("camera", "摄影师", "cameraman"),
        choice("brick", "砖墙", "bricks"),
        choice("own", "自己的图片", "your own"),
    ],
);

/// In the code: the file of a photograph, and where it comes from.
pub(super) fn file(picture: &str) -> String {
    let (file, whence) = match picture {
        "own" => {
            ("your-picture", "yours, cut to its centre square and scaled to 256x256".to_owned())
        }
        name => (name, format!("assets/pictures/{name}.png of this site")),
    };
    format!("file = \"{file}.png\"  # {whence}\n")
}
