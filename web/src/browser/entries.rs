//! The page's history: each entry remembers the state of every widget.
//!
//! The address has room for the widget last touched alone. What an entry
//! remembers is an object: a widget's place on the page to its query.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsCast;
use web_sys::History;

use crate::browser::clock;

thread_local! {
    /// When an address was written last, by any widget of the page.
    static WRITTEN: Cell<f64> = const { Cell::new(f64::NEG_INFINITY) };
    /// What the present entry remembers; `None` before the first widget asks.
    static PRESENT: RefCell<Option<BTreeMap<String, String>>> = const { RefCell::new(None) };
}

/// The query of the widget at this place, if the present entry remembers one.
pub(crate) fn remembered(place: &str) -> Option<String> {
    read();
    PRESENT.with_borrow(|all| all.as_ref()?.get(place).cloned())
}

/// Milliseconds since any widget of the page wrote an address.
pub(crate) fn since_written() -> f64 {
    clock() - WRITTEN.get()
}

/// Remembers a widget in the present entry, or in a new one where an address is given to `push`.
///
/// Browsers refuse that in some frames, which is no harm.
pub(crate) fn remember(place: &str, query: &str, address: Option<&str>, push: bool) {
    read();
    PRESENT.with_borrow_mut(|all| {
        all.get_or_insert_default().insert(place.to_owned(), query.to_owned());
    });
    write(address, push);
}

/// Reads the present entry. One without anything was made by a link to a heading
/// (or is the page's first): the widgets are as they were, and it remembers that,
/// unless the heading brings something of its own.
fn read() {
    let state = history().and_then(|h| h.state().ok()).unwrap_or_default();
    match state.dyn_into::<Object>() {
        Ok(object) => {
            let all = Object::entries(&object);
            let pairs = all.iter().filter_map(|pair| {
                let pair: Array = pair.dyn_into().ok()?;
                Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
            });
            PRESENT.set(Some(tensor::map(pairs)));
        }
        Err(_) => {
            let hash = web_sys::window().and_then(|w| w.location().hash().ok());
            let brings = hash.is_some_and(|hash| hash.contains('='));
            PRESENT.with_borrow_mut(|all| match all {
                Some(all) if !brings => {}
                _ => *all = Some(BTreeMap::new()),
            });
            write(None, false);
        }
    }
}

fn write(address: Option<&str>, push: bool) {
    let Some(history) = history() else { return };
    let object = Object::new();
    PRESENT.with_borrow(|all| {
        for (place, query) in all.iter().flatten() {
            // Setting a field of a plain object cannot fail.
            let _ = Reflect::set(&object, &place.into(), &query.into());
        }
    });
    if address.is_some() {
        WRITTEN.set(clock());
    }
    let _ = match push {
        true => history.push_state_with_url(&object, "", address),
        false => history.replace_state_with_url(&object, "", address),
    };
}

fn history() -> Option<History> {
    web_sys::window().and_then(|w| w.history().ok())
}
