//! A control for every key of the table: a slider with a number field, a choice, a text.

use leptos::{html, prelude::*};
use share::{Choice, Key, Kind, State, Warning};

use crate::widget::{Act, Frame};

/// The control of one key.
pub(crate) fn control(
    frame: Frame,
    key: &'static Key,
    unused: fn(&State, &str) -> bool,
) -> impl IntoView {
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
    view! { <div class="control" data-key=name hidden=hidden>{inner}</div> }
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
fn slider(frame: Frame, key: &'static Key, over: Slider) -> AnyView {
    let (state, name, id) = (frame.state, key.key, id(frame, key));
    let (label, unit) = (key.words.get(frame.lang), key.unit.get(frame.lang));
    let set = move |number: f64| state.update(|s| s.set(name, number));
    let read = |text: String| text.parse::<f64>().unwrap_or(f64::NAN);
    let value = move || state.with(|s| s.int(name));
    let begin = state.with_untracked(|s| s.int(name));
    let locked = move || frame.locked(name);
    let [low, high] = over.ends;
    let [least, most] = [low, high].map(|end| over.number(f64::from(end)));
    let step = if over.numbers.is_some() { "any".to_owned() } else { over.step.to_string() };
    view! {
        <label for=id.clone()>{label}</label>
        <input type="range" id=id min=low max=high step=over.step
            prop:value=move || over.place(value()) disabled=locked value=over.place(begin)
            aria-valuetext=move || format!("{} {unit}", value())
            on:input=move |e| set(over.number(read(event_target_value(&e))))
            on:change=move |_| frame.act(Act::Changed) />
        <input type="number" class="number" min=least max=most step=step
            aria-label=label prop:value=value disabled=locked value=begin
            on:change=move |e| { set(read(event_target_value(&e))); frame.act(Act::Changed); } />
        <span class="unit">{unit}</span>
    }
    .into_any()
}

fn choice(frame: Frame, key: &'static Key, choices: &'static [Choice]) -> AnyView {
    let (state, name, id) = (frame.state, key.key, id(frame, key));
    let options = choices
        .iter()
        .map(|c| {
            let word = c.word;
            let chosen = state.with_untracked(|s| s.word(name)) == word;
            view! {
                <option value=word selected=chosen
                    prop:selected=move || state.with(|s| s.word(name)) == word>
                    {c.text.get(frame.lang)}
                </option>
            }
        })
        .collect_view();
    view! {
        <label for=id.clone()>{key.words.get(frame.lang)}</label>
        <select id=id disabled=move || frame.locked(name)
            on:change=move |e| {
                state.update(|s| s.choose(name, &event_target_value(&e)));
                frame.act(Act::Changed);
            }>
            {options}
        </select>
    }
    .into_any()
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
fn text(frame: Frame, key: &'static Key) -> AnyView {
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
    view! {
        <label for=id.clone()>{key.words.get(lang)}</label>
        <input type="text" id=id node_ref=field disabled=move || frame.locked(name)
            value=state.with_untracked(|s| s.text(name, lang).to_owned())
            aria-invalid=move || wrong.with(|w| !w.is_empty()).to_string()
            aria-describedby=wrong_id.clone()
            on:compositionstart=move |_| composing.set(true)
            on:compositionend=move |e| {
                composing.set(false);
                write(event_target_value(&e));
            }
            on:input=move |e| if !composing.get_untracked() { write(event_target_value(&e)) }
            on:change=move |_| frame.act(Act::Changed) />
        <p class="wrong" id=wrong_id role="alert" hidden=move || wrong.with(String::is_empty)>
            {move || wrong.get()}
        </p>
    }
    .into_any()
}
