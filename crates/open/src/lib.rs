//! A reader's own note: Markdown to HTML that runs nothing and asks for nothing.
//!
//! `web/static/open-page.js` gives the text and puts in what comes back. Widgets are
//! elements that it makes embed frames of, pictures names that it looks up among the
//! files that were chosen.
//!
//! ```
//! let shown = open::show("# Mine\n\n<script>alert(1)</script>\n", share::Lang::En, &[]);
//! assert_eq!(shown.title, "Mine");
//! assert!(shown.html.contains("&lt;script&gt;"));
//! ```
//!
//! May depend on: `notes`, `share`.

mod shown;
mod widgets;

pub use shown::{Shown, show};

#[cfg(target_arch = "wasm32")]
pub mod module {
    //! What JavaScript calls.
    use wasm_bindgen::prelude::*;

    /// Title, HTML, and the list of faults as HTML (empty: none).
    ///
    /// `lang` is `zh` or `en`, `claims` the ids of the cards that the page has.
    #[wasm_bindgen]
    #[must_use]
    pub fn show(text: &str, lang: &str, claims: Vec<String>) -> Vec<String> {
        let shown = crate::show(text, share::Lang::of(lang), &claims);
        vec![shown.title, shown.html, shown.faults]
    }

    /// A compressed note as the value of a link's `d`.
    #[wasm_bindgen]
    #[must_use]
    pub fn pack(compressed: &[u8]) -> String {
        share::packed_note(compressed)
    }

    /// What [`pack`] wrote; nothing where the link was cut or is of another kind.
    #[wasm_bindgen]
    #[must_use]
    pub fn unpack(text: &str) -> Option<Vec<u8>> {
        share::unpacked_note(text)
    }
}
