//! The weights of the translator, its card and its words, fetched once.

use std::{cell::RefCell, rc::Rc};

use crate::browser::json::Json;
use crate::widget::{Frame, emoji::Shipped};

/// The ids that are no words.
const NO_WORDS: usize = 4;

/// What was fetched.
pub(crate) struct Source {
    pub(crate) net: Shipped,
    /// Every word in the order of the embedding's rows.
    pub(crate) words: Vec<String>,
    /// Where the Chinese words begin.
    chinese: usize,
}

impl Source {
    /// The number of an English word.
    pub(crate) fn english(&self, word: &str) -> Option<usize> {
        self.find(NO_WORDS, self.chinese, word)
    }

    /// The number of a Chinese word.
    pub(crate) fn chinese(&self, word: &str) -> Option<usize> {
        self.find(self.chinese, self.words.len(), word)
    }

    fn find(&self, from: usize, to: usize, word: &str) -> Option<usize> {
        let found = self.words.get(from..to)?.iter().position(|known| known == word);
        found.map(|at| from + at)
    }

    pub(crate) fn spec(&self) -> Json {
        self.net.card.at("recipe").at("net")
    }
}

/// A place for what was fetched.
#[derive(Default)]
pub(crate) struct Files(RefCell<Option<Rc<Source>>>);

impl Files {
    pub(crate) async fn get(&self, frame: Frame) -> Result<Rc<Source>, String> {
        if let Some(source) = self.have() {
            return Ok(source);
        }
        let net = Shipped::fetch(frame, "transformer").await?;
        let grammar = net.card.at("grammar");
        let words = grammar.at("words").list().iter().map(Json::text).collect();
        let chinese = NO_WORDS + grammar.at("english").number() as usize;
        let source = Rc::new(Source { net, words, chinese });
        self.0.replace(Some(Rc::clone(&source)));
        Ok(source)
    }

    pub(crate) fn have(&self) -> Option<Rc<Source>> {
        self.0.borrow().clone()
    }
}
