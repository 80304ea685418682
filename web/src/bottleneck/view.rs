//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{ev::Event, prelude::*};
use ops::Cost;
use share::{State, widgets::bottleneck::BOTTLENECK};

use crate::bottleneck::{
    card::{card, no_channel},
    look::{Look, Seen},
    words::{self, words},
};
use crate::element::{Element, canvas, el, html_of, ramp};
use crate::widget::{Act, Frame, Parts, own_picture::OwnPicture};

/// ResNet's two blocks on one activation.
#[island]
pub fn Bottleneck() -> impl IntoView {
    let frame = Frame::new(&BOTTLENECK);
    let (look, own) = (Look::new(), OwnPicture::new(frame));
    let seen = Memo::new(move |_| frame.state.with(Seen::of));
    #[cfg(target_arch = "wasm32")]
    crate::bottleneck::live::start(frame, look, own);
    let t = words(frame.lang);
    frame.view(Parts {
        picture: picture(frame, look, seen),
        controls: own.view(),
        below: Vec::new(),
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

fn picture(frame: Frame, look: Look, seen: Memo<Seen>) -> Vec<Element> {
    let lines = move || html_of(look.lines.get().into_iter().map(|line| el("p").text(line)));
    vec![
        compared(frame, look, seen),
        el("div").class("pair").with([
            source(frame, look, seen),
            card(frame, look, seen, 0),
            card(frame, look, seen, 1),
        ]),
        scale(frame, look, seen),
        el("div").class("controls").with([channel(frame, seen)]),
        el("div").class("sums").set("aria-live", "off").html(lines),
    ]
}

/// The picture, and the activation that both blocks read.
fn source(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let side = move || seen.get().pair.side;
    let shape = move || {
        let (channels, side) = (seen.get().pair.stem_channels(), side());
        format!("{} [1, {channels}, {side}, {side}]", t.x)
    };
    let no_x = move || no_channel(t, seen.get().channel, seen.get().pair.stem_channels());
    let small = move || format!("{} {}×{}", t.picture, 4 * side(), 4 * side());
    let picture = canvas(look.picture, t.picture, [56, 56]);
    el("div").class("source").with([
        el("figure").with([el("div").class("map").with([picture]), el("figcaption").text(small)]),
        el("figure").with([
            el("div").class("map").with([
                canvas(look.x, t.x, [14, 14]).hidden(move || no_x().is_some()),
                el("p").class("no-map").hidden(move || no_x().is_none()).text(no_x),
                mark(seen, side),
            ]),
            el("figcaption").class("c-input").text(shape),
        ]),
        el("p").class("unit").text(t.stem),
    ])
}

/// A frame around the pixel that lies where the selected cell is.
pub(crate) fn mark(seen: Memo<Seen>, side: impl Fn() -> usize + Copy + 'static) -> Element {
    let chosen = el("rect")
        .class("chosen")
        .set("width", "1")
        .set("height", "1")
        .set("x", move || seen.get().mark(side())[1])
        .set("y", move || seen.get().mark(side())[0]);
    el("svg")
        .set("viewBox", move || format!("0 0 {0} {0}", side()))
        .set("aria-hidden", "true")
        .with([chosen])
}

/// The one scale of colours.
fn scale(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let end = move |i: usize| el("span").text(move || look.ends.with(|ends| ends[i].clone()));
    let shown = move || {
        let seen = seen.get();
        words::scale(frame.lang, seen.channel, seen.channels)
    };
    el("p").class("legend of-pair").with([
        end(0),
        ramp(look.scale, 64),
        end(1),
        el("span").class("what").text(shown),
    ])
}

/// The slider of the channel.
fn channel(frame: Frame, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let id = format!("{}-shown-channel", frame.prefix());
    let set = move |text: String| {
        if let Some(number) = share::number(&text) {
            frame.state.update(|s| s.set("channel", number));
        }
    };
    let last = move || seen.get().channels.saturating_sub(1);
    let value = move || seen.get().channel;
    let locked = move || frame.locked("channel");
    el("div")
        .class("control")
        .set("data-key", "shown-channel")
        .hidden(move || frame.hidden("channel"))
        .with([
            el("label").set("for", id.clone()).text(t.channel),
            el("input")
                .set("type", "range")
                .set("id", id)
                .set("min", "0")
                .set("max", last)
                .set("step", "1")
                .set("value", untrack(value))
                .set("disabled", locked)
                .property("max", last)
                .property("value", value)
                .on("input", move |e: Event| set(event_target_value(&e)))
                .on("change", move |_: Event| frame.act(Act::Changed)),
            el("input")
                .set("type", "number")
                .class("number")
                .set("min", "0")
                .set("max", last)
                .set("step", "1")
                .set("value", untrack(value))
                .set("disabled", locked)
                .set("aria-label", t.channel)
                .property("value", value)
                .on("change", move |e: Event| {
                    set(event_target_value(&e));
                    frame.act(Act::Changed);
                }),
            el("span").class("unit"),
        ])
}

/// The answer in numbers: how many times the bottleneck's cost the basic block's is.
fn compared(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
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
    el("p").class("ratio").text(said)
}
