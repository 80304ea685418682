//! One block: its outline, its layers with their costs, its maps.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::blocks::{Block, Layer};
use ops::{Cost, Shortcut};

use crate::bottleneck::{
    look::{Look, Seen, shortcut_side},
    outline::{channels, outline},
    view::mark,
    words::{Words, cannot, words},
};
use crate::element::{Element, IntoValue, canvas, el, html_of};
use crate::widget::{Frame, numbers::thousands};

/// Block number `at`: 0 is the basic one.
pub(super) fn card(frame: Frame, look: Look, seen: Memo<Seen>, at: usize) -> Element {
    let t = words(frame.lang);
    let id = format!("{}-block{at}", frame.prefix());
    let name = [t.basic, t.bottleneck][at];
    let block = Memo::new(move |_| seen.get().pair.blocks()[at]);
    let widths = move || {
        let widths: Vec<String> = channels(&block.get()).iter().map(usize::to_string).collect();
        widths.join(" → ")
    };
    let time = move || look.times.with(|times| times[at]);
    el("div").class("block").set("role", "group").set("aria-labelledby", id.clone()).with([
        el("p")
            .class("block-name")
            .set("id", id)
            .with([el("strong").text(format!("{name} ")), el("span").text(widths)]),
        outline(seen, block),
        costs(t, seen, block, time),
        maps(frame, look, seen, block, at),
    ])
}

/// Every layer with what it costs, their sum, and the measured time.
fn costs(
    t: &'static Words,
    seen: Memo<Seen>,
    block: Memo<Block>,
    time: impl Fn() -> Option<f64> + Copy + 'static,
) -> Element {
    let side = move || seen.get().pair.side;
    let all = move || block.get().layer_costs(side()).unwrap_or_default();
    let row = move |(layer, cost): (Layer, Cost)| {
        let [read, written] = layer.channels;
        let kind = if layer.conv == "downsample.conv" { t.projection } else { "" };
        let name = format!("{kind} {0}×{0} · {read} → {written}", layer.kernel);
        el("tr").with([
            el("th").set("scope", "row").text(name.trim_start().to_owned()),
            right(thousands(cost.parameters)),
            right(thousands(cost.multiply_adds)),
        ])
    };
    let total =
        move |of: fn(&Cost) -> u64| thousands(all().iter().map(|(_, cost)| of(cost)).sum::<u64>());
    let with_norms = move || {
        // Without the shortcut where it does not fit; it has no parameters then.
        let block = block.get();
        let cost = block.cost(side(), true).or_else(|_| block.plain().cost(side(), true));
        thousands(cost.map_or(0, |cost| cost.parameters))
    };
    let time = move || time().map_or(String::from("…"), |ms| format!("{ms:.1} ms"));
    let head = |words: &'static str| el("th").set("scope", "col").text(words);
    let side_head = |words: &'static str| el("th").set("scope", "row").text(words);
    let table = el("table").with([
        el("thead").with([el("tr").with([
            head(t.layer),
            head(t.weights).class("right"),
            head(t.macs).class("right"),
        ])]),
        el("tbody").html(move || html_of(all().into_iter().map(row))),
        el("tfoot").with([
            el("tr").with([
                side_head(t.total),
                right(move || total(|c| c.parameters)),
                right(move || total(|c| c.multiply_adds)),
            ]),
            el("tr").with([side_head(t.with_norms), right(with_norms), el("td")]),
            el("tr").with([side_head(t.time).set("colspan", "2"), right(time)]),
        ]),
    ]);
    el("div")
        .class("table costs")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.layer)
        .with([table])
}

/// A cell of numbers.
fn right<M>(number: impl IntoValue<M>) -> Element {
    el("td").class("right").text(number)
}

/// Why there is no map of a channel where there are so many; `None` where there is one.
pub(super) fn no_channel(t: &Words, channel: usize, channels: usize) -> Option<String> {
    (channel >= channels).then(|| format!("{}{}", t.no_channel, channels.saturating_sub(1)))
}

/// F(x), what the shortcut brings, and y; the same channel in the same place.
fn maps(frame: Frame, look: Look, seen: Memo<Seen>, block: Memo<Block>, at: usize) -> Element {
    let (t, nodes) = (words(frame.lang), look.maps[at]);
    let name = [t.basic, t.bottleneck][at];
    let fits = Memo::new(move |_| block.get().fits(seen.get().pair.side));
    let side = move || seen.get().side;
    let brought = move || shortcut_side(&seen.get(), &block.get());
    let channel = move || seen.get().channel;
    let no_channel = move |of: usize| no_channel(t, channel(), of);
    // Why there is no map; `None` where there is one.
    let no_residual = move || no_channel(block.get().output);
    let no_shortcut = move || match block.get() {
        Block { shortcut: Shortcut::None, .. } => Some(t.no_shortcut.to_owned()),
        Block { input, output, .. } => no_channel(if fits.get() { output } else { input }),
    };
    let no_y = move || match fits.get() {
        true => no_channel(block.get().output),
        false => Some(t.no_sum.to_owned()),
    };
    let explained = move || {
        let (block, seen) = (block.get(), seen.get());
        let residual = block.residual_shape(seen.pair.side).unwrap_or_default();
        cannot(frame.lang, &residual, &[1, block.input, seen.pair.side, seen.pair.side])
    };
    let said = move || if fits.get() { String::new() } else { explained() };
    el("div").with([
        el("div")
            .class("maps sum")
            .set("tabindex", "0")
            .set("role", "group")
            .set("aria-label", format!("{name}: {}", t.keys_hint))
            .on("keydown", move |e: KeyboardEvent| Look::key(frame, &e))
            .with([
                map(
                    frame,
                    seen,
                    nodes.residual,
                    [t.residual, "c-residual"],
                    name,
                    side,
                    no_residual,
                ),
                map(
                    frame,
                    seen,
                    nodes.shortcut,
                    [t.shortcut, "c-input"],
                    name,
                    brought,
                    no_shortcut,
                ),
                map(frame, seen, nodes.y, [t.sum, "c-output"], name, side, no_y),
            ]),
        el("p").class("cannot").set("role", "status").hidden(move || fits.get()).text(said),
    ])
}

/// One map, or why there is none.
fn map(
    frame: Frame,
    seen: Memo<Seen>,
    node: NodeRef<Canvas>,
    [what, class]: [&'static str; 2],
    block: &'static str,
    side: impl Fn() -> usize + Copy + 'static,
    missing: impl Fn() -> Option<String> + Copy + 'static,
) -> Element {
    let gone = move || missing().is_some();
    el("figure").with([
        el("div")
            .class("map pick")
            .on("pointerdown", move |e: PointerEvent| Look::point(frame, node, &e, true))
            .on("pointermove", move |e: PointerEvent| Look::point(frame, node, &e, false))
            .with([
                canvas(node, format!("{block} {what}"), [14, 14]).hidden(gone),
                el("p").class("no-map").hidden(move || !gone()).text(missing),
                mark(seen, side),
            ]),
        el("figcaption").class(class).text(what),
    ])
}
