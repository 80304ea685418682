//! What stands under the numbers: counting errors, the reader's own weights, the card.

use leptos::prelude::*;

use crate::block::{
    look::{Ask, Look},
    words::words,
};
use crate::element::{Element, el};
use crate::widget::{
    Frame, counting, model_card,
    own_weights::{CIFAR, OwnWeights, Without},
};

pub(crate) fn all(frame: Frame, look: Look, weights: OwnWeights) -> Vec<Element> {
    let t = words(frame.lang);
    let without = Without { using: t.using_shipped, back: t.shipped };
    let count = move |begins| look.ask(if begins { Ask::Count } else { Ask::Cancel });
    let own = move || frame.state.with(|s| s.word("net") == "own");
    vec![
        el("div").with([counting::view(frame, look.count, t.count, count)]),
        weights.view(|| CIFAR, without),
        el("div")
            .hidden(own)
            .with([model_card::view(frame, look.card, look.curve, move || look.ask(Ask::Curve))]),
    ]
}
