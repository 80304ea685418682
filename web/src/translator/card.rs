//! The translator's card as rows of a table: what it was trained on, how, how often it is right.

use share::Lang;

use crate::browser::json::Json;
use crate::translator::words::words;
use crate::widget::{Table, markup::table, model_card, numbers::thousands};

/// The card, markup.
pub(crate) fn rows(card: &Json, lang: Lang) -> String {
    let (t, c) = (words(lang), model_card::words(lang));
    let (recipe, grammar) = (card.at("recipe"), card.at("grammar"));
    let (run, optimizer) = (recipe.at("run"), recipe.at("optimizer"));
    let whole = |of: &Json, key: &str| thousands(of.at(key).number() as usize);
    let numbers =
        |of: Json| of.list().iter().map(|v| v.number().to_string()).collect::<Vec<_>>().join(", ");
    let said = |key: &str| grammar.at(key).at(lang.folder()).text();
    let averaged = card.at("averaged").list();
    let averaged: Vec<String> = averaged.iter().map(|v| v.number().to_string()).collect();
    let mut all = vec![
        (c.command.to_owned(), card.at("command").text()),
        (c.seed.to_owned(), run.at("seed").number().to_string()),
        (c.steps.to_owned(), format!("{} × {}", whole(&run, "steps"), whole(&run, "batch"))),
        (
            c.optimizer.to_owned(),
            format!(
                "{} (β {}), warmup {}",
                optimizer.at("name").text(),
                numbers(optimizer.at("betas")),
                whole(&optimizer, "warmup")
            ),
        ),
        (t.smoothing.to_owned(), run.at("labelSmoothing").number().to_string()),
        (t.averaged.to_owned(), averaged.join(", ")),
        (
            c.size.to_owned(),
            format!("{}, {}", whole(card, "parameters"), whole(card, "multiplyAdds")),
        ),
        (
            t.grammar.to_owned(),
            format!(
                "{} ({} + {})",
                said("is"),
                whole(&grammar, "english"),
                whole(&grammar, "chinese")
            ),
        ),
        (t.without.to_owned(), said("without")),
    ];
    all.push((t.intervals.to_owned(), t.intervals_are.to_owned()));
    let slices = card.at("slices").list();
    let sets = slices.iter().map(|s| {
        let name = match s.at("slice").text().as_str() {
            "sentence" => t.of_sentence,
            "verb-noun" => t.of_verb,
            "number-noun" => t.of_number,
            "adjective-noun" => t.of_adjective,
            _ => t.of_relative,
        };
        (name.to_owned(), s.at("score"))
    });
    let sets = sets
        .chain([(t.all.to_owned(), card.at("test")), (t.ablated.to_owned(), card.at("ablated"))]);
    all.extend(sets.map(|(name, set)| (format!("{}: {name}", t.exact), score(&set))));
    let rows = all.into_iter().map(|(name, said)| vec![name, said]).collect();
    table(&Table { head: vec![c.card.to_owned(), c.value.to_owned()], rows }, |_| "")
}

/// Right of n, the share and BLEU, each with its interval.
fn score(set: &Json) -> String {
    let exact = set.at("exact");
    let ends = |of: &Json, key: &str, scale: f64| {
        let ends = of.at(key).list();
        let ends: Vec<String> = ends.iter().map(|v| format!("{:.1}", v.number() * scale)).collect();
        ends.join(", ")
    };
    format!(
        "{}/{} = {:.1}% [{}]; BLEU {:.1} [{}]",
        exact.at("right").number(),
        set.at("n").number(),
        exact.at("rate").number() * 100.0,
        ends(&exact, "interval", 100.0),
        set.at("bleu").number(),
        ends(set, "bleuInterval", 1.0)
    )
}
