//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{ev::MouseEvent, prelude::*};
use share::{decode_own, widgets::bleu::BLEU};

use crate::bleu::{
    seen::Seen,
    words::{self, words},
};
use crate::element::{Element, el, html_of};
use crate::widget::{Act, Frame, Parts};

/// BLEU of the reader's sentences, counted by hand.
#[island]
pub fn Bleu() -> impl IntoView {
    let frame = Frame::new(&BLEU);
    let (t, lang) = (words(frame.lang), frame.lang);
    #[cfg(target_arch = "wasm32")]
    frame.plain(said, |_, _| {});
    let seen = Memo::new(move |_| frame.state.with(|state| Seen::of(state, lang)));
    let lines = move || {
        let lines = seen.with(|seen| words::lines(lang, seen));
        html_of(lines.into_iter().map(|line| el("p").text(line)))
    };
    frame.view(Parts {
        picture: vec![
            examples(frame),
            el("div").class("answer").set("aria-live", "polite").html(lines),
            el("ol").class("bars").html(move || seen.with(|seen| seen.bars(lang))),
            el("p")
                .class("grams")
                .set("role", "group")
                .set("aria-label", t.grams)
                .html(move || seen.with(Seen::grams)),
            el("div").class("others").html(move || seen.with(|seen| seen.others(lang))),
            el("p").class("unit").text(t.marks),
        ],
        controls: Vec::new(),
        below: vec![el("p").class("unit").text(t.how)],
        caption: t.caption,
        unused: |state, key| match key {
            "reference-2" => state.int("references") < 2,
            "reference-3" => state.int("references") < 3,
            _ => false,
        },
        data: t.table,
    })
}

/// The row's examples, to press; not where a teacher has fixed something.
fn examples(frame: Frame) -> Element {
    let t = words(frame.lang);
    let press = move |at: usize| {
        if let Some((link, _)) = decode_own(BLEU.examples[at], &BLEU) {
            frame.state.set(link.state);
            frame.act(Act::Changed);
        }
    };
    let buttons = [t.classic, t.brief, t.toy].into_iter().enumerate().map(|(at, words)| {
        el("button")
            .set("type", "button")
            .set("data-example", at)
            .on("click", move |_: MouseEvent| press(at))
            .text(words)
    });
    el("div")
        .class("stepper")
        .set("role", "group")
        .set("aria-label", t.examples)
        .hidden(move || frame.link.with(|l| !l.view.lock.is_empty() || !l.view.hide.is_empty()))
        .with(buttons)
}

#[cfg(target_arch = "wasm32")]
fn said(state: &share::State, lang: share::Lang) -> crate::widget::plain::Said {
    let seen = Seen::of(state, lang);
    let (bleu, counts) = (&seen.bleu, seen.bleu.counts);
    let [matches, totals] =
        [counts.matches, counts.totals].map(|all| all.map(|n| n as f32).to_vec());
    let score =
        [bleu.score, bleu.brevity_penalty, counts.length as f64, counts.reference_length as f64];
    crate::widget::plain::Said {
        summary: format!("BLEU {:.2}", bleu.score),
        table: seen.table(lang),
        checked: vec![
            ("matches", matches),
            ("totals", totals),
            ("precisions", bleu.precisions.map(|p| p as f32).to_vec()),
            ("bleu", score.map(|n| n as f32).to_vec()),
        ],
    }
}
