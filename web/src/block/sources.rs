//! Where nets, pictures and names come from: this site's files, and the reader's.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use nets::{
    CifarResNet,
    found::{PIXELS, usual_names},
};
use share::{Lang, State};
use tensor::read_safetensors_for;

use crate::block::{look::shipped, words};
use crate::browser::file;
use crate::widget::{
    Frame,
    emoji::{SIDE, Shipped, Tests},
    own_weights::CIFAR,
    photos::Photos,
    weights::{OwnFiles, Taken},
};

/// A net as bytes.
pub(crate) struct Source {
    pub(crate) net: CifarResNet,
    pub(crate) bytes: Rc<Vec<u8>>,
    /// The reader's file that they are of.
    pub(crate) taken: Option<Rc<Taken>>,
    /// Another number, other weights.
    pub(crate) number: u64,
    /// The names of its classes.
    pub(crate) names: Vec<String>,
}

/// A picture as it is shown and as a net takes it.
pub(crate) struct Input {
    pub(crate) rgba: Vec<u8>,
    /// The true class, where there is one.
    pub(crate) truth: Option<usize>,
    pub(crate) x: Vec<f32>,
}

/// What was fetched, and what the reader brought.
pub(crate) struct Sources {
    frame: Frame,
    photos: Rc<Photos>,
    pub(crate) own: Rc<OwnFiles>,
    tests: RefCell<Option<Rc<Tests>>>,
    /// The ResNet and its plain twin.
    nets: [RefCell<Option<Rc<Shipped>>>; 2],
    /// The source that was asked for last.
    last: RefCell<Option<Rc<Source>>>,
}

/// From this number on sources are the reader's.
const OWN: u64 = 2;

impl Sources {
    pub(crate) fn new(frame: Frame, photos: Rc<Photos>, own: Rc<OwnFiles>) -> Self {
        let (tests, nets, last) = Default::default();
        Self { frame, photos, own, tests, nets, last }
    }

    pub(crate) fn photos(&self) -> &Photos {
        &self.photos
    }

    pub(crate) async fn tests(&self) -> Result<Rc<Tests>, String> {
        let have = self.tests.borrow().clone();
        if let Some(tests) = have {
            return Ok(tests);
        }
        let tests = Rc::new(Tests::fetch(self.frame).await?);
        self.tests.replace(Some(Rc::clone(&tests)));
        Ok(tests)
    }

    /// A shipped net with its card; the plain one, or the ResNet.
    pub(crate) async fn shipped(&self, plain: bool) -> Result<Rc<Shipped>, String> {
        let place = &self.nets[usize::from(plain)];
        let have = place.borrow().clone();
        if let Some(net) = have {
            return Ok(net);
        }
        let name = if plain { "plain" } else { "resnet" };
        let net = Rc::new(Shipped::fetch(self.frame, name).await?);
        place.replace(Some(Rc::clone(&net)));
        Ok(net)
    }

    /// The card of a shipped net, if it is there.
    pub(crate) fn have(&self, plain: bool) -> Option<Rc<Shipped>> {
        self.nets[usize::from(plain)].borrow().clone()
    }

    /// The net of a state; the ResNet where the reader's own has not been opened.
    pub(crate) async fn net(&self, state: &State) -> Result<Rc<Source>, String> {
        let own = state.word("net") == "own";
        let taken = self.own.taken(CIFAR).filter(|_| own);
        if own && taken.is_none() {
            let t = words::words(self.frame.lang);
            self.frame.shown.remarks.set(vec![t.no_file.to_owned()]);
        }
        let plain = state.word("net") == "plain";
        let number = taken.as_ref().map_or(u64::from(plain), |taken| OWN + taken.number);
        let last = self.last.borrow().clone();
        if let Some(last) = last.filter(|last| last.number == number) {
            return Ok(last);
        }
        let source = Rc::new(match taken {
            Some(taken) => self.read(taken, number).await?,
            None => Source {
                net: shipped(plain),
                bytes: Rc::clone(&self.shipped(plain).await?.weights),
                taken: None,
                number,
                names: self.tests().await?.names.clone(),
            },
        });
        self.last.replace(Some(Rc::clone(&source)));
        Ok(source)
    }

    async fn read(&self, taken: Rc<Taken>, number: u64) -> Result<Source, String> {
        let bytes = Rc::new(taken.bytes().await?.to_vec());
        let (tensors, _) = read_safetensors_for(usize::MAX, &bytes).map_err(|e| e.to_string())?;
        let net = CifarResNet::found(&usual_names(tensors)).map_err(|e| e.to_string())?;
        let tests = self.tests().await?;
        let names = match net.classes {
            10 => self.cifar().await?,
            n if n == tests.names.len() => tests.names.clone(),
            n => (0..n).map(|class| words::nameless(self.frame.lang, class)).collect(),
        };
        Ok(Source { net, bytes, taken: Some(taken), number, names })
    }

    /// The names of CIFAR-10's classes in the page's language.
    async fn cifar(&self) -> Result<Vec<String>, String> {
        let root = self.frame.place.with_value(|p| p.root.clone());
        let file = if self.frame.lang == Lang::Zh { "cifar10.zh.txt" } else { "cifar10.txt" };
        let bytes = file::bytes(&format!("{root}assets/classes/{file}")).await?;
        nets::classes::read(&String::from_utf8_lossy(&bytes), 10).map_err(|e| e.to_string())
    }

    /// The picture of a state, for the net that is to see it.
    pub(crate) async fn input(&self, state: &State, source: &Source) -> Result<Input, String> {
        let tests = self.tests().await?;
        let (rgba, class) = match state.word("picture") {
            "own" => {
                let photo = self.photos.get("own").await?;
                let side = figures::SHIPPED_SIDE;
                (figures::shrunk(&photo.rgba, side, side / SIDE), None)
            }
            _ => {
                let (class, row) = (state.int("kind") as usize, state.int("which") as usize);
                (tests.picture(class, row), Some(class))
            }
        };
        let x = match &source.taken {
            None => figures::centred(&rgba),
            Some(_) => {
                let word = state.word("pixels");
                let found = PIXELS.iter().find(|(of, ..)| *of == word).unwrap_or(&PIXELS[0]);
                figures::standardized(&rgba, found.1, found.2)
            }
        };
        // Only of nets that tell these classes apart one of them is the true one.
        let truth = class.filter(|_| source.names.len() == tests.names.len());
        Ok(Input { rgba, truth, x })
    }
}
