//! One block: its outline, its layers with their costs, its maps.

use leptos::{html::Canvas, prelude::*};
use nets::blocks::{Block, Layer};
use ops::{Cost, Shortcut};

use crate::bottleneck::{
    look::{Look, Seen, shortcut_side},
    outline::{channels, outline},
    view::mark,
    words::{Words, cannot, words},
};
use crate::widget::{Frame, numbers::thousands};

/// Block number `at`: 0 is the basic one.
pub(super) fn card(frame: Frame, look: Look, seen: Memo<Seen>, at: usize) -> impl IntoView {
    let t = words(frame.lang);
    let id = format!("{}-block{at}", frame.prefix());
    let name = [t.basic, t.bottleneck][at];
    let block = Memo::new(move |_| seen.get().pair.blocks()[at]);
    let widths = move || {
        let widths: Vec<String> = channels(&block.get()).iter().map(usize::to_string).collect();
        widths.join(" → ")
    };
    let time = move || look.times.with(|times| times[at]);
    view! {
        <div class="block" role="group" aria-labelledby=id>
            <p class="block-name" id=id.clone()><strong>{name}</strong>" "<span>{widths}</span></p>
            {outline(seen, block)}
            {costs(t, seen, block, time)}
            {maps(frame, look, seen, block, at)}
        </div>
    }
}

/// Every layer with what it costs, their sum, and the measured time.
fn costs(
    t: &'static Words,
    seen: Memo<Seen>,
    block: Memo<Block>,
    time: impl Fn() -> Option<f64> + Copy + Send + 'static,
) -> impl IntoView {
    let side = move || seen.get().pair.side;
    let all = move || block.get().layer_costs(side()).unwrap_or_default();
    let row = move |(layer, cost): (Layer, Cost)| {
        let [read, written] = layer.channels;
        let kind = if layer.conv == "downsample.conv" { t.projection } else { "" };
        let name = format!("{kind} {0}×{0} · {read} → {written}", layer.kernel);
        view! {
            <tr>
                <th scope="row">{name.trim_start().to_owned()}</th>
                <td class="right">{thousands(cost.parameters)}</td>
                <td class="right">{thousands(cost.multiply_adds)}</td>
            </tr>
        }
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
    view! {
        <div class="table costs" tabindex="0" role="group" aria-label=t.layer>
            <table>
                <thead><tr>
                    <th scope="col">{t.layer}</th>
                    <th scope="col" class="right">{t.weights}</th>
                    <th scope="col" class="right">{t.macs}</th>
                </tr></thead>
                <tbody>{move || all().into_iter().map(row).collect_view()}</tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{t.total}</th>
                        <td class="right">{move || total(|c| c.parameters)}</td>
                        <td class="right">{move || total(|c| c.multiply_adds)}</td>
                    </tr>
                    <tr>
                        <th scope="row">{t.with_norms}</th>
                        <td class="right">{with_norms}</td>
                        <td></td>
                    </tr>
                    <tr>
                        <th scope="row" colspan="2">{t.time}</th>
                        <td class="right">{time}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

/// Why there is no map of a channel where there are so many; `None` where there is one.
pub(super) fn no_channel(t: &Words, channel: usize, channels: usize) -> Option<String> {
    (channel >= channels).then(|| format!("{}{}", t.no_channel, channels.saturating_sub(1)))
}

/// F(x), what the shortcut brings, and y; the same channel in the same place.
fn maps(
    frame: Frame,
    look: Look,
    seen: Memo<Seen>,
    block: Memo<Block>,
    at: usize,
) -> impl IntoView {
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
    view! {
        <div>
            <div class="maps sum" tabindex="0" role="group" aria-label=format!("{name}: {}", t.keys_hint)
                on:keydown=move |e| Look::key(frame, &e)>
                {map(frame, seen, nodes.residual, [t.residual, "c-residual"], name, side, no_residual)}
                {map(frame, seen, nodes.shortcut, [t.shortcut, "c-input"], name, brought, no_shortcut)}
                {map(frame, seen, nodes.y, [t.sum, "c-output"], name, side, no_y)}
            </div>
            <p class="cannot" role="status" hidden=move || fits.get()>
                {move || if fits.get() { String::new() } else { explained() }}
            </p>
        </div>
    }
}

/// One map, or why there is none.
fn map(
    frame: Frame,
    seen: Memo<Seen>,
    node: NodeRef<Canvas>,
    [what, class]: [&'static str; 2],
    block: &'static str,
    side: impl Fn() -> usize + Copy + Send + 'static,
    missing: impl Fn() -> Option<String> + Copy + Send + 'static,
) -> impl IntoView {
    let gone = move || missing().is_some();
    view! {
        <figure>
            <div class="map pick"
                on:pointerdown=move |e| Look::point(frame, node, &e, true)
                on:pointermove=move |e| Look::point(frame, node, &e, false)>
                <canvas node_ref=node hidden=gone role="img" aria-label=format!("{block} {what}")
                    width="14" height="14"></canvas>
                <p class="no-map" hidden=move || !gone()>{move || missing().unwrap_or_default()}</p>
                {mark(seen, side)}
            </div>
            <figcaption class=class>{what}</figcaption>
        </figure>
    }
}
