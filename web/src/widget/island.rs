//! A widget by its name, for the pages of notes and embeds.

use leptos::prelude::*;
use share::Lang;

use crate::{
    activation::Activation, attention::Attention, augmentation::Augmentation, bleu::Bleu,
    block::Block, bottleneck::Bottleneck, columns::Columns, complexity::Complexity,
    convolution::Convolution, days::Days, degradation::Degradation, dropout::Dropout,
    family::Family, full::Full, heads::Heads, layers::Layers, lrn::Lrn, network::Network,
    normalization::Normalization, parameters::Parameters, pooling::Pooling, positions::Positions,
    query::Query, schedule::Schedule, smoothing::Smoothing, translator::Translator,
    widget::place::Place,
};

/// The island of the widget `name`, as a note's `query` sets it. `index` is its
/// number among its kind on the page; in what is rendered, `{root}` stands for
/// the way to the site's root.
#[must_use]
pub fn island(name: &str, query: String, lang: Lang, embed: bool, index: usize) -> AnyView {
    let (root, lang) = ("{root}".to_owned(), lang.folder().to_owned());
    Place { query, lang, root, embed, index }.give();
    match name {
        "activation" => view! { <Activation/> }.into_any(),
        "augmentation" => view! { <Augmentation/> }.into_any(),
        "dropout" => view! { <Dropout/> }.into_any(),
        "bleu" => view! { <Bleu/> }.into_any(),
        "block" => view! { <Block/> }.into_any(),
        "bottleneck" => view! { <Bottleneck/> }.into_any(),
        "columns" => view! { <Columns/> }.into_any(),
        "complexity" => view! { <Complexity/> }.into_any(),
        "convolution" => view! { <Convolution/> }.into_any(),
        "days" => view! { <Days/> }.into_any(),
        "degradation" => view! { <Degradation/> }.into_any(),
        "full" => view! { <Full/> }.into_any(),
        "family" => view! { <Family/> }.into_any(),
        "layers" => view! { <Layers/> }.into_any(),
        "lrn" => view! { <Lrn/> }.into_any(),
        "parameters" => view! { <Parameters/> }.into_any(),
        "schedule" => view! { <Schedule/> }.into_any(),
        "smoothing" => view! { <Smoothing/> }.into_any(),
        "pooling" => view! { <Pooling/> }.into_any(),
        "heads" => view! { <Heads/> }.into_any(),
        "positions" => view! { <Positions/> }.into_any(),
        "query" => view! { <Query/> }.into_any(),
        "network" => view! { <Network/> }.into_any(),
        "normalization" => view! { <Normalization/> }.into_any(),
        "translator" => view! { <Translator/> }.into_any(),
        "attention" => view! { <Attention/> }.into_any(),
        // The notes are checked against the table before: this is for a row without an island.
        other => view! { <p class="note-error">{format!("no widget {other:?}")}</p> }.into_any(),
    }
}
