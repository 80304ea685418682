//! What stands under the table: the chosen net stage by stage, and a run of it.

use leptos::{ev::MouseEvent, prelude::*};
use nets::family::ROWS;

use crate::element::{Element, el};
use crate::family::{
    look::Look,
    seen::Seen,
    words::{Words, words},
};
use crate::widget::{Act, Frame, Table, markup::table, numbers::thousands};

/// The chosen net stage by stage; with times once it has run.
pub(crate) fn rows(seen: &Seen, times: &[f64], t: &Words) -> Table {
    let timed = !times.is_empty();
    let mut head = vec![t.stage, t.blocks, t.maps, t.parameters, t.macs];
    head.extend(timed.then_some([t.time, t.rate]).into_iter().flatten());
    let Ok(counts) = &seen.counts else {
        return Table { head: head.into_iter().map(str::to_owned).collect(), rows: Vec::new() };
    };
    let costs = |parameters: u64, work: u64, ms: Option<f64>| {
        let mut cells = vec![thousands(parameters), thousands(work)];
        if let Some(ms) = ms {
            // A rate of next to nothing in next to no time says nothing.
            let rate = work as f64 / ms.max(1e-3) / 1e6;
            cells.extend([format!("{ms:.1}"), format!("{rate:.2}")]);
        }
        cells
    };
    let row = |(at, count): (usize, &nets::family::Count)| {
        let out: Vec<String> = count.out.iter().map(usize::to_string).collect();
        let blocks = if count.blocks == 0 { "–".to_owned() } else { count.blocks.to_string() };
        let cells = costs(count.parameters, count.multiply_adds, times.get(at).copied());
        [vec![ROWS[at].name.to_owned(), blocks, out.join("×")], cells].concat()
    };
    let mut rows: Vec<Vec<String>> = counts.iter().enumerate().map(row).collect();
    let [parameters, work] = seen.sums().unwrap_or_default();
    let blocks: usize = counts.iter().map(|count| count.blocks).sum();
    let all = costs(parameters, work, timed.then(|| times.iter().sum()));
    rows.push([vec![t.total.to_owned(), blocks.to_string(), String::new()], all].concat());
    Table { head: head.into_iter().map(str::to_owned).collect(), rows }
}

pub(crate) fn stages(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let cells =
        move || look.times.with(|times| seen.with(|seen| table(&rows(seen, times, t), |_| "")));
    el("div")
        .class("table of-stages")
        .set("tabindex", "0")
        .set("role", "group")
        .set("aria-label", t.counts)
        .with([el("table").html(cells)])
}

/// The buttons of a run, how it goes, and what it came to.
pub(crate) fn run(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let busy = move || matches!(frame.shown.phase.get(), "loading" | "running");
    let fits = move || seen.with(|seen| seen.counts.is_ok());
    let button = |press: &'static str, words: &'static str, act: Act| {
        el("button")
            .set("type", "button")
            .set("data-press", press)
            .on("click", move |_: MouseEvent| frame.act(act))
            .text(words)
    };
    let said = move || match look.status.get() {
        words if words.is_empty() => t.waiting.to_owned(),
        words => words,
    };
    let none = move || look.guesses.with(String::is_empty);
    el("div").class("run").with([
        el("div").class("stepper").set("role", "group").set("aria-label", t.run_group).with([
            button("run", t.run, Act::Retry).set("disabled", move || busy() || !fits()),
            button("stop", t.stop, Act::Stop).hidden(move || !busy()),
            el("p").class("status").set("role", "status").text(said),
        ]),
        el("div").class("guess").hidden(none).with([
            el("p").class("unit").text(t.guesses),
            el("ol").class("bars").html(move || look.guesses.get()),
        ]),
    ])
}

/// What is said under everything.
pub(crate) fn notes(t: &Words) -> Vec<Element> {
    [t.measured, t.prepared, t.note].map(|line| el("p").class("unit").text(line)).into()
}
