//! The small translator that is shipped, against its card: the first steps of its training, what
//! it makes of sentences that were held out, and what is left without cross-attention.

use std::{fs, path::PathBuf};

use nets::training::Trainer;
use nets::{Ask, Net};
use tensor::{Tensor, read_safetensors};
use train::{
    Crossed, FIRST, Recipe, Score, TranslatorCard, grammar,
    transformer::{self, AVERAGED, Sentences, TEST_SEED},
    translations,
};
use translation::{Pair, Vocabulary};

fn read(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/assets/nets").join(file);
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn card() -> TranslatorCard {
    let json = String::from_utf8(read("transformer.json")).expect("text");
    TranslatorCard::read(&json).expect("a card")
}

fn weights(net: &Net) -> Vec<Tensor> {
    let file = read("transformer.safetensors");
    assert!(file.len() <= 2 << 20, "{} bytes", file.len());
    let (tensors, _) = read_safetensors(&file).expect("weights");
    net.read(tensors).expect("weights of this net").1
}

/// Of every slice, as many as the card says, and all together.
fn pairs(card: &TranslatorCard) -> Vec<(String, Vec<Pair>)> {
    let count = card.slices[0].score.n as usize;
    let slices = transformer::test_pairs(TEST_SEED, count);
    slices.into_iter().map(|(slice, pairs)| (slice.name().to_owned(), pairs)).collect()
}

/// How far a loss may be off; see `alexnet.rs`.
const OFF: f64 = 1e-3;

fn trainer(recipe: &Recipe) -> Trainer<Sentences> {
    let (net, options) = (recipe.net().expect("a net"), recipe.options().expect("options"));
    let sentences = Sentences::new(options.batch);
    Trainer::new(&net, options, sentences).expect("a trainer")
}

#[test]
fn the_first_steps_give_the_losses_of_the_card() {
    let card = card();
    assert_eq!(card.curve.first.len(), FIRST as usize);
    let mut run = trainer(&card.recipe);
    for (step, want) in card.curve.first.iter().enumerate() {
        let loss = run.step().expect("a step").loss;
        assert!((loss - want).abs() < OFF, "step {}: {loss}, not {want}", step + 1);
    }
    let mut other = trainer(&card.recipe.clone().with_seed(2));
    let off = card.curve.first.iter().map(|want| (other.step().expect("a step").loss - want).abs());
    assert!(off.fold(0.0, f64::max) > 10.0 * OFF, "another seed has another run");
}

/// Each slice is right as often as the card says, and as near in BLEU.
#[test]
fn translations_are_as_often_right_as_the_card_says() {
    let card = card();
    let net = card.recipe.net().expect("a net");
    let weights = weights(&net);
    let (mut all, mut made) = (Vec::new(), Vec::new());
    for ((name, pairs), scored) in pairs(&card).into_iter().zip(&card.slices) {
        assert_eq!(name, scored.slice);
        let got = translations(&net, &weights, &pairs, Crossed::Whole).expect("translations");
        assert_eq!(Score::of(&pairs, &got), scored.score, "{name}");
        all.extend(pairs);
        made.extend(got);
    }
    assert_eq!(Score::of(&all, &made), card.test);
    assert!(card.test.n >= 1000, "only {} sentences", card.test.n);
}

/// The decoder alone writes sentences of the grammar, but not translations.
#[test]
fn without_cross_attention_few_are_right() {
    let card = card();
    let net = card.recipe.net().expect("a net");
    let weights = weights(&net);
    let all: Vec<Pair> = pairs(&card).into_iter().flat_map(|(_, pairs)| pairs).collect();
    let got = translations(&net, &weights, &all, Crossed::Ablated).expect("translations");
    let score = Score::of(&all, &got);
    assert!(score.exact.rate < 0.2, "{} of {}", score.exact.right, score.n);
    assert_eq!(score, card.ablated);
    assert!(card.test.exact.rate > 0.8, "{}", card.test.exact.rate);
}

/// What the page is told of net, grammar and run is what they are.
#[test]
fn the_card_describes_what_it_was_trained_on() {
    let card = card();
    assert_eq!(card.recipe, transformer::recipe().expect("a recipe"), "the card is of another");
    assert_eq!(card.grammar, grammar(), "the grammar is another: train again");
    let net = card.recipe.net().expect("a net");
    let vocabulary = Vocabulary::new();
    let table = net.weights().iter().find(|w| w.name == "emb").expect("the embedding");
    assert_eq!(table.shape[0], vocabulary.words().len());
    let inputs: [&[usize]; 2] = [&[1, 8]; 2];
    let ask = Ask { inputs: &inputs, ..Ask::default() };
    let cost = net.program(&ask).expect("a program").cost();
    assert_eq!((cost.parameters, cost.multiply_adds), (card.parameters, card.multiply_adds));
    let [last, before] = [1, 2].map(|i| &card.curve.points[card.curve.points.len() - i]);
    assert_eq!(last.step, card.recipe.options().expect("options").steps);
    assert_eq!(card.averaged, [AVERAGED as u64, last.step - before.step]);
}
