//! One side: what is taken together, its block, its mean and variance, its histograms.

use leptos::prelude::*;

use crate::normalization::{
    look::Look,
    seen::{POSTER, Seen},
    words::words,
};
use crate::widget::Frame;

/// The figure of a side: 0 is the left one.
pub(crate) fn panel(frame: Frame, look: Look, seen: Memo<Seen>, side: usize) -> impl IntoView {
    let t = words(frame.lang);
    // The same drawing as on the canvas, before there are colours.
    let poster = seen.with_untracked(|seen| seen.poster(side));
    let norm = move || seen.with(|seen| seen.norm(side));
    let name = move || t.norm(norm());
    let shares = move || seen.with(|seen| t.shares(norm(), seen.setup.sentences.is_some()));
    let call = move || seen.with(|seen| seen.call(side));
    let refused = move || look.refused.with(|all| all[side].clone());
    let fails = move || !refused().is_empty();
    let described = format!("{}-chosen", frame.prefix());
    let hint = move || format!("{}: {}; {}", name(), shares(), t.keys_hint);
    view! {
        <figure class="side" data-side=side>
            <figcaption><strong>{name}</strong>" "<code>{call}</code>" "{shares}</figcaption>
            <div class="scene" tabindex="0" role="group" aria-label=hint aria-describedby=described
                on:keydown=move |e| Look::key(frame, &e)
                on:pointerdown=move |e| look.down(frame, &e)
                on:pointermove=move |e| look.moved(frame, side, &e)
                on:pointerup=move |e| look.up(frame, side, &e)
                on:pointercancel=move |_| look.lost()>
                <div class="poster" aria-hidden="true" hidden=move || look.drawn.get() inner_html=poster></div>
                <canvas node_ref=look.canvases[side] hidden=move || !look.drawn.get() role="img"
                    aria-label=name width=POSTER.0 height=POSTER.1></canvas>
            </div>
            <p class="cannot" role="status" hidden=move || !fails()>{refused}</p>
            <div class="table" hidden=fails>
                <table class="moments" inner_html=move || look.moments.with(|all| all[side].clone())></table>
            </div>
            <p class="sums" hidden=fails>{move || look.lines.with(|all| all[side].clone())}</p>
            <canvas class="before-after" node_ref=look.charts[side] hidden=fails role="img"
                aria-label=move || format!("{}: {}", name(), t.histogram) width="300" height="130"></canvas>
        </figure>
    }
}
