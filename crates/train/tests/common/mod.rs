//! What the tests of the shipped nets share: their files, and how they are held to their cards.

use std::{fs, path::PathBuf};

use nets::Net;
use nets::training::{Examples, Trainer};
use tensor::{Tensor, read_safetensors};
use train::{
    Card, Errors, FIRST, Picture, Recipe, Shown,
    emoji::{self, Emoji, List, Scenes, Use},
    shown,
};

fn read(file: &str) -> Vec<u8> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::read(root.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"))
}

pub(crate) fn text(file: &str) -> String {
    String::from_utf8(read(file)).expect("text")
}

pub(crate) fn emoji() -> Emoji {
    let list = List::read(&text("web/assets/nets/emoji.json")).expect("the list");
    let sheet = |set: &str| Picture::read_png(&read(&format!("crates/train/emoji/{set}.png")));
    let sheets: Vec<Picture> =
        list.styles.iter().map(|s| sheet(&s.set).expect("a sheet")).collect();
    Emoji::new(list, &sheets).expect("the emoji")
}

pub(crate) fn card(of: Shown) -> Card {
    Card::read(&text(&format!("web/assets/nets/{}.json", of.name()))).expect("a card")
}

/// The weights of a net, whose file has so many bytes at most.
pub(crate) fn weights(of: Shown, net: &Net, most: usize) -> Vec<Tensor> {
    let file = read(&format!("web/assets/nets/{}.safetensors", of.name()));
    assert!(file.len() <= most, "{} bytes", file.len());
    let (tensors, _) = read_safetensors(&file).expect("weights");
    net.read(tensors).expect("weights of this net").1
}

pub(crate) fn test_sheet() -> Picture {
    Picture::read_png(&read("web/assets/nets/emoji.png")).expect("the pictures of the test")
}

pub(crate) fn trainer(recipe: &Recipe) -> Trainer<Scenes> {
    let (net, options) = (recipe.net().expect("a net"), recipe.options().expect("options"));
    Trainer::new(&net, options, shown::scenes(&emoji())).expect("a trainer")
}

/// Takes the first steps again: each loss may be off by so much.
pub(crate) fn assert_first_losses(of: Shown, off: f64) {
    let card = card(of);
    assert_eq!(card.curve.first.len() as u64, FIRST);
    let mut trainer = trainer(&card.recipe);
    for &want in &card.curve.first {
        let got = trainer.step().expect("a step");
        let name = of.name();
        assert!(
            (got.loss - want).abs() < off,
            "{name}, step {}: {}, not {want}",
            got.step,
            got.loss
        );
    }
}

/// Counts the errors again. No picture may be so near to being counted otherwise that another
/// machine's rounding could count it so.
pub(crate) fn assert_errors(of: Shown, most: usize) {
    let (card, sheet) = (card(of), test_sheet());
    let net = card.recipe.net().expect("a net");
    let weights = weights(of, &net, most);
    let counted = |sheet| Errors::of(&shown::tested(&net, &weights, sheet).expect("scores"));
    assert_eq!(counted(&sheet), card.test, "{}", of.name());
    assert_eq!(counted(&shown::seen_sheet(&emoji()).expect("a sheet")), card.seen, "{}", of.name());

    let tests = emoji::tests(&sheet).expect("pictures");
    let all: Vec<usize> = (0..tests.count()).collect();
    let batch = tests.batch(&all, None);
    let logits = net.run(&weights, &[&batch.inputs[0]], &[]).expect("logits").remove(0);
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

/// What the page is told of the data is what the list says; of the net, what its recipe makes.
pub(crate) fn assert_described(of: Shown) {
    let (card, emoji) = (card(of), emoji());
    let held_out = emoji.styles(Use::Test);
    assert_eq!(card.data.held_out, [emoji.list.styles[held_out[0]].name.clone()]);
    assert_eq!(card.data.trained_on.len() + 1, emoji.list.styles.len());
    assert!(card.recipe == of.recipe().expect("a recipe"), "the card is of another recipe");
    let cost = card.recipe.net().expect("a net").example().expect("a program").cost();
    assert_eq!((cost.parameters, cost.multiply_adds), (card.parameters, card.multiply_adds));
    let last = card.curve.points.last().expect("a curve");
    assert_eq!(last.step, card.recipe.options().expect("options").steps);
}
