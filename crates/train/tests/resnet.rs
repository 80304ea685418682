//! The ResNet and its plain twin that are shipped, against their cards: the first steps of
//! their training, their errors.

mod common;

use common::{assert_described, assert_errors, assert_first_losses, card, trainer, weights};
use train::Shown;

const TWINS: [Shown; 2] = [Shown::ResNet, Shown::Plain];

/// How far a loss may be off. Weights that differ by a millionth, ten times the rounding of
/// another machine's products, move the first 30 losses by 0.01 in the ResNet and by 0.02 in the
/// plain net; another seed moves each by some tenths.
const OFF: f64 = 5e-2;

#[test]
fn the_first_steps_give_the_losses_of_the_cards() {
    for of in TWINS {
        assert_first_losses(of, OFF);
    }
}

#[test]
fn another_seed_gives_other_losses() {
    let card = card(Shown::ResNet);
    let mut trainer = trainer(&card.recipe.with_seed(2));
    let off = card.curve.first[..9].iter().map(|want| (trainer.step().unwrap().loss - want).abs());
    assert!(off.fold(0.0, f64::max) > 2.0 * OFF);
}

#[test]
fn the_errors_are_those_of_the_cards() {
    for of in TWINS {
        assert_errors(of, 1_100_000);
    }
}

#[test]
fn the_cards_describe_what_they_were_trained_on() {
    for of in TWINS {
        assert_described(of);
    }
}

/// They differ in the shortcuts alone, and begin with the same weights; the statistics of their
/// normalizations were counted, and are in the files.
#[test]
fn they_are_twins() {
    let [resnet, plain] = TWINS.map(card);
    let mut as_plain = resnet.recipe.clone();
    as_plain.net["shortcut"] = "none".into();
    assert!(as_plain == plain.recipe);
    assert_eq!(resnet.parameters, plain.parameters);
    let [first, second] = [&resnet, &plain].map(|card| {
        let net = card.recipe.net().unwrap();
        (net.weights().to_vec(), net.seeded(1))
    });
    assert_eq!(first, second);
    for (of, card) in TWINS.into_iter().zip([resnet, plain]) {
        let net = card.recipe.net().unwrap();
        let all = weights(of, &net, 1_100_000);
        for (weight, values) in net.weights().iter().zip(&all) {
            if weight.name.ends_with("running_var") {
                assert!(values.data().iter().all(|v| *v > 0.0 && *v != 1.0), "{}", weight.name);
            }
        }
    }
}
