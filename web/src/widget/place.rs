//! Where a widget stands, and how the note sets it.
//!
//! The island that is made next takes it. Leptos would write each island's arguments as JSON and
//! bring a parser of JSON into the page, with code for each island; here the widget's element says
//! them once, in a form that the browser reads itself, and `boot.js` gives them back.

use std::cell::RefCell;

/// What an island is given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// The note's settings, as a query.
    pub(crate) query: String,
    /// The page's language, as a folder's name.
    pub(crate) lang: String,
    /// The way to the site's root; ends in a slash or is empty.
    pub(crate) root: String,
    /// Whether it is alone on an embed page.
    pub(crate) embed: bool,
    /// Its number among its kind on the page. The first is the one that links mean.
    pub(crate) index: usize,
}

thread_local! {
    static NEXT: RefCell<Option<Place>> = const { RefCell::new(None) };
}

impl Place {
    /// For the island that is made next.
    pub(crate) fn give(self) {
        NEXT.set(Some(self));
    }

    /// What the island that is being made was given.
    pub(crate) fn given() -> Self {
        NEXT.take().unwrap_or_default()
    }

    /// As the arguments of [`place`], for `data-place`; only where pages are written.
    #[cfg(feature = "ssr")]
    pub(crate) fn written(&self) -> Option<String> {
        let Self { query, lang, root, embed, index } = self;
        Some(serde_json::json!([query, lang, root, embed, index]).to_string())
    }
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn written(&self) -> Option<String> {
        None
    }
}

/// What `boot.js` calls before it wakes an island.
#[cfg(all(feature = "hydrate", target_arch = "wasm32"))]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn place(query: String, lang: String, root: String, embed: bool, index: usize) {
    Place { query, lang, root, embed, index }.give();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_island_takes_it() {
        Place { index: 3, ..Place::default() }.give();
        assert_eq!([Place::given().index, Place::given().index], [3, 0]);
    }
}
