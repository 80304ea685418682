//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::widgets::complexity::COMPLEXITY;

use crate::complexity::{
    look::Look,
    panels, seen,
    words::{self, words},
};
use crate::element::{el, html_of};
use crate::widget::{Frame, Parts};

/// Table 1 of the Transformer over n and d.
#[island]
pub fn Complexity() -> impl IntoView {
    let frame = Frame::new(&COMPLEXITY);
    let look = Look::new();
    let sizes = Memo::new(move |_| frame.state.with(seen::sizes));
    #[cfg(target_arch = "wasm32")]
    crate::complexity::live::start(frame, look, sizes);
    let (t, lang) = (words(frame.lang), frame.lang);
    let lines = move || {
        let lines = sizes.with(|sizes| words::lines(lang, *sizes));
        html_of(lines.into_iter().map(|line| el("p").text(line)))
    };
    frame.view(Parts {
        picture: vec![
            el("div").class("answer").set("aria-live", "polite").html(lines),
            panels::charts(frame, look),
            panels::rows(frame, sizes),
            panels::run(frame, look, sizes),
        ],
        controls: Vec::new(),
        below: [t.measured, t.note].map(|words| el("p").class("unit").text(words)).into(),
        caption: t.caption,
        unused: |_, _| false,
        data: t.table,
    })
}
