//! A control for every key of the table: a slider with a number field, or a choice.

use leptos::prelude::*;
use share::{Key, Kind, Lang, Link, State};

/// The control of one key. `changed` runs when a drag ends or a choice is made.
pub(crate) fn control(
    key: &'static Key,
    lang: Lang,
    prefix: String,
    state: RwSignal<State>,
    link: RwSignal<Link>,
    changed: Callback<()>,
) -> impl IntoView {
    let id = format!("{prefix}-{}", key.key);
    let name = key.key;
    let hidden = move || link.with(|l| l.view.hide.contains(&name)) || unused(&state.get(), name);
    let locked = move || link.with(|l| l.view.lock.contains(&name));
    let label = key.words.get(lang);
    match &key.kind {
        Kind::Int { min, max, step, .. } => {
            let set = move |text: String| {
                if let Ok(number) = text.parse::<f64>() {
                    state.update(|s| s.set(name, number));
                }
            };
            let unit = key.unit.get(lang);
            view! {
                <div class="control" hidden=hidden>
                    <label for=id.clone()>{label}</label>
                    <input type="range" id=id min=*min max=*max step=*step
                        prop:value=move || state.with(|s| s.int(name)) disabled=locked
                        value=state.with_untracked(|s| s.int(name))
                        on:input=move |e| set(event_target_value(&e))
                        on:change=move |_| changed.run(()) />
                    <input type="number" class="number" min=*min max=*max step=*step
                        aria-label=label prop:value=move || state.with(|s| s.int(name)) disabled=locked
                        value=state.with_untracked(|s| s.int(name))
                        on:change=move |e| { set(event_target_value(&e)); changed.run(()); } />
                    <span class="unit">{unit}</span>
                </div>
            }
            .into_any()
        }
        Kind::Choice(choices) => {
            let options = choices
                .iter()
                .map(|c| {
                    let word = c.word;
                    let chosen = state.with_untracked(|s| s.word(name)) == word;
                    view! {
                        <option value=word selected=chosen
                            prop:selected=move || state.with(|s| s.word(name)) == word>
                            {c.text.get(lang)}
                        </option>
                    }
                })
                .collect_view();
            view! {
                <div class="control" hidden=hidden>
                    <label for=id.clone()>{label}</label>
                    <select id=id disabled=locked
                        on:change=move |e| {
                            state.update(|s| s.choose(name, &event_target_value(&e)));
                            changed.run(());
                        }>
                        {options}
                    </select>
                </div>
            }
            .into_any()
        }
    }
}

/// Whether a key does nothing in this state, so that its control is not shown.
fn unused(state: &State, key: &str) -> bool {
    match key {
        "angle" => !["gabor", "edge"].contains(&state.word("kernel")),
        "seed" => state.word("kernel") != "random",
        "row" | "column" => true,
        _ => false,
    }
}
