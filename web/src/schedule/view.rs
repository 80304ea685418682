//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use figures::Curve;
use leptos::prelude::*;
use share::{Lang, widgets::schedule::SCHEDULE};

use crate::element::{el, html_of};
use crate::schedule::{
    seen::Seen,
    words::{self, words},
};
use crate::widget::{
    Frame, Parts, Table,
    chart::{Chart, Said},
    markup,
    numbers::{power, thousands},
};

/// The Transformer's learning rate.
#[island]
pub fn Schedule() -> impl IntoView {
    let frame = Frame::new(&SCHEDULE);
    let chart = Chart::new();
    #[cfg(target_arch = "wasm32")]
    frame.plain(live::said, move |state, dark| live::draw(chart, state, dark));
    let (t, lang) = (words(frame.lang), frame.lang);
    let seen = Memo::new(move |_| frame.state.with(Seen::of));
    let lines = move || {
        let lines = seen.with(|seen| words::lines(lang, seen));
        html_of(lines.into_iter().map(|line| el("p").text(line)))
    };
    let said = Said {
        name: t.chart,
        hint: t.hint,
        place: [t.step_1, t.step_2],
        // Behind the three curves is the peak, which is the first one's.
        curve: |_: &[Curve], at, names| names.get(at).map(|name| (*name).to_owned()),
        names: [t.own, "base", "big"],
    };
    let rows = move || seen.with(|seen| markup::table(&table(lang, seen, &shown), |_| ""));
    frame.view(Parts {
        picture: vec![
            el("div").class("answer").set("aria-live", "polite").html(lines),
            chart.view(said),
            el("p").class("unit").text(t.legend),
            el("div").class("table of-parts").set("tabindex", "0").with([el("table").html(rows)]),
        ],
        controls: Vec::new(),
        below: Vec::new(),
        caption: t.caption,
        unused: |_, _| false,
        data: t.table,
    })
}

/// A step and a rate, as they are shown.
fn shown(step: u64, rate: f64) -> [String; 2] {
    [thousands(step), power(rate)]
}

/// The rates at a few steps, written by `cell`.
fn table(lang: Lang, seen: &Seen, cell: &dyn Fn(u64, f64) -> [String; 2]) -> Table {
    let t = words(lang);
    let all = seen.all();
    let row = |step: u64| {
        let [name, _] = cell(step, 0.0);
        let rates = all.iter().map(|schedule| {
            let [_, rate] = cell(step, schedule.rate(step));
            rate
        });
        std::iter::once(name).chain(rates).collect()
    };
    Table {
        head: [t.step, t.own, "base", "big"].map(str::to_owned).into(),
        rows: seen.rows().into_iter().map(row).collect(),
    }
}

#[cfg(target_arch = "wasm32")]
mod live {
    //! In a browser: the chart, and the numbers as they are.

    use share::{Lang, State};

    use super::{power, table};
    use crate::browser::canvas;
    use crate::schedule::seen::Seen;
    use crate::widget::{chart::Chart, plain::Said};

    /// The steps whose rates are checked: the first ones, and three from the end of the warmup on.
    const FIRST: u64 = 100;

    pub(super) fn draw(chart: Chart, state: &State, dark: bool) {
        let seen = Seen::of(state);
        let chosen = if dark { (138, 180, 248) } else { (11, 87, 208) };
        let curves = seen.curves([chosen, canvas::ink(dark)]);
        // A little room, so that the last step is named whole.
        chart.show(&curves, [0.0, 1.04 * seen.steps as f64], false, 0.0);
    }

    pub(super) fn said(state: &State, lang: Lang) -> Said {
        let seen = Seen::of(state);
        let plain = |step: u64, rate: f64| [step.to_string(), format!("{rate:e}")];
        let late = [seen.warmup, 4 * seen.warmup, seen.steps];
        let rates = (1..=FIRST).chain(late).map(|step| seen.own.rate(step) as f32).collect();
        let peak = seen.own.rate(seen.warmup);
        Said {
            summary: power(peak),
            table: table(lang, &seen, &plain),
            checked: vec![("rates", rates), ("peak", vec![peak as f32])],
        }
    }
}
