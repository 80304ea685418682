//! A control for every key of the table: a slider with a number field, a choice, a text.

use leptos::{ev::Event, html, prelude::*};
use share::{Choice, Key, Kind, State, Warning};

use crate::{
    element::{Element, el},
    widget::{Act, Frame},
};

/// The control of one key.
pub(crate) fn control(
    frame: Frame,
    key: &'static Key,
    unused: fn(&State, &str) -> bool,
) -> Element {
    let name = key.key;
    let inner = match &key.kind {
        Kind::Int { min, max, step, .. } => {
            let ends = [*min, *max];
            slider(frame, key, Slider { ends, step: *step, numbers: None })
        }
        Kind::Steps { values, .. } => {
            let ends = [0, values.len() as i32 - 1];
            slider(frame, key, Slider { ends, step: 1, numbers: Some(values) })
        }
        Kind::Choice(choices) => choice(frame, key, choices),
        Kind::Text { .. } => text(frame, key),
    };
    let hidden = move || frame.hidden(name) || frame.state.with(|s| unused(s, name));
    el("div").class("control").set("data-key", name).hidden(hidden).with(inner)
}

fn id(frame: Frame, key: &Key) -> String {
    format!("{}-{}", frame.prefix(), key.key)
}

/// What a slider moves over.
#[derive(Clone, Copy)]
struct Slider {
    ends: [i32; 2],
    step: i32,
    /// The number at each place, where they are unevenly far apart.
    numbers: Option<&'static [i32]>,
}

impl Slider {
    /// Where the slider stands for a number.
    fn place(self, number: i32) -> i32 {
        let at = |values: &[i32]| values.iter().position(|v| *v == number).unwrap_or(0) as i32;
        self.numbers.map_or(number, at)
    }

    /// The number at a place; what is no place is no number.
    fn number(self, place: f64) -> f64 {
        let at = |values: &[i32]| values.get(place as usize).map_or(f64::NAN, |v| f64::from(*v));
        self.numbers.map_or(place, at)
    }
}

/// A slider and a number field.
fn slider(frame: Frame, key: &'static Key, over: Slider) -> Vec<Element> {
    let (state, name, id) = (frame.state, key.key, id(frame, key));
    let (label, unit) = (key.words.get(frame.lang), key.unit.get(frame.lang));
    let set = move |number: f64| state.update(|s| s.set(name, number));
    let read = |text: String| share::number(&text).unwrap_or(f64::NAN);
    let value = move || state.with(|s| s.int(name));
    let begin = state.with_untracked(|s| s.int(name));
    let locked = move || frame.locked(name);
    let [low, high] = over.ends;
    let [least, most] = [low, high].map(|end| over.number(f64::from(end)));
    let step = if over.numbers.is_some() { "any".to_owned() } else { over.step.to_string() };
    let number = move |text: String| set(read(text));
    vec![
        el("label").set("for", id.clone()).text(label),
        el("input")
            .set("type", "range")
            .set("id", id)
            .set("min", low)
            .set("max", high)
            .set("step", over.step)
            .set("value", over.place(begin))
            .set("disabled", locked)
            .set("aria-valuetext", move || format!("{} {unit}", value()))
            .property("value", move || over.place(value()))
            .on("input", move |e: Event| set(over.number(read(event_target_value(&e)))))
            .on("change", move |_: Event| frame.act(Act::Changed)),
        el("input")
            .set("type", "number")
            .class("number")
            .set("min", least as i32)
            .set("max", most as i32)
            .set("step", step)
            .set("value", begin)
            .set("disabled", locked)
            .set("aria-label", label)
            .property("value", value)
            .on("change", move |e: Event| {
                number(event_target_value(&e));
                frame.act(Act::Changed);
            }),
        el("span").class("unit").text(unit),
    ]
}

fn choice(frame: Frame, key: &'static Key, choices: &'static [Choice]) -> Vec<Element> {
    let (state, name, id) = (frame.state, key.key, id(frame, key));
    let options = choices.iter().map(|c| {
        let word = c.word;
        let begin = state.with_untracked(|s| s.word(name)) == word;
        let chosen = move || state.with(|s| s.word(name)) == word;
        el("option")
            .set("value", word)
            .set("selected", begin)
            .property("selected", chosen)
            .text(c.text.get(frame.lang))
    });
    let choose = move |e: Event| {
        state.update(|s| s.choose(name, &event_target_value(&e)));
        frame.act(Act::Changed);
    };
    vec![
        el("label").set("for", id.clone()).text(key.words.get(frame.lang)),
        el("select")
            .set("id", id)
            .set("disabled", move || frame.locked(name))
            .on("change", choose)
            .with(options),
    ]
}

/// Under the control its label says more than the key's name in links.
fn labelled(warning: Warning, label: &'static str) -> Warning {
    match warning {
        Warning::EmptyText { .. } => Warning::EmptyText { key: label },
        Warning::TextTooLong { chars, most, .. } => {
            Warning::TextTooLong { key: label, chars, most }
        }
        other => other,
    }
}

/// A line to write in. What is not taken stays there to be mended, with a word under it.
fn text(frame: Frame, key: &'static Key) -> Vec<Element> {
    let (state, lang, name, id) = (frame.state, frame.lang, key.key, id(frame, key));
    let wrong_id = format!("{id}-wrong");
    let field = NodeRef::<html::Input>::new();
    let wrong = RwSignal::new(String::new());
    // While an input method composes, what stands in the field is not yet what is meant.
    let composing = RwSignal::new(false);
    let write = move |given: String| {
        let mut next = state.get_untracked();
        match next.write(name, &given) {
            Ok(()) => {
                wrong.set(String::new());
                state.set(next);
            }
            Err(warning) => wrong.set(labelled(warning, key.words.get(lang)).message(lang)),
        }
    };
    // The field follows the state (a link, Back, a reset), but not while it says the same.
    Effect::new(move |_| {
        let wanted = state.with(|s| s.text(name, lang).to_owned());
        let Some(field) = field.get() else { return };
        let mut said = state.get_untracked();
        let same = said.write(name, &field.value()).is_ok() && said.text(name, lang) == wanted;
        if !same {
            field.set_value(&wanted);
            wrong.set(String::new());
        }
    });
    let typed = move |e: Event| {
        if !composing.get_untracked() {
            write(event_target_value(&e));
        }
    };
    vec![
        el("label").set("for", id.clone()).text(key.words.get(lang)),
        el("input")
            .set("type", "text")
            .set("id", id)
            .set("value", state.with_untracked(|s| s.text(name, lang).to_owned()))
            .set("disabled", move || frame.locked(name))
            .set("aria-invalid", move || wrong.with(|w| !w.is_empty()).to_string())
            .set("aria-describedby", wrong_id.clone())
            .hold(field)
            .on("compositionstart", move |_: Event| composing.set(true))
            .on("compositionend", move |e: Event| {
                composing.set(false);
                write(event_target_value(&e));
            })
            .on("input", typed)
            .on("change", move |_: Event| frame.act(Act::Changed)),
        el("p")
            .class("wrong")
            .set("id", wrong_id)
            .set("role", "alert")
            .hidden(move || wrong.with(String::is_empty))
            .text(move || wrong.get()),
    ]
}
