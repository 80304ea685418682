//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::widgets::degradation::DEGRADATION;

use crate::degradation::words::words;
use crate::element::{Element, el};
use crate::side_by_side::{look::Look, view};
use crate::widget::{Frame, Parts};

/// Two deep nets, trained side by side.
#[island]
pub fn Degradation() -> impl IntoView {
    let frame = Frame::new(&DEGRADATION);
    let look = Look::new();
    #[cfg(target_arch = "wasm32")]
    crate::degradation::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look),
        controls: Vec::new(),
        below: vec![el("p").class("caption").text(t.caption)],
        caption: t.made,
        unused: |_, _| false,
        data: view::data(frame.lang),
    })
}

fn picture(frame: Frame, look: Look<5>) -> Vec<Element> {
    let (t, lang) = (words(frame.lang), frame.lang);
    let (nets, layer) = ([t.plain, t.residual], [t.layer_1, t.layer_2]);
    let layers = [(look.charts[3], t.norms), (look.charts[4], t.responses)];
    let mut all = vec![view::legend(lang, nets)];
    all.extend(view::training(lang, look));
    all.extend([
        view::charts(lang, look, nets),
        el("p").class("unit").text(move || look.aside.get()),
        el("div")
            .class("charts")
            .with(layers.map(|(chart, name)| view::chart(lang, chart, name, layer, nets))),
    ]);
    all
}
