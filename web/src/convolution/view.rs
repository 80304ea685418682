//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{html::Canvas, prelude::*};
use share::{State, widgets::convolution::CONVOLUTION};

use crate::convolution::{look::Look, words::words};
use crate::widget::{Frame, Parts, Place, own_picture::OwnPicture};

/// One kernel over one photograph. `query` is the note's setting of it, `root`
/// the way to the site's root, `index` its place among its kind on the page.
#[island]
pub fn Convolution(
    query: String,
    lang: String,
    root: String,
    embed: bool,
    index: usize,
) -> impl IntoView {
    let frame = Frame::new(&CONVOLUTION, Place { query, lang, root, embed, index });
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    #[cfg(target_arch = "wasm32")]
    crate::convolution::live::start(frame, look, own);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: maps(frame, look).into_any(),
        controls: own.view().into_any(),
        below: below(frame, look).into_any(),
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "angle" => !["gabor", "edge"].contains(&state.word("kernel")),
        "seed" => state.word("kernel") != "random",
        "row" | "column" => true,
        _ => false,
    }
}

fn maps(frame: Frame, look: Look) -> impl IntoView {
    let (t, c) = (words(frame.lang), look.canvases);
    let box_of = move |i: usize| {
        let side = look.sides.get()[i].max(1);
        format!("0 0 {side} {side}")
    };
    let field = move || {
        let (row, column) = look.cell.get();
        let s = frame.state.get();
        let [size, stride, padding, dilation] =
            ["size", "stride", "padding", "dilation"].map(|key| s.int(key));
        figures::receptive_field(row as i32, column as i32, size, stride, padding, dilation)
    };
    let no_pool = move || look.sides.with(|s| s[2] == 0);
    view! {
        <div class="maps">
            <figure>
                <div class="map">
                    <canvas node_ref=c.input role="img" aria-label=t.input width="227" height="227"></canvas>
                    <svg viewBox=move || box_of(0) aria-hidden="true">
                        <rect class="chosen" x=move || field().left y=move || field().top
                            width=move || field().side height=move || field().side></rect>
                    </svg>
                </div>
                <figcaption class="c-input">{t.input}</figcaption>
            </figure>
            <figure class="small">
                <div class="map"><canvas node_ref=c.kernel role="img" aria-label=t.kernel width="11" height="11"></canvas></div>
                <figcaption class="c-weight">{t.kernel}</figcaption>
            </figure>
            <figure>
                <div class="map pick" tabindex="0" role="group" aria-label=t.keys_hint
                    on:keydown=move |e| look.key(frame, &e)
                    on:pointerdown=move |e| look.point(frame, &e, true)
                    on:pointermove=move |e| look.point(frame, &e, false)>
                    <canvas node_ref=c.output role="img" aria-label=t.output width="55" height="55"></canvas>
                    <svg viewBox=move || box_of(1) aria-hidden="true">
                        <rect class="chosen" x=move || look.cell.get().1 y=move || look.cell.get().0
                            width="1" height="1"></rect>
                    </svg>
                </div>
                <figcaption class="c-output">{t.output}</figcaption>
                {legend(look, c.signed, [0, 1])}
            </figure>
            <figure>
                <div class="map"><canvas node_ref=c.relu role="img" aria-label=t.relu width="55" height="55"></canvas></div>
                <figcaption>{t.relu}</figcaption>
                {legend(look, c.positive, [2, 3])}
            </figure>
            <figure>
                <div class="map">
                    <canvas node_ref=c.pooled hidden=no_pool role="img" aria-label=t.pooled width="27" height="27"></canvas>
                    <p class="no-map" hidden=move || !no_pool()>{t.too_small}</p>
                </div>
                <figcaption>{t.pooled}</figcaption>
                {legend(look, c.pooled_scale, [2, 3])}
            </figure>
        </div>
    }
}

/// A scale of colours with the numbers at its ends.
fn legend(look: Look, canvas: NodeRef<Canvas>, [low, high]: [usize; 2]) -> impl IntoView {
    view! {
        <p class="legend">
            <span>{move || look.ends.get()[low].clone()}</span>
            <canvas node_ref=canvas aria-hidden="true" width="64" height="1"></canvas>
            <span>{move || look.ends.get()[high].clone()}</span>
        </p>
    }
}

/// The sum of the selected cell, and the distribution of all.
fn below(frame: Frame, look: Look) -> impl IntoView {
    let t = words(frame.lang);
    view! {
        <p class="sums" aria-live="off">{move || {
            look.sums.get().into_iter().map(|s| view! { <span>{s}</span> }).collect_view()
        }}</p>
        <figure class="chart">
            <canvas node_ref=look.canvases.histogram role="img" aria-label=t.histogram width="480" height="120"></canvas>
            <figcaption>{t.histogram}</figcaption>
        </figure>
    }
}
