//! Elements as HTML.

use leptos::{html::Div, prelude::*};

use crate::{
    element::{Content, Element},
    widget::markup::escaped,
};

/// Elements that have no end.
const VOID: &[&str] = &["input", "br", "hr", "img"];

impl Element {
    /// What the element is now, as HTML.
    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.tag);
        for (name, value) in &self.attributes {
            let Some(value) = value.now().said().map(escaped) else { continue };
            out.push(' ');
            out.push_str(name);
            if !value.is_empty() {
                out.push_str("=\"");
                out.push_str(&value);
                out.push('"');
            }
        }
        out.push('>');
        if VOID.contains(&self.tag) {
            return;
        }
        match &self.content {
            Content::Text(text) => out.push_str(&escaped(text.now().said().unwrap_or_default())),
            Content::Html(markup) => out.push_str(markup.now().said().unwrap_or_default()),
            Content::Elements(all) => all.iter().for_each(|element| element.write(out)),
        }
        out.push_str("</");
        out.push_str(self.tag);
        out.push('>');
    }
}

/// Elements one after the other, as HTML: for content that follows signals in number.
/// What listens or follows in them stays still.
pub(crate) fn html_of(elements: impl IntoIterator<Item = Element>) -> String {
    let mut out = String::new();
    elements.into_iter().for_each(|element| element.write(&mut out));
    out
}

/// The view of an island: the prerender writes the element, the browser binds it.
pub(crate) fn island(element: Element) -> impl IntoView {
    let node = NodeRef::<Div>::new();
    #[cfg(target_arch = "wasm32")]
    let html = {
        super::bind::when_there(node, element);
        // Hydration leaves what the prerender wrote.
        String::new()
    };
    #[cfg(not(target_arch = "wasm32"))]
    let html = untrack(|| html_of([element]));
    view! { <div class="island" node_ref=node inner_html=html></div> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::element::el;

    #[test]
    fn what_is_written_is_escaped_and_what_is_false_is_not_there() {
        let count = 3_usize;
        for (element, want) in [
            (el("p"), "<p></p>"),
            (el("p").text("a < b & \"c\""), "<p>a &lt; b &amp; &quot;c&quot;</p>"),
            (el("p").class(|| "x\">".to_owned()), "<p class=\"x&quot;&gt;\"></p>"),
            (el("input").set("value", count).set("disabled", true), "<input value=\"3\" disabled>"),
            (el("p").hidden(false).set("title", None::<String>), "<p></p>"),
            (el("p").hidden(|| true).text(|| 0.5_f32), "<p hidden>0.5</p>"),
            (el("p").property("value", "x").html("<b></b>"), "<p><b></b></p>"),
            (el("ul").with([el("li").text("1")]).with([el("li")]), "<ul><li>1</li><li></li></ul>"),
        ] {
            assert_eq!(html_of([element]), want);
        }
    }
}
