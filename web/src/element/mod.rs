//! What a widget shows, as data: one type for every element, attribute and listener.
//!
//! Leptos' `view!` gives each element a type of its own, and code of its own for each type:
//! three widgets came to 1.3 MB of WebAssembly. Here an element is a value. [`Element::html`]
//! writes it for the prerender; in a browser `bind` walks what was written and ties the parts
//! that follow signals to it. Islands, signals and effects are Leptos' own.
//!
//! ```text
//! el("p").class("ratio").text(move || ratio.get().to_string())
//! ```
//!
//! What stands between an element's tags is one of: a text, markup, or elements.

#[cfg(target_arch = "wasm32")]
mod bind;
mod html;
mod value;

use leptos::{
    html::{Canvas, ElementType},
    prelude::NodeRef,
    tachys::html::node_ref::NodeRefContainer,
    wasm_bindgen::{JsCast, JsValue},
    web_sys,
};
pub(crate) use value::IntoValue;
use value::Value;

pub(crate) use html::{html_of, island};

/// An element with all that belongs to it.
pub(crate) struct Element {
    tag: &'static str,
    attributes: Vec<(&'static str, Value)>,
    /// Properties of the live element, which the prerender does not write.
    properties: Vec<(&'static str, Value)>,
    listeners: Vec<(&'static str, Listener)>,
    /// What is told the live element.
    held: Option<Holder>,
    content: Content,
}

type Listener = Box<dyn Fn(web_sys::Event)>;
type Holder = Box<dyn FnOnce(&web_sys::Element)>;

/// What stands between the tags.
enum Content {
    Text(Value),
    /// Markup that was made here; never a reader's text.
    Html(Value),
    Elements(Vec<Element>),
}

/// An element of this name, without attributes and empty.
pub(crate) fn el(tag: &'static str) -> Element {
    Element {
        tag,
        attributes: Vec::new(),
        properties: Vec::new(),
        listeners: Vec::new(),
        held: None,
        content: Content::Elements(Vec::new()),
    }
}

impl Element {
    /// Sets an attribute; one that is `false` or `None` is not there.
    pub(crate) fn set<M>(mut self, name: &'static str, value: impl IntoValue<M>) -> Self {
        self.attributes.push((name, value.into_value()));
        self
    }

    /// Sets the class.
    pub(crate) fn class<M>(self, class: impl IntoValue<M>) -> Self {
        self.set("class", class)
    }

    /// Hides it while this is true.
    pub(crate) fn hidden<M>(self, hidden: impl IntoValue<M>) -> Self {
        self.set("hidden", hidden)
    }

    /// Makes a property of the live element follow: what a reader changes, an attribute
    /// does not change back.
    pub(crate) fn property<M>(mut self, name: &'static str, value: impl IntoValue<M>) -> Self {
        self.properties.push((name, value.into_value()));
        self
    }

    /// Holds a text.
    pub(crate) fn text<M>(mut self, text: impl IntoValue<M>) -> Self {
        self.content = Content::Text(text.into_value());
        self
    }

    /// Holds markup.
    pub(crate) fn html<M>(mut self, markup: impl IntoValue<M>) -> Self {
        self.content = Content::Html(markup.into_value());
        self
    }

    /// Holds these elements after those it has.
    pub(crate) fn with(mut self, elements: impl IntoIterator<Item = Self>) -> Self {
        match &mut self.content {
            Content::Elements(all) => all.extend(elements),
            other => *other = Content::Elements(elements.into_iter().collect()),
        }
        self
    }

    /// Listens to an event of the type `E`.
    pub(crate) fn on<E: JsCast>(mut self, name: &'static str, told: impl Fn(E) + 'static) -> Self {
        self.listeners.push((name, Box::new(move |event| told(event.unchecked_into()))));
        self
    }

    /// Gives the live element to a reference.
    pub(crate) fn hold<E>(mut self, node: NodeRef<E>) -> Self
    where
        E: ElementType + 'static,
        E::Output: JsCast + AsRef<JsValue> + Clone + 'static,
    {
        self.held = Some(Box::new(move |element| NodeRefContainer::<E>::load(node, element)));
        self
    }
}

/// A canvas with its name, and its size in pixels before it is drawn on.
pub(crate) fn canvas<M>(
    node: NodeRef<Canvas>,
    name: impl IntoValue<M>,
    [width, height]: [usize; 2],
) -> Element {
    blank(node, [width, height]).set("role", "img").set("aria-label", name)
}

/// The canvas of a scale of colours; the numbers at its ends say what it means.
pub(crate) fn ramp(node: NodeRef<Canvas>, width: usize) -> Element {
    blank(node, [width, 1]).set("aria-hidden", "true")
}

fn blank(node: NodeRef<Canvas>, [width, height]: [usize; 2]) -> Element {
    el("canvas").set("width", width).set("height", height).hold(node)
}
