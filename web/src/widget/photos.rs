//! Photographs for widgets: the site's, and the reader's own.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use leptos::prelude::*;
use share::{Link, Picture};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

use crate::browser::file::{self, Refused};
use crate::widget::{
    Act, Frame,
    own_picture::{Given, Open, OwnPicture, Words, words},
};

/// A photograph of 256×256 pixels.
#[derive(Clone)]
pub(crate) struct Photo {
    /// Its word in the state.
    name: String,
    pub(crate) rgba: Rc<Vec<u8>>,
    /// Another number, another picture.
    pub(crate) number: u64,
}

/// The photographs of one widget.
pub(crate) struct Photos {
    frame: Frame,
    view: OwnPicture,
    t: &'static Words,
    shown: RefCell<Option<Photo>>,
    own: RefCell<Own>,
    count: Cell<u64>,
}

#[derive(Clone, Default)]
enum Own {
    #[default]
    None,
    Pixels(Rc<Vec<u8>>),
    /// A link's small copy, before it is opened.
    Packed(Picture),
}

impl Photos {
    /// None is loaded; answers the control of the reader's own.
    pub(crate) fn new(frame: Frame, view: OwnPicture) -> Rc<Self> {
        let this = Rc::new(Self {
            frame,
            view,
            t: words(frame.lang),
            shown: RefCell::default(),
            own: RefCell::default(),
            count: Cell::new(0),
        });
        let stored = StoredValue::new_local(Rc::clone(&this));
        view.answer(Callback::new(move |given| stored.get_value().take(given)));
        this
    }

    /// The photograph of a word; the last one is kept.
    pub(crate) async fn get(&self, name: &str) -> Result<Photo, String> {
        if let Some(photo) = &*self.shown.borrow()
            && photo.name == name
        {
            return Ok(photo.clone());
        }
        let own = self.own.borrow().clone();
        let rgba = match (name, own) {
            ("own", Own::Pixels(rgba)) => rgba,
            ("own", Own::Packed(packed)) => self.unpack(&packed).await?,
            ("own", Own::None) => {
                self.frame.shown.remarks.set(vec![self.t.none_yet.to_owned()]);
                match &*self.shown.borrow() {
                    Some(before) => Rc::clone(&before.rgba),
                    None => return Err(self.t.none_yet.to_owned()),
                }
            }
            (name, _) => {
                let root = self.frame.place.with_value(|p| p.root.clone());
                Rc::new(file::shipped(&format!("{root}assets/pictures/{name}.png")).await?)
            }
        };
        self.count.set(self.count.get() + 1);
        let photo = Photo { name: name.to_owned(), rgba, number: self.count.get() };
        self.shown.replace(Some(photo.clone()));
        Ok(photo)
    }

    async fn unpack(&self, packed: &Picture) -> Result<Rc<Vec<u8>>, String> {
        match file::unpacked(packed).await {
            Ok(rgba) => {
                let rgba = Rc::new(rgba);
                self.own.replace(Own::Pixels(Rc::clone(&rgba)));
                Ok(rgba)
            }
            Err(_) => {
                self.own.replace(Own::None);
                self.view.open.set(Open::None);
                self.frame.shown.remarks.set(vec![self.t.unreadable.to_owned()]);
                let start = share::State::of(self.frame.table).word("picture");
                self.frame.state.update(|s| s.choose("picture", start));
                Err(self.t.unreadable.to_owned())
            }
        }
    }

    /// A link that comes in: with its small copy, or without the picture that it speaks of.
    pub(crate) fn adopt(&self, link: &mut Link) -> Vec<String> {
        let own = self.own.borrow().clone();
        if link.state.word("picture") != "own" {
            return Vec::new();
        }
        match (own, link.view.picture.clone()) {
            // What is open is better than the link's copy of it.
            (Own::Pixels(_), _) => Vec::new(),
            (_, Some(packed)) => {
                self.own.replace(Own::Packed(packed));
                self.forget_shown();
                self.view.open.set(Open::Copy);
                vec![self.t.is_small.to_owned()]
            }
            (_, None) => {
                let start = share::State::of(link.state.widget()).word("picture");
                link.state.choose("picture", start);
                vec![self.t.absent.to_owned()]
            }
        }
    }

    fn forget_shown(&self) {
        if let Some(photo) = &mut *self.shown.borrow_mut()
            && photo.name == "own"
        {
            photo.name.clear();
        }
    }

    fn take(self: Rc<Self>, given: Given) {
        match given {
            Given::File(event) => {
                let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
                let chosen = input.and_then(|i| i.files()).and_then(|f| f.get(0));
                if let Some(chosen) = chosen {
                    spawn_local(async move { self.open(&chosen).await });
                }
            }
            Given::Carry(wanted) => {
                self.carry(wanted);
                self.frame.act(Act::Changed);
            }
        }
    }

    async fn open(&self, chosen: &web_sys::File) {
        let frame = self.frame;
        match file::own(chosen).await {
            Ok(rgba) => {
                self.own.replace(Own::Pixels(Rc::new(rgba)));
                self.forget_shown();
                self.view.open.set(Open::File);
                frame.shown.remarks.set(Vec::new());
                // Who asked for a copy in the link asked for one of what is shown.
                self.carry(frame.link.with_untracked(|l| l.view.picture.is_some()));
                if frame.state.with_untracked(|s| s.word("picture") == "own") {
                    frame.act(Act::Retry);
                } else {
                    frame.state.update(|s| s.choose("picture", "own"));
                }
                frame.act(Act::Changed);
            }
            Err(refused) => {
                let words = match refused {
                    Refused::NoPicture => self.t.bad,
                    Refused::TooLarge => self.t.huge,
                };
                frame.shown.remarks.set(vec![words.to_owned()]);
            }
        }
    }

    /// Puts a small copy into the link, or takes it out.
    fn carry(&self, wanted: bool) {
        let copy = match &*self.own.borrow() {
            Own::Pixels(rgba) if wanted => file::packed(rgba),
            _ => None,
        };
        if wanted && copy.is_none() {
            self.frame.shown.remarks.set(vec![self.t.no_copy.to_owned()]);
        }
        self.frame.link.update(|l| l.view.picture = copy);
    }
}
