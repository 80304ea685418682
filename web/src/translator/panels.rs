//! What stands under the numbers: the stacks, the enlarged head with its switches, the tables,
//! the card.

use leptos::{ev::MouseEvent, prelude::*};
use nets::Site;
use share::widgets::translator::{HEADS, head_word, heads_off};

use crate::element::{Element, el, html_of};
use crate::translator::{look::Look, maps, words::words};
use crate::widget::{Frame, model_card};

pub(crate) fn all(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    // The second line is code.
    let sum = |(at, sum): (usize, String)| {
        el("p").with([el(if at == 1 { "code" } else { "span" }).text(sum)])
    };
    let sums = move || html_of(look.sums.get().into_iter().enumerate().map(sum));
    let one = move |key: &'static str| frame.state.with(|s| s.word(key)) == "off";
    vec![
        el("p").class("cannot").hidden(move || !one("causal")).text(t.mask_off),
        el("p").class("cannot").hidden(move || !one("residual")).text(t.residual_off),
        maps::stacks(frame, look).with([el("div").class("tr-enlarged").with([
            maps::large(frame, look),
            el("div").class("sums").set("aria-live", "polite").html(sums),
            switches(frame, look),
        ])]),
        details(t.steps_table, look.steps),
        el("div")
            .class("table beams")
            .set("tabindex", "0")
            .hidden(move || frame.state.with(|s| s.int("beam")) == 1)
            .with([
                el("p").class("unit").text(t.beams),
                el("table").html(move || look.beams.get()),
            ]),
        model_card::view(frame, look.card, look.curve, move || look.draw_curve()),
    ]
}

fn details(name: &'static str, table: RwSignal<String>) -> Element {
    el("details").with([
        el("summary").text(name),
        el("div").class("table").set("tabindex", "0").with([el("table").html(move || table.get())]),
    ])
}

/// Heads off and on.
fn switches(frame: Frame, look: Look) -> Element {
    let t = words(frame.lang);
    let number = move || {
        let chosen = look.chosen(frame);
        chosen.at * HEADS + chosen.head
    };
    let off = move || frame.state.with(heads_off);
    let list = move || match off() {
        none if none.is_empty() => format!("{}{}", t.heads_off, t.none),
        some => {
            let some: Vec<String> = some.into_iter().map(head_word).collect();
            format!("{}{}", t.heads_off, some.join(" "))
        }
    };
    let locked = move || frame.locked("off");
    let button = |name: &'static str| {
        el("button").set("type", "button").set("data-switch", name).set("disabled", locked)
    };
    let this = move |_: MouseEvent| {
        let (this, was) = (untrack(number), untrack(off));
        look.switch(frame, |number, _| (number == this).then(|| !was.contains(&this)));
    };
    let cross = move |_: MouseEvent| {
        look.switch(frame, |_, site| matches!(site, Site::Cross(_)).then_some(true));
    };
    let all_on = move |_: MouseEvent| look.switch(frame, |_, _| Some(false));
    el("div").class("tr-switches").hidden(move || frame.hidden("off")).with([
        button("this")
            .on("click", this)
            .text(move || if off().contains(&number()) { t.this_on } else { t.this_off }),
        button("cross").on("click", cross).text(t.cross_off),
        button("on").on("click", all_on).text(t.all_on),
        el("p").class("unit").set("role", "status").text(list),
        el("p").class("unit").text(t.off_is),
    ])
}
