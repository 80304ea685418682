//! The files that the widget needs: weights, pictures, names, card; fetched once.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::WithValue;
use share::Lang;

use crate::browser::{file, json::Json};
use crate::widget::Frame;

/// Pixels along a side of a picture of the test.
pub(crate) const SIDE: usize = 32;

/// What was fetched.
pub(crate) struct Shipped {
    pub(crate) weights: Rc<Vec<u8>>,
    /// The pictures of the test: a column a class.
    sheet: Vec<u8>,
    width: usize,
    /// The classes in the page's language.
    pub(crate) names: Vec<String>,
    pub(crate) card: Json,
}

/// A place for what was fetched.
#[derive(Default)]
pub(crate) struct Files(RefCell<Option<Rc<Shipped>>>);

impl Files {
    pub(crate) async fn get(&self, frame: Frame) -> Result<Rc<Shipped>, String> {
        if let Some(shipped) = self.have() {
            return Ok(shipped);
        }
        let root = frame.place.with_value(|p| p.root.clone());
        let of = |name: &str| format!("{root}assets/nets/{name}");
        let json = async |name: &str| {
            let bytes = file::bytes(&of(name)).await?;
            Json::read(&String::from_utf8_lossy(&bytes))
        };
        let (sheet, width) = file::sheet(&of("emoji.png")).await?;
        let name = |class: Json| class.at(Lang::folder(frame.lang)).text();
        let shipped = Rc::new(Shipped {
            weights: Rc::new(file::bytes(&of("alexnet.safetensors")).await?),
            names: json("emoji.json").await?.at("classes").list().into_iter().map(name).collect(),
            card: json("alexnet.json").await?,
            sheet,
            width,
        });
        self.0.replace(Some(Rc::clone(&shipped)));
        Ok(shipped)
    }

    pub(crate) fn have(&self) -> Option<Rc<Shipped>> {
        self.0.borrow().clone()
    }
}

impl Shipped {
    /// How many pictures the test has, row by row.
    pub(crate) fn count(&self) -> usize {
        self.sheet.len() / 4 / (SIDE * SIDE)
    }

    /// The class of a picture of the test.
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
}
