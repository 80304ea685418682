//! The pictures by which the nets that were trained here are tested, and the names of their
//! classes; and a shipped net. Fetched by whoever shows them.

use std::rc::Rc;

use leptos::prelude::WithValue;
use share::Lang;

use crate::browser::{file, json::Json};
use crate::widget::Frame;

/// Pixels along a side of a picture of the test.
pub(crate) const SIDE: usize = 32;

/// The pictures of the test: a column a class.
pub(crate) struct Tests {
    sheet: Vec<u8>,
    width: usize,
    /// The classes in the page's language.
    pub(crate) names: Vec<String>,
}

/// A net's file and its card.
pub(crate) struct Shipped {
    pub(crate) weights: Rc<Vec<u8>>,
    pub(crate) card: Json,
}

/// A file of `assets/nets/`.
fn url(frame: Frame, name: &str) -> String {
    frame.place.with_value(|p| format!("{}assets/nets/{name}", p.root))
}

async fn json(frame: Frame, name: &str) -> Result<Json, String> {
    Json::read(&String::from_utf8_lossy(&file::bytes(&url(frame, name)).await?))
}

impl Shipped {
    pub(crate) async fn fetch(frame: Frame, net: &str) -> Result<Self, String> {
        let weights = Rc::new(file::bytes(&url(frame, &format!("{net}.safetensors"))).await?);
        Ok(Self { weights, card: json(frame, &format!("{net}.json")).await? })
    }
}

impl Tests {
    pub(crate) async fn fetch(frame: Frame) -> Result<Self, String> {
        let (sheet, width) = file::sheet(&url(frame, "emoji.png")).await?;
        let name = |class: Json| class.at(Lang::folder(frame.lang)).text();
        let classes = json(frame, "emoji.json").await?.at("classes").list();
        Ok(Self { sheet, width, names: classes.into_iter().map(name).collect() })
    }

    /// How many pictures there are, row by row.
    pub(crate) fn count(&self) -> usize {
        self.sheet.len() / 4 / (SIDE * SIDE)
    }

    /// The class of a picture.
    pub(crate) fn class(&self, picture: usize) -> usize {
        picture % (self.width / SIDE).max(1)
    }

    /// The RGBA pixels of the picture of a class in a row of the sheet.
    pub(crate) fn picture(&self, class: usize, row: usize) -> Vec<u8> {
        let line = |y: usize| {
            let at = ((row * SIDE + y) * self.width + class * SIDE) * 4;
            self.sheet.get(at..at + SIDE * 4).unwrap_or(&[0; SIDE * 4]).iter().copied()
        };
        (0..SIDE).flat_map(line).collect()
    }

    /// Pictures as the shipped nets take them, `[n, 3, 32, 32]`, one after the other.
    pub(crate) fn inputs(&self, which: std::ops::Range<usize>) -> Vec<f32> {
        let classes = self.names.len().max(1);
        let input = |at: usize| figures::centred(&self.picture(self.class(at), at / classes));
        which.flat_map(input).collect()
    }
}
