//! The address bar, the clipboard, and saved files.

use js_sys::Array;
use share::{Address, Link, encode_address};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, Url};

use crate::browser::engine::method;

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

/// Copies a text; false where the browser does not allow it.
pub(crate) async fn copy(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator: JsValue = window.navigator().into();
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    // Over plain http there is no clipboard at all.
    let Some(write) = method(&clipboard, "writeText") else { return false };
    match write.call1(&clipboard, &text.into()) {
        Ok(promise) => JsFuture::from(js_sys::Promise::from(promise)).await.is_ok(),
        Err(_) => false,
    }
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
