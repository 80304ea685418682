//! A block's outline: a row for each number of channels, and the layers between.

use figures::{flank, waist};
use leptos::prelude::*;
use nets::blocks::Block;
use ops::Shortcut;

use crate::{
    bottleneck::look::Seen,
    element::{Element, el, html_of},
};

/// Of the drawing, in its own units.
const WIDTH: f32 = 300.0;
const ROW: f32 = 27.0;
const BAR: f32 = 5.0;
/// Where the shortcut runs.
const AROUND: f32 = WIDTH + 14.0;
/// As tall as a bottleneck, for either block.
const HEIGHT: f32 = 3.0 * ROW + BAR;

/// Channels of x and behind each layer.
pub(super) fn channels(block: &Block) -> Vec<usize> {
    let written = block.layers().into_iter().map(|layer| layer.channels[1]);
    [block.input].into_iter().chain(written).collect()
}

/// The outline; both blocks' are drawn to one scale.
pub(super) fn outline(seen: Memo<Seen>, block: Memo<Block>) -> Element {
    let spans = move || {
        let every = seen.get().pair.blocks().map(|b| channels(&b));
        let most = every.iter().flatten().copied().max().unwrap_or(1);
        waist(&channels(&block.get()), most, WIDTH)
    };
    let row = |at: usize| at as f32 * ROW;
    let layers = move || {
        let (spans, layers) = (spans(), block.get().layers());
        let layer = |at: usize| {
            let points = flank(spans[at], spans[at + 1], row(at) + BAR, row(at + 1));
            let words = format!("{0}×{0}", layers[at].kernel);
            let middle = row(at) + (ROW + BAR) / 2.0 + 4.0;
            let words = el("text")
                .set("x", WIDTH / 2.0)
                .set("y", middle)
                .set("text-anchor", "middle")
                .text(words);
            [el("polygon").class("layer").set("points", points), words]
        };
        html_of((0..layers.len()).flat_map(layer))
    };
    let bars = move || {
        let spans = spans();
        let last = spans.len() - 1;
        let bar = |(at, span): (usize, &figures::Span)| {
            let class = match at {
                0 => "bar input",
                at if at == last => "bar residual",
                _ => "bar",
            };
            el("rect")
                .class(class)
                .set("x", span.left)
                .set("y", row(at))
                .set("width", span.width)
                .set("height", BAR)
        };
        html_of(spans.iter().enumerate().map(bar))
    };
    let around = move || {
        let spans = spans();
        let (first, last) = (spans[0], spans[spans.len() - 1]);
        let [top, bottom] = [0, spans.len() - 1].map(|at| row(at) + BAR / 2.0);
        let right = |s: figures::Span| s.left + s.width;
        format!("M{} {top}H{AROUND}V{bottom}H{}", right(first), right(last))
    };
    let kind = move || match block.get().shortcut {
        Shortcut::Identity => "around",
        Shortcut::None => "around none",
        _ => "around changed",
    };
    el("svg")
        .class("outline")
        .set("viewBox", format!("0 0 {} {HEIGHT}", AROUND + 2.0))
        .set("aria-hidden", "true")
        .with([el("g").html(layers), el("g").html(bars), el("path").class(kind).set("d", around)])
}
