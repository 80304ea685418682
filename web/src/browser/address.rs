//! The address bar, what is shared, and saved files.

use js_sys::Array;
use share::{Address, Link, encode_address};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::browser::engine::tell;

/// The query and the fragment of the page's address, with their `?` and `#`.
pub(crate) fn query() -> String {
    let Some(location) = web_sys::window().map(|w| w.location()) else { return String::new() };
    location.search().unwrap_or_default() + &location.hash().unwrap_or_default()
}

/// Where this state stands: `?…#…`, and whether that is all of it. What is too
/// long for an address goes without its blob.
pub(crate) fn end(link: &Link, embed: bool, page_chars: usize) -> (String, bool) {
    let whole = encode_address(link, embed, page_chars);
    let found = whole.clone().or_else(|| {
        let mut bare = link.clone();
        bare.view.picture = None;
        encode_address(&bare, embed, page_chars)
    });
    let Some(Address { query, fragment }) = found else { return (String::new(), false) };
    let hash = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    (format!("?{query}{hash}"), whole.is_some())
}

/// The page's address without query and fragment.
pub(crate) fn page() -> String {
    let location = web_sys::window().map(|w| w.location());
    location.map_or(String::new(), |l| {
        format!("{}{}", l.origin().unwrap_or_default(), l.pathname().unwrap_or_default())
    })
}

/// The whole link to this state, and whether it holds everything.
pub(crate) fn link(link: &Link, embed: bool) -> (String, bool) {
    let page = page();
    let (end, whole) = end(link, embed, page.len());
    (page + &end, whole)
}

/// The absolute address of the embed page for this state, and whether it holds everything.
pub(crate) fn embed_url(link: &Link, root: &str, lang: &str) -> (String, bool) {
    let path = format!("{root}{lang}/embed/{}/", link.state.widget().name);
    let base = web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default();
    let url = Url::new_with_base(&path, &base).map_or(path, |url| url.href());
    let (end, whole) = end(link, true, url.len());
    (url + &end, whole)
}

/// Has `boot.js` open the dialog of sharing for a widget: its section's id, the link, the embed
/// page's address, whether they hold everything (a word, or empty), and the numbers as CSV.
pub(crate) fn share(what: [&str; 5]) {
    tell("third-pass:share", &what.map(JsValue::from_str).into_iter().collect::<Array>());
}

/// Offers a text as a file.
pub(crate) fn save(name: &str, text: &str) {
    let made = (|| -> Result<(), JsValue> {
        let document = web_sys::window().and_then(|w| w.document()).ok_or("no document")?;
        let parts = Array::of1(&text.into());
        let blob = Blob::new_with_str_sequence(&parts)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
        Url::revoke_object_url(&url)
    })();
    // A sandbox without allow-downloads ignores the click.
    drop(made);
}
