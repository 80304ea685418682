//! The charts, table 1 at the chosen n, and the run.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    prelude::*,
};
use nets::kinds::{Kind, Sizes, timed_work};

use crate::complexity::{
    look::Look,
    seen::{can, column},
    words::{Words, words},
};
use crate::element::{Element, canvas, el};
use crate::widget::{Act, Frame, Table, markup::table, numbers::thousands};

/// A chart for every column of table 1.
pub(crate) fn charts(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let chart = |(at, name): (usize, &'static str)| {
        el("figure").class("chart").with([
            el("figcaption").text(name),
            el("div")
                .class("reads")
                .set("tabindex", "0")
                .set("role", "group")
                .set("aria-label", [name, "; ", t.hint].concat())
                .on("keydown", move |e: KeyboardEvent| Look::key(frame, &e))
                .on("pointerdown", move |e: PointerEvent| look.point(frame, at, &e, false))
                .on("pointermove", move |e: PointerEvent| look.point(frame, at, &e, false))
                .on("pointerleave", move |e: PointerEvent| {
                    if e.buttons() > 0 {
                        frame.act(Act::Changed);
                    }
                })
                .on("pointerup", move |e: PointerEvent| look.point(frame, at, &e, true))
                .with([canvas(look.charts[at], name, [240, 180])]),
        ])
    };
    let names = [t.work, t.sequential, t.path];
    el("div").class("charts growth").with(names.into_iter().enumerate().map(chart))
}

/// Table 1, its rows as the charts' legend.
pub(crate) fn rows(frame: Frame, sizes: Memo<Sizes>) -> Element {
    let t = words(frame.lang);
    let head =
        [t.layer, t.work, t.sequential, t.path].map(|name| el("th").set("scope", "col").text(name));
    let formulas =
        [["n²·d", "1", "1"], ["n·d²", "n", "n"], ["k·n·d²", "1", "log_k n"], ["r·n·d", "1", "n/r"]];
    let row = |(kind, formulas): (Kind, [&'static str; 3])| {
        let name = el("th").set("scope", "row").with([
            el("span").class("swatch kind").set("data-kind", kind as usize),
            el("span").text(t.kind(kind)),
        ]);
        let cells = formulas.into_iter().enumerate().map(move |(at, formula)| {
            el("td").text(move || {
                let number = sizes.with(|sizes| thousands(column(at, kind, *sizes)));
                if formula == "1" { number } else { format!("{formula} = {number}") }
            })
        });
        el("tr").with([name]).with(cells)
    };
    let rows = Kind::ALL.into_iter().zip(formulas).map(row);
    el("div")
        .class("table kinds")
        .set("tabindex", "0")
        .with([el("table").with([el("thead").with([el("tr").with(head)]), el("tbody").with(rows)])])
}

/// Both layers at this n and d, with times once they have run.
pub(crate) fn timed(sizes: Sizes, times: Option<[f64; 2]>, t: &Words) -> Table {
    let mut head = vec![t.layer, t.multiply_adds, t.steps];
    head.extend(times.map(|_| [t.time, t.rate]).into_iter().flatten());
    let kinds = [Kind::SelfAttention, Kind::Recurrent];
    let row = |(at, work): (usize, u64)| {
        let mut row = vec![
            t.kind(kinds[at]).to_owned(),
            thousands(work),
            thousands(kinds[at].sequential(sizes)),
        ];
        if let Some(times) = times {
            let rate = work as f64 / times[at].max(1e-3) / 1e6;
            row.extend([format!("{:.2}", times[at]), format!("{rate:.3}")]);
        }
        row
    };
    Table {
        head: head.into_iter().map(str::to_owned).collect(),
        rows: timed_work(sizes).into_iter().enumerate().map(row).collect(),
    }
}

/// The buttons, how it goes, and what came out.
pub(crate) fn run(frame: Frame, look: Look, sizes: Memo<Sizes>) -> Element {
    let t = words(frame.lang);
    let busy = move || matches!(frame.shown.phase.get(), "loading" | "running");
    let fits = move || sizes.with(|sizes| can(*sizes));
    let button = |press: &'static str, words: &'static str, act: Act| {
        el("button")
            .set("type", "button")
            .set("data-press", press)
            .on("click", move |_: MouseEvent| frame.act(act))
            .text(words)
    };
    let said = move || match look.status.get() {
        _ if !fits() => t.too_large.to_owned(),
        words if words.is_empty() => t.waiting.to_owned(),
        words => words,
    };
    let cells = move || table(&timed(sizes.get(), look.times.get(), t), |_| "");
    el("div").class("run").with([
        el("div").class("stepper").set("role", "group").set("aria-label", t.run_group).with([
            button("run", t.run, Act::Retry).set("disabled", move || busy() || !fits()),
            button("stop", t.stop, Act::Stop).hidden(move || !busy()),
            el("p").class("status").set("role", "status").text(said),
        ]),
        el("div").class("table of-parts").set("tabindex", "0").with([el("table").html(cells)]),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::Lang;

    #[test]
    fn times_come_behind_what_is_known() {
        let sizes = Sizes { n: 32, d: 512, k: 3, r: 16 };
        let before = timed(sizes, None, words(Lang::En));
        assert_eq!(before.rows[1], ["recurrent", "16,777,216", "32"]);
        let after = timed(sizes, Some([1.0, 0.0]), words(Lang::En));
        assert_eq!(after.head.len(), 5);
        assert_eq!(after.rows[0], ["self-attention", "1,048,576", "1", "1.00", "1.049"]);
        assert!(!after.rows[1][4].contains("inf"));
    }
}
