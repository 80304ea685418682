//! Table 1 of the paper: a column a net, a row a stage, each to be chosen.

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};
use nets::family::{ROWS, TABLE_1, counts, sums};
use nets::{Block, ResNet};
use ops::StrideOn;

use crate::element::{Element, IntoValue, el};
use crate::family::{
    look::{Look, NETS},
    seen::Seen,
    words::{Words, words},
};
use crate::widget::{Frame, numbers::thousands};

/// What an own net's place in a row is.
type Own = fn(&Seen, usize, &Words) -> String;

pub(crate) fn table(frame: Frame, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let own = move || seen.with(|seen| seen.word == "own");
    let nets: Vec<ResNet> =
        TABLE_1.iter().filter_map(|&(depth, _)| ResNet::of_depth(depth)).collect();
    let heads = NETS.into_iter().map(move |net| {
        let chosen = move || seen.with(|seen| seen.word == net);
        let depth = net.strip_prefix("resnet").map_or_else(|| t.own.to_owned(), str::to_owned);
        let button = el("button")
            .set("type", "button")
            .set("data-net", net)
            .set("aria-pressed", move || chosen().to_string())
            .set("disabled", move || frame.locked("net"))
            .text(depth);
        el("th")
            .set("scope", "col")
            .set("data-chosen", move || chosen().then_some("true"))
            .with([button])
    });
    let head = el("tr").with([el("td").text(t.stage), el("td").text(t.output)]).with(heads);
    let stages = ROWS.iter().enumerate().map(|(at, row)| {
        let chosen = move || seen.with(|seen| seen.stage == at);
        let button = el("button")
            .set("type", "button")
            .set("data-stage", row.word)
            .set("aria-pressed", move || chosen().to_string())
            .set("disabled", move || frame.locked("stage"))
            .text(row.name);
        let name = el("th").set("scope", "row").with([button]);
        let side = ["112×112", "56×56", "28×28", "14×14", "7×7", "1×1"][at];
        let five = nets.iter().map(|net| cell_words(net, at, t)).collect();
        let own: Own = |seen, at, t| cell_words(&seen.net, at, t);
        let lead = [name, el("td").text(side)];
        el("tr").set("data-chosen", move || chosen().then_some("true")).with(lead).with(cells(
            frame,
            seen,
            five,
            (own, at),
            Some(row.word),
        ))
    });
    let all = |of: fn(&ResNet) -> String| nets.iter().map(of).collect::<Vec<String>>();
    let parameters = all(|net| counts(net).map_or(String::new(), |c| thousands(sums(&c)[0])));
    let on = |net: &ResNet, stride_on| ResNet { stride_on, ..net.clone() };
    let work = |net: &ResNet| counts(net).map_or(String::new(), |c| billions(sums(&c)[1]));
    let torchvision: Vec<String> = nets.iter().map(|net| work(&on(net, StrideOn::Conv2))).collect();
    let original: Vec<String> = nets.iter().map(|net| work(&on(net, StrideOn::Conv1))).collect();
    let paper: Vec<String> = TABLE_1.iter().map(|(_, m)| m.to_string()).collect();
    let own_parameters: Own =
        |seen, _, _| seen.sums().map_or_else(|| "–".to_owned(), |[p, _]| thousands(p));
    let own_work: Own =
        |seen, _, _| seen.sums().map_or_else(|| "–".to_owned(), |[_, m]| billions(m));
    let none: Own = |_, _, _| "–".to_owned();
    let sums = [
        (t.parameters, parameters, own_parameters),
        (t.torchvision, torchvision, own_work),
        (t.original, original, own_work),
        (t.table_1, paper, none),
    ];
    let sums = sums.map(|(name, five, own)| {
        let name = el("th").set("scope", "row").set("colspan", "2").text(name);
        el("tr").class("sum").with([name]).with(cells(frame, seen, five, (own, 0), None))
    });
    let body = el("table").set("data-own", move || own().then_some("true")).with([
        el("thead").with([head]),
        el("tbody").with(stages),
        el("tfoot").with(sums),
    ]);
    el("div")
        .class("table table-1")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.table_hint)
        .on("keydown", move |e: KeyboardEvent| Look::table_key(frame, &e))
        .on("click", move |e: MouseEvent| Look::press(frame, &e))
        .with([body])
}

/// The cells of a row: five that stay, and the own net's, which is there while one is built.
fn cells(
    frame: Frame,
    seen: Memo<Seen>,
    five: Vec<String>,
    (own, at): (Own, usize),
    stage: Option<&'static str>,
) -> Vec<Element> {
    let chosen = move |net| seen.with(|seen| seen.word == net).then_some("true");
    let cell = move |net: &'static str| {
        el("td")
            .set("data-net", net)
            .set("data-stage", stage)
            .set("data-chosen", move || chosen(net))
    };
    let fixed = NETS.into_iter().zip(five).map(|(net, words)| shown(cell(net), words));
    let t = words(frame.lang);
    let own =
        move || seen.with(|seen| if seen.word == "own" { own(seen, at, t) } else { String::new() });
    fixed.chain([shown(cell("own"), own)]).collect()
}

fn shown<M>(cell: Element, words: impl IntoValue<M>) -> Element {
    cell.text(words)
}

/// What a net has in a row, a line a layer.
fn cell_words(net: &ResNet, row: usize, t: &Words) -> String {
    match row {
        0 => format!("7×7, {}", net.width),
        5 => t.fc.to_owned(),
        stage => {
            let n = net.layers[stage - 1];
            let width = net.width << (stage - 1);
            let block = match net.block {
                Block::Basic => format!("3×3, {width}\n3×3, {width}"),
                Block::Bottleneck => format!("1×1, {width}\n3×3, {width}\n1×1, {}", 4 * width),
            };
            format!("{block}\n× {n}")
        }
    }
}

/// Multiply-adds in billions, with three places.
pub(crate) fn billions(n: u64) -> String {
    format!("{:.3}", n as f64 / 1e9)
}
