//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use figures::{Part, STEPS};
use leptos::prelude::*;
use share::{State, widgets::attention::ATTENTION};

use crate::attention::{formula::formula, look::Look, matrix::matrix, words::words};
use crate::widget::{Frame, Parts, Place};

/// The reader's tokens through one head. `query` is the note's setting of it, `root`
/// the way to the site's root, `index` its place among its kind on the page.
#[island]
pub fn Attention(
    query: String,
    lang: String,
    root: String,
    embed: bool,
    index: usize,
) -> impl IntoView {
    let frame = Frame::new(&ATTENTION, Place { query, lang, root, embed, index });
    let look = Look::new(frame);
    #[cfg(target_arch = "wasm32")]
    crate::attention::live::start(frame, look);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look).into_any(),
        controls: ().into_any(),
        below: charts(frame, look).into_any(),
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key has no control of its own kind in this state.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "pad" => state.word("mask") != "padding",
        "step" | "cell" | "row" | "column" => true,
        _ => false,
    }
}

fn picture(frame: Frame, look: Look) -> impl IntoView {
    let said = move || {
        let items = look.said.get();
        items.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()
    };
    let each =
        |parts: &'static [Part]| parts.iter().map(|&part| matrix(frame, look, part)).collect_view();
    view! {
        {formula(frame, look)}
        {stepper(frame, look)}
        <div class="chain">{each(&[Part::X, Part::Q, Part::K])}</div>
        <div class="chain">{each(&[Part::Scores, Part::Scaled, Part::Masked, Part::Weights])}</div>
        <div class="chain">{each(&[Part::V, Part::Y])}</div>
        <p class="sums" id=format!("{}-sums", frame.prefix()) aria-live="polite">{move || {
            look.sums.get().into_iter().map(|s| view! { <span>{s}</span> }).collect_view()
        }}</p>
        <div class="said" role="status" hidden=move || look.said.with(Vec::is_empty)>{said}</div>
    }
}

/// The walk through the chain.
fn stepper(frame: Frame, look: Look) -> impl IntoView {
    let t = words(frame.lang);
    let step = move || frame.state.with(|s| s.int("step")) as usize;
    let locked = move || frame.locked("step");
    let count = move || match step() {
        0 => String::new(),
        n => format!("{} {n} {} ", t.step, t.of),
    };
    view! {
        <div class="stepper" role="group" aria-label=t.steps hidden=move || frame.hidden("step")>
            <button type="button" data-step="back" disabled=move || locked() || step() == 0
                on:click=move |_| look.go(frame, step().saturating_sub(1))>{t.back}</button>
            <button type="button" data-step="next" disabled=move || locked() || step() == STEPS
                on:click=move |_| look.go(frame, step() + 1)>{t.next}</button>
            <button type="button" data-step="whole" disabled=move || locked() || step() == 0
                on:click=move |_| look.go(frame, 0)>{t.whole}</button>
            <p role="status">{count}{move || frame.state.with(|s| t.step(s))}</p>
        </div>
    }
}

/// What was measured over d_k.
fn charts(frame: Frame, look: Look) -> impl IntoView {
    let t = words(frame.lang);
    let chart = move |(at, title): (usize, &'static str)| {
        view! {
            <figure class="chart">
                <figcaption>{title}</figcaption>
                <canvas node_ref=look.charts[at] role="img" aria-label=title width="260" height="120"></canvas>
            </figure>
        }
    };
    view! {
        <div class="charts">
            {[t.spread, t.entropy, t.jacobian].into_iter().enumerate().map(chart).collect_view()}
        </div>
        <p class="caption">{t.measured_1}</p>
        <details>
            <summary>{t.measured_table}</summary>
            <div class="table" tabindex="0"><table class="measured" inner_html=move || look.measured.get()></table></div>
        </details>
    }
}
