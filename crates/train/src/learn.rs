//! Trains nets and writes their weights and cards.

use std::{collections::BTreeMap, thread, time::Instant};

use nets::training::Trainer;
use ops::OpError;
use tensor::{Tensor, write_safetensors};
use train::{
    Card, Data, Errors, Input, Point, Shown,
    emoji::{Emoji, Use},
    run, shown,
};

use crate::{
    Outcome,
    files::{self, LIST, NETS, TESTS},
    kept,
};

/// Of how many steps a point of the curve is the mean.
const EVERY: u64 = 50;
/// After how many of them a run is kept.
const KEPT_EVERY: u64 = 250;

/// The nets of a command, side by side.
pub(crate) fn named(command: &str, seed: Option<u64>) -> Outcome {
    let which: &[Shown] = match command {
        "alexnet" => &[Shown::AlexNet],
        "resnet" => &[Shown::ResNet, Shown::Plain],
        _ => return Err("it is run by `cargo xtask train`".to_owned()),
    };
    let emoji = files::emoji()?;
    thread::scope(|scope| {
        let runs: Vec<_> =
            which.iter().map(|net| scope.spawn(|| one(*net, &emoji, seed))).collect();
        let ended = |run: thread::ScopedJoinHandle<'_, Outcome>| {
            run.join().unwrap_or_else(|_| Err("a run panicked".to_owned()))
        };
        // All are waited for, whichever fails.
        runs.into_iter().map(ended).fold(Ok(()), Outcome::and)
    })
}

fn one(shown: Shown, emoji: &Emoji, seed: Option<u64>) -> Outcome {
    let name = shown.name();
    let mut recipe = shown.recipe().map_err(|e| format!("the recipe of {name}: {e}"))?;
    let mut command = shown.command().to_owned();
    if let Some(seed) = seed {
        recipe = recipe.with_seed(seed);
        command += &format!(" --seed {seed}");
    }
    let words = |e: OpError| e.to_string();
    let net = recipe.net().map_err(words)?;
    let options = recipe.options().map_err(words)?;
    let steps = options.steps;
    let mut trainer = Trainer::new(&net, options, shown::scenes(emoji)).map_err(words)?;
    let before = kept::resume(name, &recipe, &mut trainer);
    let (begun, from) = (Instant::now(), trainer.steps_done());
    let curve = run(&mut trainer, EVERY, before, |trainer, curve| {
        if let Some(point) = curve.points.last() {
            let each = begun.elapsed().as_secs_f64() / (point.step - from) as f64;
            tell(name, point, steps, each);
        }
        match trainer.steps_done() % KEPT_EVERY {
            0 => kept::keep(name, &recipe, trainer, curve),
            _ => Ok(()),
        }
    })?;

    let weights: Vec<Tensor> = trainer.weights().iter().map(|t| Tensor::clone(t)).collect();
    let test = shown::tested(&net, &weights, &files::tests()?).map_err(words)?;
    let sheet = shown::seen_sheet(emoji).map_err(|e| e.to_string())?;
    let seen = shown::tested(&net, &weights, &sheet).map_err(words)?;
    let cost = net.example().map_err(words)?.cost();
    let card = Card {
        command,
        recipe,
        parameters: cost.parameters,
        multiply_adds: cost.multiply_adds,
        input: Input { subtract: 128.0, divide: 64.0 },
        data: data(emoji),
        curve,
        test: Errors::of(&test),
        seen: Errors::of(&seen),
    };
    for (on, scores) in [("held out", test), ("trained on", seen)] {
        let [first, five] = [scores.top1(), scores.top5()];
        println!("{name}, {on}: top-1 error {first:.4}, top-5 error {five:.4}");
    }
    let named = net.weights().iter().map(|w| w.name.clone()).zip(weights).collect();
    let file = write_safetensors(&named, &BTreeMap::new()).map_err(|e| e.to_string())?;
    files::write(format!("{NETS}/{name}.safetensors"), file)?;
    files::write(format!("{NETS}/{name}.json"), card.to_json().map_err(|e| e.to_string())?)
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

fn tell(name: &str, point: &Point, steps: u64, each: f64) {
    let Point { step, loss, error } = point;
    let left = each * steps.saturating_sub(*step) as f64;
    println!("{name}, step {step} of {steps}: loss {loss:.3}, error {error:.3}; {left:.0} s left");
}
