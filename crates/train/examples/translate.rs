//! Translates what is typed with the translator that is shipped:
//! `cargo run --profile train -p train --example translate "Where is the cat?"`.

use std::{error::Error, fs};

use tensor::read_safetensors;
use train::{Crossed, TranslatorCard, written};
use translation::{Vocabulary, chinese_text, words};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/assets/nets");
    let card = TranslatorCard::read(&fs::read_to_string(format!("{folder}/transformer.json"))?)?;
    let (tensors, _) = read_safetensors(&fs::read(format!("{folder}/transformer.safetensors"))?)?;
    let (net, weights) = card.recipe.net()?.read(tensors)?;
    let vocabulary = Vocabulary::new();
    for text in std::env::args().skip(1) {
        let words = words(&text);
        let read = vocabulary.ids(words.iter().map(String::as_str));
        let made = written(&net, &weights, &[read], Crossed::Whole)?.remove(0);
        let made: Vec<&str> = made.into_iter().map(|id| vocabulary.word(id)).collect();
        let unknown: Vec<&String> =
            words.iter().filter(|word| vocabulary.id(word).is_none()).collect();
        println!("{text}\n    {}  {}", made.join(" "), chinese_text(&made));
        if !unknown.is_empty() {
            println!("    unknown: {unknown:?}");
        }
    }
    Ok(())
}
