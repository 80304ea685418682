//! The small AlexNet that is shipped, against its card: the first steps of its training, its
//! errors, and the pictures by which they were counted.

mod common;

use common::{assert_described, assert_errors, assert_first_losses, card, emoji, test_sheet, text};
use train::{
    Shown,
    emoji::{SIDE, TEST_PICTURES, Use},
    shown,
};

/// How far a loss may be off. Weights that differ by a millionth, ten times the rounding of
/// another machine's products, move the first 30 losses by 5e-5 at most; another seed moves
/// each by some hundredths.
const OFF: f64 = 1e-3;

#[test]
fn the_first_steps_give_the_losses_of_the_card() {
    assert_first_losses(Shown::AlexNet, OFF);
}

#[test]
fn another_seed_gives_other_losses() {
    let card = card(Shown::AlexNet);
    let mut trainer = common::trainer(&card.recipe.with_seed(2));
    let off = card.curve.first[..3].iter().map(|want| (trainer.step().unwrap().loss - want).abs());
    assert!(off.fold(0.0, f64::max) > 10.0 * OFF);
}

#[test]
fn the_errors_are_those_of_the_card() {
    assert_errors(Shown::AlexNet, 1 << 20);
}

#[test]
fn the_pictures_of_the_test_are_painted_as_they_are_shipped() {
    let emoji = emoji();
    assert!(shown::test_sheet(&emoji).unwrap() == test_sheet(), "run cargo xtask train emoji");
    assert_eq!(emoji.styles(Use::Test).len(), 1, "one style is held out");
    assert_eq!(test_sheet().shape[0], TEST_PICTURES * SIDE);
}

/// The list, which the page shows, says what npm's lock file installs.
#[test]
fn the_list_names_the_packages_that_are_installed() {
    let lock: serde_json::Value =
        serde_json::from_str(&text("crates/train/npm/package-lock.json")).expect("JSON");
    let styles = emoji().list.styles;
    for style in &styles {
        let package = &lock["packages"][format!("node_modules/@iconify-json/{}", style.set)];
        assert_eq!(package["version"], style.version, "{}", style.set);
        assert_eq!(package["license"], style.licence, "{}", style.set);
        assert!(!style.licence.contains("SA"), "{}: share-alike is not shipped", style.set);
    }
    let wanted = lock["packages"][""]["dependencies"].as_object().expect("packages");
    assert_eq!(wanted.len(), styles.len());
}

#[test]
fn the_card_describes_what_it_was_trained_on() {
    assert_described(Shown::AlexNet);
}
