//! Ties elements to what the prerender wrote of them.

use std::cell::RefCell;

use leptos::{html::Div, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use crate::element::{
    Content, Element,
    value::{Piece, Value},
};

/// Binds as soon as the island is hydrated.
pub(super) fn when_there(node: NodeRef<Div>, element: Element) {
    let element = RefCell::new(Some(element));
    Effect::new(move |_| {
        let root = node.get().and_then(|div| div.first_element_child());
        if let (Some(root), Some(element)) = (root, element.take()) {
            bind(element, root);
        }
    });
}

/// An element and its own, in the order in which they were written.
fn bind(element: Element, live: web_sys::Element) {
    for (name, value) in element.attributes {
        follow(value, &live, move |live, piece| {
            // Only a name that is none could fail.
            let _ = match piece.said() {
                Some(text) => live.set_attribute(name, text),
                None => live.remove_attribute(name),
            };
        });
    }
    for (name, value) in element.properties {
        // Always: the reader may have changed it to what the state did not take.
        let live = live.clone();
        watch(value, move |piece| {
            let value = match piece {
                Piece::Text(text) => JsValue::from_str(&text),
                Piece::Flag(there) => JsValue::from_bool(there),
            };
            let _ = js_sys::Reflect::set(&live, &JsValue::from_str(name), &value);
        });
    }
    for (name, told) in element.listeners {
        let closure = Closure::<dyn Fn(web_sys::Event)>::new(told);
        let _ = live.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref());
        // An island stays as long as its page.
        closure.forget();
    }
    match element.content {
        Content::Text(text) => {
            follow(text, &live, |live, piece| live.set_text_content(piece.said()));
        }
        Content::Html(markup) => {
            follow(markup, &live, |live, piece| {
                live.set_inner_html(piece.said().unwrap_or_default());
            });
        }
        Content::Elements(all) => {
            let children = live.children();
            for (at, element) in all.into_iter().enumerate() {
                match children.item(at as u32) {
                    Some(child) => bind(element, child),
                    // The page was changed by somebody else: the rest of it still lives.
                    None => leptos::logging::warn!("third-pass: a <{}> is missing", element.tag),
                }
            }
        }
    }
    if let Some(hold) = element.held {
        hold(&live);
    }
}

/// Shows what a live value says, now and whenever it says something else.
fn follow(
    value: Value,
    live: &web_sys::Element,
    show: impl Fn(&web_sys::Element, &Piece) + 'static,
) {
    let live = live.clone();
    let mut shown = None;
    watch(value, move |piece| {
        if shown.as_ref() != Some(&piece) {
            show(&live, &piece);
            shown = Some(piece);
        }
    });
}

/// Tells what a live value says, now and whenever it may say something else. Boxed: of code
/// for every kind there would be much.
fn watch(value: Value, told: impl FnMut(Piece) + 'static) {
    let (Value::Live(say), mut told) = (value, Box::new(told) as Box<dyn FnMut(Piece)>) else {
        return;
    };
    Effect::new(move |_| told(say()));
}
