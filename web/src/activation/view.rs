//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::widgets::activation::ACTIVATION;

use crate::activation::{NAMES, words::words};
use crate::element::el;
use crate::side_by_side::{look::Look, view};
use crate::widget::{Frame, Parts};

/// One net with two activations, trained side by side.
#[island]
pub fn Activation() -> impl IntoView {
    let frame = Frame::new(&ACTIVATION);
    let look: Look<3> = Look::new();
    #[cfg(target_arch = "wasm32")]
    crate::activation::live::start(frame, look);
    let (t, lang) = (words(frame.lang), frame.lang);
    let mut picture = vec![view::legend(lang, NAMES)];
    picture.extend(view::training(lang, look));
    picture.push(view::charts(lang, look, NAMES));
    let rates = el("div")
        .class("table rates")
        .set("tabindex", "0")
        .with([el("p").class("unit").text(t.rates), el("table").html(move || look.aside.get())]);
    frame.view(Parts {
        picture,
        controls: Vec::new(),
        below: vec![rates, el("p").class("caption").text(t.caption)],
        caption: t.made,
        unused: |_, _| false,
        data: view::data(lang),
    })
}
