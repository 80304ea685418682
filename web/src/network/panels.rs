//! What stands under the numbers: counting the errors, the reader's own weights, the card.

use crate::element::Element;
use crate::network::{
    NET,
    look::{Ask, Look},
    words::words,
};
use crate::widget::{
    Frame, counting, model_card,
    own_weights::{OwnWeights, Without},
};

pub(crate) fn all(frame: Frame, look: Look, weights: OwnWeights) -> Vec<Element> {
    let t = words(frame.lang);
    let without = Without { using: t.using_shipped, back: t.shipped };
    let count = move |begins| look.ask(if begins { Ask::Count } else { Ask::Cancel });
    vec![
        counting::view(frame, look.count, t.count, count),
        weights.view(|| NET, without),
        model_card::view(frame, look.card, look.curve, move || look.ask(Ask::Curve)),
    ]
}
