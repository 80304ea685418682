//! Trains a net and writes its weights and its card.

use std::{collections::BTreeMap, time::Instant};

use nets::training::Trainer;
use tensor::{Tensor, write_safetensors};
use train::{
    Card, Data, Errors, Input, Point, alexnet,
    emoji::{Emoji, Use},
    run,
};

use crate::{
    Outcome,
    files::{self, LIST, NETS, TESTS},
};

/// Of how many steps a point of the curve is the mean.
const EVERY: u64 = 50;

/// The small AlexNet, on emoji.
pub(crate) fn alexnet(seed: Option<u64>) -> Outcome {
    let mut recipe = alexnet::recipe().map_err(|e| format!("recipes/alexnet.json: {e}"))?;
    let mut command = "cargo xtask train alexnet".to_owned();
    if let Some(seed) = seed {
        recipe = recipe.with_seed(seed);
        command += &format!(" --seed {seed}");
    }
    let words = |e: ops::OpError| e.to_string();
    let emoji = files::emoji()?;
    let net = recipe.net().map_err(words)?;
    let options = recipe.options().map_err(words)?;
    let steps = options.steps;
    let scenes = alexnet::scenes(&emoji);
    let mut trainer = Trainer::new(&net, options, scenes).map_err(words)?;
    let begun = Instant::now();
    let curve = run(&mut trainer, EVERY, |point, _| tell(point, steps, begun)).map_err(words)?;

    let weights: Vec<Tensor> = trainer.weights().iter().map(|t| Tensor::clone(t)).collect();
    let sheet = files::tests()?;
    let test = alexnet::tested(&net, &weights, &sheet).map_err(words)?;
    let sheet = alexnet::seen_sheet(&emoji).map_err(|e| e.to_string())?;
    let seen = alexnet::tested(&net, &weights, &sheet).map_err(words)?;
    let cost = net.example().map_err(words)?.cost();
    let card = Card {
        command,
        recipe,
        parameters: cost.parameters,
        multiply_adds: cost.multiply_adds,
        input: Input { subtract: 128.0, divide: 64.0 },
        data: data(&emoji),
        curve,
        test: Errors::of(&test),
        seen: Errors::of(&seen),
    };
    println!("held out: top-1 error {:.4}, top-5 error {:.4}", test.top1(), test.top5());
    println!("trained on: top-1 error {:.4}, top-5 error {:.4}", seen.top1(), seen.top5());
    let named = net.weights().iter().map(|w| w.name.clone()).zip(weights).collect();
    let file = write_safetensors(&named, &BTreeMap::new()).map_err(|e| e.to_string())?;
    files::write(format!("{NETS}/alexnet.safetensors"), file)?;
    files::write(format!("{NETS}/alexnet.json"), card.to_json().map_err(|e| e.to_string())?)
}

fn data(emoji: &Emoji) -> Data {
    let styles = |used| -> Vec<String> {
        emoji.styles(used).into_iter().map(|s| emoji.list.styles[s].name.clone()).collect()
    };
    let mut licences: Vec<String> =
        emoji.list.styles.iter().map(|style| style.licence.clone()).collect();
    licences.sort();
    licences.dedup();
    Data {
        list: LIST.to_owned(),
        pictures: TESTS.to_owned(),
        trained_on: styles(Use::Train),
        held_out: styles(Use::Test),
        licences,
    }
}

pub(crate) fn tell(point: &Point, steps: u64, begun: Instant) {
    let Point { step, loss, error } = point;
    let spent = begun.elapsed().as_secs_f64();
    let left = spent / *step as f64 * steps.saturating_sub(*step) as f64;
    println!("step {step} of {steps}: loss {loss:.3}, error {error:.3}; {left:.0} s left");
}
