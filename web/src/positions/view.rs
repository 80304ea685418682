//! The island: what the reader sees, prerendered with the note's settings.
#![allow(missing_docs, reason = "the island macro makes structs of its own")]

use leptos::prelude::*;
use share::{
    State,
    widgets::positions::{POSITIONS, Seen},
};

use crate::element::{Element, el};
use crate::positions::{
    circle::{circle, matrix},
    look::Look,
    words::words,
};
use crate::widget::{
    Frame, Parts,
    chart::Said,
    sheet::{Named, number, outline},
};

/// Positional encoding.
#[island]
pub fn Positions() -> impl IntoView {
    let frame = Frame::new(&POSITIONS);
    let look = Look::new(frame);
    let seen = Memo::new(move |_| frame.state.with(Seen::of));
    #[cfg(target_arch = "wasm32")]
    crate::positions::live::start(frame, look);
    let t = words(frame.lang);
    let spread = move || look.turned.get().map(|made| format!("{} {:.1e}", t.same_1, made.spread));
    frame.view(Parts {
        picture: vec![
            el("div")
                .class("maps encodings")
                .with([encodings(frame, look, seen), circle(frame, look, seen)]),
            matrix(frame, look, seen),
            el("div").class("maps encodings").with([
                products(frame, look, seen),
                el("div").with([
                    look.chart.view(Said {
                        name: t.curve,
                        hint: t.hint,
                        place: [t.apart, ""],
                        curve: |curves, i, names| {
                            (i + 1 == curves.len()).then(|| names[0].to_owned())
                        },
                        names: [t.dot, "", ""],
                    }),
                    el("p").class("sums").text(spread),
                ]),
            ]),
        ],
        controls: Vec::new(),
        below: shuffle(frame, look),
        caption: t.caption,
        unused: |_: &State, _| false,
        data: t.table,
    })
}

fn path(class: &'static str, d: impl Fn() -> String + 'static) -> Element {
    el("path").class(class).set("d", d)
}

/// The picture of the encodings, the chosen pair and the two positions framed.
fn encodings(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let named = Named {
        name: t.pe,
        class: "c-output",
        letter: "PE",
        hint: t.pick_pe,
        square: false,
        picture: true,
    };
    let row = move |at: usize| {
        let Seen { d, n, .. } = seen.get();
        if at < n { outline([at, 0], [1, d]) } else { String::new() }
    };
    let marks = [
        path("source", move || {
            let Seen { pos, k, .. } = seen.get();
            row(pos + k)
        }),
        path("source", move || row(seen.get().pos)),
        path("chosen", move || {
            let Seen { n, pair, .. } = seen.get();
            outline([0, 2 * pair], [n, 2])
        }),
    ];
    look.pe.view(named, marks, move |[row, column], pressed| {
        Look::choose(frame, [("pos", row), ("pair", column / 2)], pressed);
    })
}

/// The picture of the dot products.
fn products(frame: Frame, look: Look, seen: Memo<Seen>) -> Element {
    let t = words(frame.lang);
    let named = Named {
        name: t.dots,
        class: "c-plain",
        letter: "PE·PE",
        hint: t.pick_dots,
        square: false,
        picture: true,
    };
    let marks = [
        path("source", move || outline([seen.get().pos, 0], [1, seen.get().n])),
        path("chosen", move || {
            let Seen { n, pos, k, .. } = seen.get();
            if pos + k < n { outline([pos, pos + k], [1, 1]) } else { String::new() }
        }),
    ];
    look.dots.view(named, marks, move |[row, column], pressed| {
        Look::choose(frame, [("pos", row.min(column)), ("k", row.abs_diff(column))], pressed);
    })
}

/// Outputs of a sentence and of its shuffled words, without positions and with.
fn shuffle(frame: Frame, look: Look) -> Vec<Element> {
    let t = words(frame.lang);
    let side = |at: usize, name: &'static str| {
        let said = move || {
            let off = look.off.get()[at];
            off.map_or(name.to_owned(), |off| {
                format!("{name}{} {}", t.largest, number(f64::from(off)))
            })
        };
        let names = [(t.y, "y"), (t.y_shuffled, "y′"), (t.difference, "y′−y")];
        let sheets = look.outputs[at].iter().zip(names).map(|(sheet, (name, letter))| {
            let named = Named {
                name,
                class: "c-output",
                letter,
                hint: t.move_read,
                square: false,
                picture: false,
            };
            sheet.view(named, [], |_, _| {})
        });
        el("div").with([
            el("p")
                .class("ratio")
                .set("data-side", if at == 0 { "plain" } else { "placed" })
                .text(said),
            el("div").class("chain").with(sheets),
        ])
    };
    vec![
        el("p").class("sub").text(t.shuffle),
        el("p").class("sums").text(move || format!("{}{}", t.order, look.order.get())),
        side(0, t.without),
        side(1, t.with),
        el("p").class("unit").text(t.toy),
    ]
}
