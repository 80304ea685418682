//! Which island stands for which widget.

use leptos::prelude::*;
use share::Lang;

use crate::convolution::Convolution;

/// A widget where it stands: the note's setting of it as a query, and its
/// place among its kind on the page.
pub(super) struct Place {
    pub(super) query: String,
    pub(super) lang: Lang,
    pub(super) embed: bool,
    pub(super) index: usize,
}

type Island = fn(Place) -> AnyView;

/// Every island, by the widget's name.
static ISLANDS: &[(&str, Island)] = &[("convolution", |Place { query, lang, embed, index }| {
    let (root, lang) = ("{root}".to_owned(), lang.folder().to_owned());
    view! { <Convolution query lang root embed index/> }.into_any()
})];

/// Whether there is an island of this name.
pub(super) fn has(name: &str) -> bool {
    ISLANDS.iter().any(|(n, _)| *n == name)
}

/// The widget of this name; nothing where there is none, which [`has`] tells before.
pub(super) fn island(name: &str, place: Place) -> Option<AnyView> {
    let (_, island) = ISLANDS.iter().find(|(n, _)| *n == name)?;
    Some(island(place))
}
