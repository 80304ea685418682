//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use ops::Cost;
use share::{State, widgets::bottleneck::BOTTLENECK};

use crate::bottleneck::{
    card::{card, no_channel},
    look::{Look, Seen},
    words::{self, words},
};
use crate::widget::{Act, Frame, Parts, Place, own_picture::OwnPicture};

/// ResNet's two blocks on one activation. `query` is the note's setting of it, `root`
/// the way to the site's root, `index` its place among its kind on the page.
#[island]
pub fn Bottleneck(
    query: String,
    lang: String,
    root: String,
    embed: bool,
    index: usize,
) -> impl IntoView {
    let frame = Frame::new(&BOTTLENECK, Place { query, lang, root, embed, index });
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    let seen = Memo::new(move |_| frame.state.with(Seen::of));
    #[cfg(target_arch = "wasm32")]
    crate::bottleneck::live::start(frame, look, own);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look, seen).into_any(),
        controls: own.view().into_any(),
        below: ().into_any(),
        caption: t.caption,
        unused,
        data: t.table,
    })
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "stride-on" => state.int("stride") == 1,
        // The channel has a slider of its own, as long as there are channels.
        "channel" | "row" | "column" => true,
        _ => false,
    }
}

fn picture(frame: Frame, look: Look, seen: Memo<Seen>) -> impl IntoView {
    view! {
        {compared(frame, look, seen)}
        <div class="pair">
            {source(frame, look, seen)}
            {card(frame, look, seen, 0)}
            {card(frame, look, seen, 1)}
        </div>
        {scale(frame, look, seen)}
        <div class="controls">{channel(frame, seen)}</div>
        <div class="sums" aria-live="off">
            {move || look.lines.get().into_iter().map(|s| view! { <p>{s}</p> }).collect_view()}
        </div>
    }
}

/// The picture, and the activation that both blocks read.
fn source(frame: Frame, look: Look, seen: Memo<Seen>) -> impl IntoView {
    let t = words(frame.lang);
    let side = move || seen.get().pair.side;
    let shape = move || {
        let (channels, side) = (seen.get().pair.stem_channels(), side());
        format!("{} [1, {channels}, {side}, {side}]", t.x)
    };
    let no_x = move || no_channel(t, seen.get().channel, seen.get().pair.stem_channels());
    let small = move || format!("{} {}×{}", t.picture, 4 * side(), 4 * side());
    view! {
        <div class="source">
            <figure>
                <div class="map"><canvas node_ref=look.picture role="img" aria-label=t.picture width="56" height="56"></canvas></div>
                <figcaption>{small}</figcaption>
            </figure>
            <figure>
                <div class="map">
                    <canvas node_ref=look.x hidden=move || no_x().is_some() role="img" aria-label=t.x width="14" height="14"></canvas>
                    <p class="no-map" hidden=move || no_x().is_none()>{move || no_x().unwrap_or_default()}</p>
                    {mark(seen, move || seen.get().pair.side)}
                </div>
                <figcaption class="c-input">{shape}</figcaption>
            </figure>
            <p class="unit">{t.stem}</p>
        </div>
    }
}

/// A frame around the pixel that lies where the selected cell is.
pub(crate) fn mark(
    seen: Memo<Seen>,
    side: impl Fn() -> usize + Copy + Send + 'static,
) -> impl IntoView {
    view! {
        <svg viewBox=move || format!("0 0 {0} {0}", side()) aria-hidden="true">
            <rect class="chosen" width="1" height="1"
                x=move || seen.get().mark(side())[1] y=move || seen.get().mark(side())[0]></rect>
        </svg>
    }
}

/// The one scale of colours.
fn scale(frame: Frame, look: Look, seen: Memo<Seen>) -> impl IntoView {
    let end = move |i: usize| look.ends.with(|ends| ends[i].clone());
    let shown = move || {
        let seen = seen.get();
        words::scale(frame.lang, seen.channel, seen.channels)
    };
    view! {
        <p class="legend of-pair">
            <span>{move || end(0)}</span>
            <canvas node_ref=look.scale aria-hidden="true" width="64" height="1"></canvas>
            <span>{move || end(1)}</span>
            <span class="what">{shown}</span>
        </p>
    }
}

/// The slider of the channel.
fn channel(frame: Frame, seen: Memo<Seen>) -> impl IntoView {
    let t = words(frame.lang);
    let id = format!("{}-shown-channel", frame.prefix());
    let set = move |text: String| {
        if let Ok(number) = text.parse() {
            frame.state.update(|s| s.set("channel", number));
        }
    };
    let last = move || seen.get().channels.saturating_sub(1);
    let value = move || seen.get().channel;
    let locked = move || frame.locked("channel");
    view! {
        <div class="control" data-key="shown-channel" hidden=move || frame.hidden("channel")>
            <label for=id.clone()>{t.channel}</label>
            <input type="range" id=id min="0" max=last prop:max=last step="1" value=value prop:value=value disabled=locked
                on:input=move |e| set(event_target_value(&e))
                on:change=move |_| frame.act(Act::Changed) />
            <input type="number" class="number" min="0" max=last step="1" aria-label=t.channel
                value=value prop:value=value disabled=locked
                on:change=move |e| { set(event_target_value(&e)); frame.act(Act::Changed); } />
            <span class="unit"></span>
        </div>
    }
}

/// The answer in numbers: how many times the bottleneck's cost the basic block's is.
fn compared(frame: Frame, look: Look, seen: Memo<Seen>) -> impl IntoView {
    let said = move || {
        let pair = seen.get().pair;
        let [basic, neck] = pair.blocks().map(|block| {
            let costs = block.layer_costs(pair.side).unwrap_or_default();
            costs.into_iter().fold(Cost::default(), |sum, (_, cost)| sum + cost)
        });
        let ratio = |of: fn(&Cost) -> u64| of(&basic) as f64 / of(&neck) as f64;
        let time = match look.times.get() {
            [Some(basic), Some(neck)] if neck > 0.0 => Some(basic / neck),
            _ => None,
        };
        words::ratio(frame.lang, [ratio(|c| c.parameters), ratio(|c| c.multiply_adds)], time)
    };
    view! { <p class="ratio">{said}</p> }
}
