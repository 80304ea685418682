//! Trains the small translator and writes its weights and its card.

use std::collections::BTreeMap;

use nets::training::Trainer;
use nets::{Ask, Net};
use tensor::{Tensor, write_safetensors};
use train::{
    Crossed, Recipe, Score, Scored, TranslatorCard, average, grammar,
    transformer::{self, AVERAGED, Sentences},
    translations,
};
use translation::Pair;

use crate::{
    Outcome,
    files::{self, NETS},
    learn::{EVERY, all_steps},
};

/// The Transformer, on sentences of the grammar.
pub(crate) fn transformer(seed: Option<u64>) -> Outcome {
    let mut recipe = transformer::recipe().map_err(|e| format!("recipes/transformer.json: {e}"))?;
    let mut command = "cargo xtask train transformer".to_owned();
    if let Some(seed) = seed {
        recipe = recipe.with_seed(seed);
        command += &format!(" --seed {seed}");
    }
    let words = |e: ops::OpError| e.to_string();
    let (net, options) = (recipe.net().map_err(words)?, recipe.options().map_err(words)?);
    let steps = options.steps;
    let sentences = Sentences::new(options.batch);
    let mut trainer = Trainer::new(&net, options, sentences).map_err(words)?;
    let mut checkpoints: Vec<Vec<Tensor>> = Vec::new();
    let curve = all_steps("transformer", &recipe, &mut trainer, |trainer| {
        let averaged = trainer.steps_done() + EVERY * AVERAGED as u64 > steps;
        if averaged {
            checkpoints.push(trainer.weights().iter().map(|t| Tensor::clone(t)).collect());
        }
        // A run that goes on later has all that are averaged still before it.
        !averaged
    })?;
    let weights = average(&checkpoints);
    let named = net.weights().iter().map(|w| w.name.clone()).zip(weights.clone()).collect();
    let file = write_safetensors(&named, &BTreeMap::new()).map_err(|e| e.to_string())?;
    files::write(format!("{NETS}/transformer.safetensors"), file)?;

    let card = TranslatorCard { curve, ..card(command, recipe, &net, &weights).map_err(words)? };
    files::write(format!("{NETS}/transformer.json"), card.to_json().map_err(|e| e.to_string())?)
}

/// The card but for the curve.
fn card(
    command: String,
    recipe: Recipe,
    net: &Net,
    weights: &[Tensor],
) -> Result<TranslatorCard, ops::OpError> {
    let mut slices = Vec::new();
    let mut all: (Vec<Pair>, Vec<Vec<&'static str>>) = Default::default();
    for (slice, pairs) in transformer::test_pairs(transformer::TEST_SEED, transformer::TESTED) {
        let made = translations(net, weights, &pairs, Crossed::Whole)?;
        let score = Score::of(&pairs, &made);
        println!(
            "{}: {} of {} exact, BLEU {}",
            slice.name(),
            score.exact.right,
            score.n,
            score.bleu
        );
        slices.push(Scored { slice: slice.name().to_owned(), score });
        all.0.extend(pairs);
        all.1.extend(made);
    }
    let test = Score::of(&all.0, &all.1);
    let ablated = Score::of(&all.0, &translations(net, weights, &all.0, Crossed::Ablated)?);
    println!(
        "all: {} of {} exact; without cross-attention {}",
        test.exact.right, test.n, ablated.exact.right
    );
    let inputs: [&[usize]; 2] = [&[1, 8]; 2];
    let cost = net.program(&Ask { inputs: &inputs, ..Ask::default() })?.cost();
    Ok(TranslatorCard {
        command,
        recipe,
        averaged: [AVERAGED as u64, EVERY],
        parameters: cost.parameters,
        multiply_adds: cost.multiply_adds,
        grammar: grammar(),
        curve: Default::default(),
        slices,
        test,
        ablated,
    })
}
