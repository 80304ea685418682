//! The table of widgets and their keys.

use crate::mend;
use crate::renamed::{RENAMED, now};
use crate::state::State;
use crate::text::{Lang, Text};
use crate::widgets;

/// A widget: what it is called, where it lives, and what can be set.
#[derive(Debug)]
pub struct Widget {
    /// Its name in links, notes and attributes.
    pub name: &'static str,
    /// The note it belongs to.
    pub note: &'static str,
    /// The question it answers.
    pub title: Text,
    /// What can be set, in the order of the controls.
    pub keys: &'static [Key],
    /// Queries worth opening.
    pub examples: &'static [&'static str],
    /// What its numbers can be saved as.
    pub exports: &'static [&'static str],
    /// The PyTorch code of exactly a state, in the page's language.
    pub snippet: fn(&State, Lang) -> String,
    /// Queries whose code the golden script executes, beside that of the default state.
    pub executed: &'static [&'static str],
    /// The variables of the code that are kept as goldens, and that "check" compares.
    pub results: &'static [&'static str],
}

/// Something that can be set.
#[derive(Debug)]
pub struct Key {
    /// Its name in links.
    pub key: &'static str,
    /// Its values.
    pub kind: Kind,
    /// Its label.
    pub words: Text,
    /// What the number counts; may be empty.
    pub unit: Text,
}

/// The values a key may have.
#[derive(Debug)]
pub enum Kind {
    /// A whole number.
    Int {
        /// The least.
        min: i32,
        /// The greatest.
        max: i32,
        /// Distance between neighbours, counted from `min`.
        step: i32,
        /// Where left out.
        default: i32,
    },
    /// One of a few whole numbers, as the powers of two are.
    Steps {
        /// The numbers, ascending.
        values: &'static [i32],
        /// Where left out; one of them.
        default: i32,
    },
    /// One of a few words; the first is the default.
    Choice(&'static [Choice]),
    /// A short text that the reader writes: one line.
    Text {
        /// The most characters.
        max_chars: usize,
        /// Where left out, in the page's language.
        default: Text,
    },
}

/// One of a few words.
#[derive(Debug)]
pub struct Choice {
    /// The word in links.
    pub word: &'static str,
    /// The word on the page.
    pub text: Text,
}

/// Every widget there is.
pub static WIDGETS: &[&Widget] = &[
    &widgets::convolution::CONVOLUTION,
    &widgets::pooling::POOLING,
    &widgets::lrn::LRN,
    &widgets::layers::LAYERS,
    &widgets::days::DAYS,
    &widgets::attention::ATTENTION,
    &widgets::bottleneck::BOTTLENECK,
    &widgets::normalization::NORMALIZATION,
    &widgets::network::NETWORK,
    &widgets::degradation::DEGRADATION,
    &widgets::columns::COLUMNS,
    &widgets::full::FULL,
    &widgets::family::FAMILY,
    &widgets::activation::ACTIVATION,
    &widgets::dropout::DROPOUT,
    &widgets::augmentation::AUGMENTATION,
    &widgets::block::BLOCK,
    &widgets::bleu::BLEU,
    &widgets::complexity::COMPLEXITY,
    &widgets::parameters::PARAMETERS,
    &widgets::schedule::SCHEDULE,
    &widgets::smoothing::SMOOTHING,
    &widgets::translator::TRANSLATOR,
    &widgets::query::QUERY,
    &widgets::positions::POSITIONS,
    &widgets::heads::HEADS,
];

/// Their names: all that one widget's part of a page holds of the others.
pub(crate) static NAMES: [&str; WIDGETS.len()] = {
    let mut names = [""; WIDGETS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = WIDGETS[at].name;
        at += 1;
    }
    names
};

/// The widget of that name, or of that old name.
#[must_use]
pub fn widget(name: &str) -> Option<&'static Widget> {
    let name = now(name, RENAMED);
    WIDGETS.iter().copied().find(|w| w.name == name)
}

/// The present name of the widget that a link means.
pub(crate) fn named(given: &str) -> Option<&'static str> {
    let found = |name: &str| NAMES.into_iter().find(|known| *known == now(name, RENAMED));
    found(given).or_else(|| found(&mend::word(given)))
}
