//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::{html::Canvas, prelude::*};
use share::{Lang, widgets::parameters::PARAMETERS};

use crate::element::{Element, canvas, el, html_of};
use crate::parameters::{
    seen::Seen,
    words::{self, words},
};
use crate::widget::{Frame, Parts, numbers::thousands};

/// The Transformer part by part.
#[island]
pub fn Parameters() -> impl IntoView {
    let frame = Frame::new(&PARAMETERS);
    let chart = NodeRef::<Canvas>::new();
    #[cfg(target_arch = "wasm32")]
    frame.plain(live::said, move |state, dark| live::draw(chart, frame.lang, state, dark));
    let (t, lang) = (words(frame.lang), frame.lang);
    let seen = Memo::new(move |_| frame.state.with(Seen::of));
    let lines = move |of: fn(Lang, &Seen) -> Vec<String>| {
        let lines = seen.with(|seen| of(lang, seen));
        html_of(lines.into_iter().map(|line| el("p").text(line)))
    };
    frame.view(Parts {
        picture: vec![
            el("div").class("answer").set("aria-live", "polite").html(move || lines(words::lines)),
            el("figure")
                .class("chart models")
                .with([canvas(chart, t.chart, [480, 120]), el("figcaption").text(t.chart)]),
            el("div")
                .class("table of-parts")
                .set("tabindex", "0")
                .with([el("table").html(move || seen.with(|seen| table(lang, seen)))]),
            el("p").class("unit").text(t.cost),
            el("div").class("sums").html(move || lines(words::costs)),
        ],
        controls: Vec::new(),
        below: vec![el("p").class("unit").text(t.source)],
        caption: t.caption,
        unused: |state, key| {
            state.word("model") != "own"
                && ["layers", "dmodel", "dff", "heads", "dk", "dv"].contains(&key)
        },
        data: t.table,
    })
}

/// The parts' names, each with the class of its swatch.
fn names(lang: Lang, seen: &Seen) -> [(&'static str, &'static str); 4] {
    let t = words(lang);
    let attention = if seen.sizes.biases { t.biased } else { t.attention };
    [
        (attention, "swatch"),
        (t.feed_forward, "swatch gradients"),
        (t.norm, "swatch statistic"),
        (t.embedding, "swatch received"),
    ]
}

/// The parts, their sum, and a layer of each side: what stands in a `<table>`.
fn table(lang: Lang, seen: &Seen) -> String {
    let t = words(lang);
    let cell = |words: String| el("td").text(words);
    let head = [t.part, t.each, t.number, t.together, t.share];
    let head = head.map(|name| el("th").set("scope", "col").text(name));
    let parts = names(lang, seen).into_iter().zip(seen.parts());
    let mut rows: Vec<Element> = parts
        .map(|((name, swatch), (part, share))| {
            let digits = if share < 0.1 { 2 } else { 1 };
            el("tr").with([
                el("th")
                    .set("scope", "row")
                    .with([el("span").class(swatch), el("span").text(name)]),
                cell(thousands(part.each)),
                cell(part.number.to_string()),
                cell(thousands(part.total())),
                cell(format!("{share:.digits$}%")),
            ])
        })
        .collect();
    let [encoder, decoder] = seen.sizes.layer().map(thousands);
    let total = thousands(seen.sizes.total());
    let sums = [(t.total, total, 3), (t.encoder, encoder, 1), (t.decoder, decoder, 1)];
    rows.extend(sums.map(|(name, sum, at)| {
        let cells = (1..5).map(|i| cell(if i == at { sum.clone() } else { String::new() }));
        el("tr").with([el("th").set("scope", "row").text(name)]).with(cells)
    }));
    html_of([el("thead").with([el("tr").with(head)]), el("tbody").with(rows)])
}

#[cfg(target_arch = "wasm32")]
mod live {
    //! In a browser: the chart, and the numbers as they are.

    use figures::{Bar, Bars};
    use leptos::{html::Canvas, prelude::*};
    use share::{Lang, State};

    use super::names;
    use crate::browser::canvas;
    use crate::parameters::{
        seen::{Seen, TRAINED, cost},
        words::words,
    };
    use crate::widget::{Table, numbers::thousands, plain::Said};

    pub(super) fn draw(chart: NodeRef<Canvas>, lang: Lang, state: &State, dark: bool) {
        let Some(node) = chart.get_untracked() else { return };
        let seen = Seen::of(state);
        let [base, big] = seen.both();
        let own = seen.paper.is_none().then_some((words(lang).own, seen.sizes));
        let models = [("base", base), ("big", big)].into_iter().chain(own);
        let rows: Vec<Bar> = models
            .map(|(name, sizes)| Bar {
                name: name.to_owned(),
                parts: sizes.parts().map(|part| part.total() as f64).to_vec(),
                label: format!("{:.1}", sizes.total() as f64 / 1e6),
            })
            .collect();
        let parts = canvas::parts(dark);
        let statistic = if dark { (245, 190, 77) } else { (138, 90, 0) };
        let colours = [parts[0], parts[1], statistic, parts[4]];
        let chosen = Some(seen.paper.unwrap_or(2));
        let bars = Bars { rows: &rows, colours: &colours, chosen, limit: None, tenfold: false };
        canvas::bars(&node, &bars, 96.0, dark);
    }

    pub(super) fn said(state: &State, lang: Lang) -> Said {
        let (t, seen) = (words(lang), Seen::of(state));
        let head = [t.part, t.each, t.number, t.together].map(str::to_owned).into();
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut add = |name: &str, numbers: [String; 3]| {
            rows.push([&[name.to_owned()], &numbers[..]].concat());
        };
        for ((name, _), (part, _)) in names(lang, &seen).into_iter().zip(seen.parts()) {
            add(name, [part.each, part.number, part.total()].map(|n| n.to_string()));
        }
        let alone = |number: String| [String::new(), String::new(), number];
        add(t.total, alone(seen.sizes.total().to_string()));
        let costs = [TRAINED[0], TRAINED[1], seen.training].map(cost);
        for (name, cost) in ["base", "big", t.given].into_iter().zip(costs) {
            add(&[t.cost, " ", name].concat(), alone(format!("{cost:e}")));
        }
        Said {
            summary: [&thousands(seen.sizes.total()), t.parameters].concat(),
            table: Table { head, rows },
            checked: vec![
                ("parts", seen.parts().map(|(part, _)| part.total() as f32).to_vec()),
                ("total", vec![seen.sizes.total() as f32]),
                ("layers", seen.sizes.layer().map(|n| n as f32).to_vec()),
                ("cost", costs.map(|n| n as f32).to_vec()),
            ],
        }
    }
}
