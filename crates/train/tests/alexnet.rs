//! The small AlexNet that is shipped, against its card: the first steps of its training, its
//! errors, and the pictures by which they were counted.

use std::{fs, path::PathBuf};

use nets::Net;
use nets::training::{Examples, Trainer};
use tensor::{Tensor, read_safetensors};
use train::{
    Card, Errors, FIRST, Picture, Recipe, alexnet,
    emoji::{self, Emoji, List, Scenes, TEST_PICTURES, Use},
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(file: &str) -> Vec<u8> {
    fs::read(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

fn text(file: &str) -> String {
    String::from_utf8(read(file)).expect("text")
}

fn emoji() -> Emoji {
    let list = List::read(&text("web/assets/nets/emoji.json")).expect("the list");
    let sheet = |set: &str| Picture::read_png(&read(&format!("crates/train/emoji/{set}.png")));
    let sheets: Vec<Picture> =
        list.styles.iter().map(|s| sheet(&s.set).expect("a sheet")).collect();
    Emoji::new(list, &sheets).expect("the emoji")
}

fn card() -> Card {
    Card::read(&text("web/assets/nets/alexnet.json")).expect("a card")
}

fn weights(net: &Net) -> Vec<Tensor> {
    let file = read("web/assets/nets/alexnet.safetensors");
    assert!(file.len() <= 1 << 20, "{} bytes", file.len());
    let (tensors, _) = read_safetensors(&file).expect("weights");
    net.read(tensors).expect("weights of this net").1
}

fn test_sheet() -> Picture {
    Picture::read_png(&read("web/assets/nets/emoji.png")).expect("the pictures of the test")
}

/// How far a loss may be off. Weights that differ by a millionth, ten times the rounding of
/// another machine's products, move the first 30 losses by 5e-5 at most; another seed moves
/// each by some hundredths.
const OFF: f64 = 1e-3;

fn trainer(recipe: &Recipe) -> Trainer<Scenes> {
    let (net, options) = (recipe.net().expect("a net"), recipe.options().expect("options"));
    Trainer::new(&net, options, alexnet::scenes(&emoji())).expect("a trainer")
}

#[test]
fn the_first_steps_give_the_losses_of_the_card() {
    let card = card();
    assert_eq!(card.curve.first.len() as u64, FIRST);
    let mut trainer = trainer(&card.recipe);
    for &want in &card.curve.first {
        let got = trainer.step().unwrap();
        assert!((got.loss - want).abs() < OFF, "step {}: {}, not {want}", got.step, got.loss);
    }
}

#[test]
fn another_seed_gives_other_losses() {
    let card = card();
    let mut trainer = trainer(&card.recipe.with_seed(2));
    let off = card.curve.first[..3].iter().map(|want| (trainer.step().unwrap().loss - want).abs());
    assert!(off.fold(0.0, f64::max) > 10.0 * OFF);
}

/// As many are wrong as the card says, and no picture is so near to being counted otherwise
/// that another machine's rounding could count it so.
#[test]
fn the_errors_are_those_of_the_card() {
    let (card, sheet) = (card(), test_sheet());
    let net = card.recipe.net().unwrap();
    let weights = weights(&net);
    assert_eq!(Errors::of(&alexnet::tested(&net, &weights, &sheet).unwrap()), card.test);
    let seen = alexnet::seen_sheet(&emoji()).unwrap();
    assert_eq!(Errors::of(&alexnet::tested(&net, &weights, &seen).unwrap()), card.seen);

    let tests = emoji::tests(&sheet).unwrap();
    let all: Vec<usize> = (0..tests.count()).collect();
    let batch = tests.batch(&all, None);
    let logits = net.run(&weights, &[&batch.inputs[0]], &[]).unwrap().remove(0);
    let classes = logits.shape()[1];
    assert!(all.len() >= 500, "only {} pictures", all.len());
    for (row, &label) in logits.data().chunks_exact(classes).zip(batch.labels.data()) {
        let own = row[label as usize];
        let mut others: Vec<f32> = row.to_vec();
        others.remove(label as usize);
        others.sort_by(|a, b| b.total_cmp(a));
        for rival in [others[0], others[4]] {
            assert!((own - rival).abs() > 1e-4, "class {label}: {own} against {rival}");
        }
    }
}

#[test]
fn the_pictures_of_the_test_are_painted_as_they_are_shipped() {
    let emoji = emoji();
    assert!(alexnet::test_sheet(&emoji).unwrap() == test_sheet(), "run cargo xtask train emoji");
    assert_eq!(emoji.styles(Use::Test).len(), 1, "one style is held out");
    assert_eq!(test_sheet().shape[0], TEST_PICTURES * emoji::SIDE);
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

/// What the page is told of the data is what the list says.
#[test]
fn the_card_describes_what_it_was_trained_on() {
    let (card, emoji) = (card(), emoji());
    let held_out = emoji.styles(Use::Test);
    assert_eq!(card.data.held_out, [emoji.list.styles[held_out[0]].name.clone()]);
    assert_eq!(card.data.trained_on.len() + 1, emoji.list.styles.len());
    assert!(card.recipe == alexnet::recipe().unwrap(), "the card is of another recipe");
    let cost = card.recipe.net().unwrap().example().unwrap().cost();
    assert_eq!((cost.parameters, cost.multiply_adds), (card.parameters, card.multiply_adds));
    let last = card.curve.points.last().expect("a curve");
    assert_eq!(last.step, card.recipe.options().unwrap().steps);
}
