//! The section: what the reader sees of every widget.

use leptos::prelude::*;
use share::State;

use crate::{
    element::{Element, el, html_of, island},
    widget::{
        Act, Frame, check, controls::control, markup::table, place::Place, told::told, words::words,
    },
};

/// What is a widget's own.
pub(crate) struct Parts {
    /// The picture.
    pub(crate) picture: Vec<Element>,
    /// Controls beside those of the table.
    pub(crate) controls: Vec<Element>,
    /// What stands under the line of numbers.
    pub(crate) below: Vec<Element>,
    /// What to notice.
    pub(crate) caption: &'static str,
    /// Whether a key does nothing in a state, so that its control is not shown.
    pub(crate) unused: fn(&State, &str) -> bool,
    /// What the table of numbers is.
    pub(crate) data: &'static str,
}

impl Frame {
    /// The whole widget.
    pub(crate) fn view(self, parts: Parts) -> impl IntoView {
        island(self.section(parts))
    }

    fn section(self, parts: Parts) -> Element {
        let t = words(self.lang);
        let (shown, code) = (self.shown, self.table.snippet);
        let embed = self.embed();
        // Below the note's h2; alone on an embed page, below its h1.
        let title = el(if embed { "h2" } else { "h3" })
            .class("widget-title")
            .text(self.table.title.get(self.lang));
        let controls = self.table.keys.iter().map(|key| control(self, key, parts.unused));
        let status = move || match shown.phase.get() {
            "loading" => t.loading,
            "running" => t.running,
            "ready" => t.ready,
            _ => "",
        };
        let ask = move || self.link.with(|l| l.view.ask.clone());
        let asked = move || ask().map(|ask| format!("{}{ask}", t.ask));
        let code = move || self.state.with(|s| code(s, self.lang));
        el("section")
            .class("widget")
            .set("id", self.anchor())
            .set("data-widget", self.table.name)
            .set("data-place", self.place.with_value(Place::written))
            .set("data-backend", move || shown.backend.get())
            .set("data-state", move || shown.phase.get())
            .set("data-query", move || shown.query.get())
            .with([
                title,
                el("p").class("ask").hidden(move || ask().is_none()).text(asked),
                el("p")
                    .class("boot-error")
                    .set("data-boot-error", true)
                    .hidden(true)
                    .text(t.boot_error),
            ])
            .with(self.remarks())
            .with(parts.picture)
            .with([
                el("div").class("controls").with(controls).with(parts.controls),
                el("p").class("numbers").text(move || shown.numbers.get()),
                el("p").class("visually-hidden").set("role", "status").text(status),
            ])
            .with(parts.below)
            .with([
                el("p").class("caption").text(parts.caption),
                self.actions(),
                check::view(self),
                self.data(parts.data),
                el("details").with([
                    el("summary").text(t.code),
                    el("pre").set("tabindex", "0").with([el("code").class("snippet").text(code)]),
                ]),
                el("noscript").with([el("p").class("caption").text(t.no_script)]),
            ])
    }

    /// What was dropped of a link, and why nothing was computed.
    fn remarks(self) -> [Element; 2] {
        let (t, shown) = (words(self.lang), self.shown);
        let remarks = move || {
            let items = shown.remarks.get();
            html_of(items.into_iter().map(|remark| el("li").text(remark)))
        };
        let error = move || shown.error.with(|error| told(error, self.lang));
        let sentence = move || format!("{}{}", t.failed, error().sentence);
        let dismiss = move |_: leptos::ev::MouseEvent| shown.remarks.set(Vec::new());
        [
            el("div")
                .class("remarks")
                .set("role", "status")
                .hidden(move || shown.remarks.with(Vec::is_empty))
                .with([
                    el("ul").html(remarks),
                    el("button").set("type", "button").on("click", dismiss).text(t.dismiss),
                ]),
            el("div")
                .class("remarks error")
                .set("role", "alert")
                .hidden(move || shown.error.with(String::is_empty))
                .with([
                    el("p").text(sentence),
                    el("details").hidden(move || error().original.is_none()).with([
                        el("summary").text(t.original),
                        el("p").text(move || error().original),
                    ]),
                    self.button(Act::Retry, t.retry),
                ]),
        ]
    }

    fn button(self, act: Act, words: &'static str) -> Element {
        let press = move |_: leptos::ev::MouseEvent| self.act(act);
        el("button").set("type", "button").on("click", press).text(words)
    }

    fn actions(self) -> Element {
        let t = words(self.lang);
        let svg = self.table.exports.contains(&"svg").then(|| self.button(Act::Svg, t.svg));
        el("p")
            .class("actions")
            .with([
                self.button(Act::Reset, t.reset),
                self.button(Act::Share, t.share).set("aria-haspopup", "dialog"),
                self.button(Act::Csv, t.csv),
            ])
            .with(svg)
            .with([self.button(Act::Check, check::words(self.lang).button)])
    }

    /// The numbers as a table.
    fn data(self, what: &'static str) -> Element {
        let cells = move || self.shown.data.with(|data| table(data, |_| ""));
        el("details").with([
            el("summary").text(what),
            el("div").class("table").set("tabindex", "0").with([el("table").html(cells)]),
        ])
    }
}
