//! The address bar, the clipboard, and saved files.

use js_sys::Array;
use share::{Link, encode_share};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement};

use crate::browser::engine::method;

/// The query and the fragment of the page's address, with their `?` and `#`.
pub(crate) fn query() -> String {
    let Some(location) = web_sys::window().map(|w| w.location()) else { return String::new() };
    location.search().unwrap_or_default() + &location.hash().unwrap_or_default()
}

/// Writes the state into the address; browsers refuse that in some frames, which is no harm.
pub(crate) fn write(link: &Link, embed: bool, push: bool) {
    let Some(window) = web_sys::window() else { return };
    let hash = window.location().hash().unwrap_or_default();
    let hash = if embed { hash } else { format!("#{}", link.state.widget().name) };
    let address = format!("?{}{hash}", encode_share(link, embed));
    if let Ok(history) = window.history() {
        let _ = if push {
            history.push_state_with_url(&JsValue::NULL, "", Some(&address))
        } else {
            history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
        };
    }
}

/// The whole link to this state.
pub(crate) fn link(link: &Link, embed: bool) -> String {
    let location = web_sys::window().map(|w| w.location());
    let base = location.map_or(String::new(), |l| {
        format!("{}{}", l.origin().unwrap_or_default(), l.pathname().unwrap_or_default())
    });
    let hash = if embed { String::new() } else { format!("#{}", link.state.widget().name) };
    format!("{base}?{}{hash}", encode_share(link, embed))
}

/// The address of the embed page for this state, made absolute.
pub(crate) fn embed_url(link: &Link, root: &str, lang: &str) -> String {
    let path = format!("{root}{lang}/embed/{}/", link.state.widget().name);
    let base = web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default();
    let whole = js_sys::global();
    let url = js_sys::Reflect::get(&whole, &"URL".into()).ok();
    let url = url.and_then(|u| u.dyn_into::<js_sys::Function>().ok()).and_then(|f| {
        js_sys::Reflect::construct(&f, &Array::of2(&path.as_str().into(), &base.into())).ok()
    });
    let text =
        url.and_then(|u| js_sys::Reflect::get(&u, &"href".into()).ok()).and_then(|t| t.as_string());
    format!("{}?{}", text.unwrap_or(path), encode_share(link, true))
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
        let url = web_sys::Url::create_object_url_with_blob(&blob)?;
        let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
        web_sys::Url::revoke_object_url(&url)
    })();
    // A sandbox without allow-downloads ignores the click.
    drop(made);
}
