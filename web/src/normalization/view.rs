//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::{State, widgets::normalization::NORMALIZATION};

use crate::normalization::{look::Look, panel::panel, seen::Seen, words::words};
use crate::widget::{Act, Frame, Parts, Place};

/// Pairs worth comparing.
const PAIRS: [[&str; 2]; 4] =
    [["batch", "layer"], ["layer", "sample"], ["batch", "instance"], ["instance", "group"]];

/// One batch, normalized in two ways. `query` is the note's setting of it, `root` the
/// way to the site's root, `index` its place among its kind on the page.
#[island]
pub fn Normalization(
    query: String,
    lang: String,
    root: String,
    embed: bool,
    index: usize,
) -> impl IntoView {
    let frame = Frame::new(&NORMALIZATION, Place { query, lang, root, embed, index });
    let look = Look::new();
    let seen = Memo::new(move |_| frame.state.with(|state| Seen::of(state, frame.lang)));
    #[cfg(target_arch = "wasm32")]
    crate::normalization::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look, seen).into_any(),
        controls: ().into_any(),
        below: view! { <p class="caption">{t.caption}</p> }.into_any(),
        caption: t.made,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    let images = state.word("data") == "images";
    let eval = state.word("mode") == "eval";
    let has = |norm: &str| ["norm", "against"].iter().any(|key| state.word(key) == norm);
    match key {
        "text" | "pad" => images,
        "padding" => images || eval || !has("batch"),
        "steps" => !eval || !has("batch"),
        "groups" => !has("group"),
        "sample" | "channel" | "place" => true,
        _ => false,
    }
}

fn picture(frame: Frame, look: Look, seen: Memo<Seen>) -> impl IntoView {
    let t = words(frame.lang);
    let end = move |i: usize| look.ends.with(|ends| ends[i].clone());
    let shown = move || if seen.with(|seen| seen.after) { t.scale_after } else { t.scale_before };
    let said = move || {
        let items = look.said.get();
        items.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()
    };
    view! {
        {pairs(frame)}
        <div class="sides">
            {panel(frame, look, seen, 0)}
            {panel(frame, look, seen, 1)}
        </div>
        <p class="legend of-pair of-sides">
            <span>{move || end(0)}</span>
            <canvas node_ref=look.scale aria-hidden="true" width="64" height="1"></canvas>
            <span>{move || end(1)}</span>
            <span class="what">{shown}</span>
        </p>
        <p class="sums chosen-number" id=format!("{}-chosen", frame.prefix()) aria-live="polite">{move || look.chosen.get()}</p>
        <div class="said" role="status" hidden=move || look.said.with(Vec::is_empty)>{said}</div>
    }
}

/// Buttons that set both sides.
fn pairs(frame: Frame) -> impl IntoView {
    let t = words(frame.lang);
    let hidden = move || frame.hidden("norm") || frame.hidden("against");
    let locked = move || frame.locked("norm") || frame.locked("against");
    let button = move |[left, right]: [&'static str; 2]| {
        let pressed =
            move || frame.state.with(|s| s.word("norm") == left && s.word("against") == right);
        view! {
            <button type="button" data-pair=format!("{left}-{right}") disabled=locked
                aria-pressed=move || pressed().to_string()
                on:click=move |_| {
                    frame.state.update(|s| {
                        s.choose("norm", left);
                        s.choose("against", right);
                    });
                    frame.act(Act::Changed);
                }>{t.pair(left, right)}</button>
        }
    };
    view! {
        <div class="stepper pairs" role="group" aria-label=t.pairs hidden=hidden>
            {PAIRS.map(button).to_vec()}
        </div>
    }
}
