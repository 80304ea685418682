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
};

/// The island of the widget `name`, as a note's `query` sets it. `index` is its
/// number among its kind on the page; in what is rendered, `{root}` stands for
/// the way to the site's root.
#[must_use]
pub fn island(name: &str, query: String, lang: Lang, embed: bool, index: usize) -> AnyView {
    let (root, lang) = ("{root}".to_owned(), lang.folder().to_owned());
    match name {
        "activation" => view! { <Activation query lang root embed index/> }.into_any(),
        "augmentation" => view! { <Augmentation query lang root embed index/> }.into_any(),
        "dropout" => view! { <Dropout query lang root embed index/> }.into_any(),
        "bleu" => view! { <Bleu query lang root embed index/> }.into_any(),
        "block" => view! { <Block query lang root embed index/> }.into_any(),
        "bottleneck" => view! { <Bottleneck query lang root embed index/> }.into_any(),
        "columns" => view! { <Columns query lang root embed index/> }.into_any(),
        "complexity" => view! { <Complexity query lang root embed index/> }.into_any(),
        "convolution" => view! { <Convolution query lang root embed index/> }.into_any(),
        "days" => view! { <Days query lang root embed index/> }.into_any(),
        "degradation" => view! { <Degradation query lang root embed index/> }.into_any(),
        "full" => view! { <Full query lang root embed index/> }.into_any(),
        "family" => view! { <Family query lang root embed index/> }.into_any(),
        "layers" => view! { <Layers query lang root embed index/> }.into_any(),
        "lrn" => view! { <Lrn query lang root embed index/> }.into_any(),
        "parameters" => view! { <Parameters query lang root embed index/> }.into_any(),
        "schedule" => view! { <Schedule query lang root embed index/> }.into_any(),
        "smoothing" => view! { <Smoothing query lang root embed index/> }.into_any(),
        "pooling" => view! { <Pooling query lang root embed index/> }.into_any(),
        "heads" => view! { <Heads query lang root embed index/> }.into_any(),
        "positions" => view! { <Positions query lang root embed index/> }.into_any(),
        "query" => view! { <Query query lang root embed index/> }.into_any(),
        "network" => view! { <Network query lang root embed index/> }.into_any(),
        "normalization" => view! { <Normalization query lang root embed index/> }.into_any(),
        "translator" => view! { <Translator query lang root embed index/> }.into_any(),
        "attention" => view! { <Attention query lang root embed index/> }.into_any(),
        // The notes are checked against the table before: this is for a row without an island.
        other => view! { <p class="note-error">{format!("no widget {other:?}")}</p> }.into_any(),
    }
}
