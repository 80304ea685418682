//! Counting a net's errors over the pictures of the test: its button, how far it is, what came out.

use leptos::{ev::MouseEvent, prelude::*};

use crate::element::{Element, el};
use crate::widget::Frame;

crate::wording::wording! {
    cancel: "停下", "Stop";
    counting: "已数", "counted";
    of: "共", "of";
    cancelled: "停在中途，数到这里：", "Stopped half-way, so far: ";
    counted: "数完了：", "Counted: ";
    errors: "错误率", "Errors";
    measured: "刚才数出的", "Counted here";
    by_card: "模型卡上的", "On the model card";
    interval: "95%区间（Wilson）", "95% interval (Wilson)";
}

/// How counting goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// `""`, `running`, `cancelled`, `done`.
    pub(crate) phase: &'static str,
    pub(crate) seen: usize,
    pub(crate) of: usize,
    /// In words, and as rows of a table.
    pub(crate) said: String,
    pub(crate) table: String,
}

/// The button, the bar, the outcome; `press` is told whether to begin.
pub(crate) fn view(
    frame: Frame,
    count: RwSignal<Count>,
    begin: &'static str,
    press: impl Fn(bool) + Copy + 'static,
) -> Element {
    let t = words(frame.lang);
    let running = move || count.with(|c| c.phase == "running");
    let button = move |name: &'static str, begins: bool| {
        el("button")
            .set("type", "button")
            .on("click", move |_: MouseEvent| press(begins))
            .text(name)
    };
    el("div").class("count").set("data-count", move || count.with(|c| c.phase)).with([
        el("p").class("actions").with([
            button(begin, true).set("disabled", running),
            button(t.cancel, false).hidden(move || !running()),
        ]),
        el("progress")
            .set("max", move || count.with(|c| c.of.max(1)))
            .set("aria-label", t.counting)
            .hidden(move || !running())
            .property("value", move || count.with(|c| c.seen.to_string())),
        el("p").class("said").set("role", "status").text(move || count.with(|c| c.said.clone())),
        el("div")
            .class("table")
            .set("tabindex", "0")
            .hidden(move || count.with(|c| c.table.is_empty()))
            .with([el("table").html(move || count.with(|c| c.table.clone()))]),
    ])
}
