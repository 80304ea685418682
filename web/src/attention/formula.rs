//! The formula, letter by letter: a letter lights its matrix, and the other way round.

use figures::Part;
use leptos::prelude::*;

use crate::attention::{
    look::Look,
    words::{colour, words},
};
use crate::widget::{Act, Frame};

/// The formula of the state's similarity, and the similarity in words.
pub(crate) fn formula(frame: Frame, look: Look) -> impl IntoView {
    let t = words(frame.lang);
    let term = move |part: Part, sign: &'static str| term(frame, look, part, sign);
    let similarity = move || frame.state.with(|s| s.word("similarity"));
    let score = move || {
        use Part::{K, Q, Scores};
        match similarity() {
            "additive" => view! {
                {term(Scores, "w·tanh")} "(" {term(Q, "Q")} " + " {term(K, "K")} ")"
            }
            .into_any(),
            "cosine" => view! { {term(Scores, "cos")} "(" {term(Q, "Q")} ", " {term(K, "K")} ")" }
                .into_any(),
            "gaussian" => view! {
                {term(Scores, "−½")} "‖" {term(Q, "Q")} " − " {term(K, "K")} "‖²"
            }
            .into_any(),
            _ => view! { {term(Q, "Q")} {term(Scores, "·")} {term(K, "Kᵀ")} }.into_any(),
        }
    };
    let unscaled = move || similarity() != "scaled";
    view! {
        <div class="live-formula" role="group" aria-label=t.formula
            on:pointerleave=move |_| look.pointed.set(None)>
            {term(Part::Y, "Y")} " = " {term(Part::Weights, "softmax")} " ( "
            <span class="fraction">
                <span>{score}</span>
                <span class="under" hidden=unscaled>{term(Part::Scaled, "√d")}</span>
            </span>
            " + " {term(Part::Masked, "M")} " ) " {term(Part::V, "V")}
        </div>
        <p class="caption">{move || frame.state.with(|s| t.similarity(s))}</p>
    }
}

/// A letter; pressed, it selects a number of its matrix.
fn term(frame: Frame, look: Look, part: Part, sign: &'static str) -> impl IntoView {
    let t = words(frame.lang);
    // The name begins as the letter reads.
    let index = if part == Part::Scaled { "k" } else { "" };
    view! {
        <button type="button" class=format!("term {}", colour(part)) data-term=part.word()
            class:lit=move || look.lit(frame, part) aria-label=format!("{sign}{index}: {}", t.part(part))
            on:pointerenter=move |_| look.pointed.set(Some(part))
            on:pointerleave=move |_| look.pointed.set(None)
            on:focus=move |_| look.pointed.set(Some(part))
            on:blur=move |_| look.pointed.set(None)
            on:click=move |_| {
                let (_, row, column) = look.cell.get_untracked();
                look.pick(frame, part, [row as i32, column as i32]);
                frame.act(Act::Noted);
            }>
            {sign}
            {(!index.is_empty()).then(|| view! { <sub>{index}</sub> })}
        </button>
    }
}
