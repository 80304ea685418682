//! The model card, from the file that the training wrote.

use crate::browser::json::Json;
use crate::network::{count::rate, words::Words};
use crate::widget::{Table, markup::table, numbers::thousands};

/// The card as rows of a table, markup.
pub(crate) fn rows(card: &Json, t: &Words) -> String {
    let (recipe, data) = (card.at("recipe"), card.at("data"));
    let (run, optimizer) = (recipe.at("run"), recipe.at("optimizer"));
    let names = |all: Json| all.list().iter().map(Json::text).collect::<Vec<_>>().join(", ");
    let numbers = |all: Json| {
        all.list().iter().map(|v| v.number().to_string()).collect::<Vec<_>>().join(", ")
    };
    let errors = |of: &str| {
        let set = card.at(of);
        let one = |key: &str| {
            let found = set.at(key);
            let ends: Vec<f64> = found.at("interval").list().iter().map(Json::number).collect();
            let rate = rate(found.at("wrong").number(), set.at("n").number(), &ends);
            format!("{}: {rate}", key.replace("top", "top-"))
        };
        format!("{}; {} ({})", one("top1"), one("top5"), t.interval)
    };
    let whole = |v: Json| thousands(v.number() as usize);
    let all = [
        (t.command, card.at("command").text()),
        (t.seed, run.at("seed").number().to_string()),
        (t.steps, format!("{} × {}", whole(run.at("steps")), run.at("batch").number())),
        (
            t.optimizer,
            format!(
                "{}, {} (×{}: {})",
                optimizer.at("name").text(),
                optimizer.at("lr").number(),
                optimizer.at("gamma").number(),
                numbers(optimizer.at("milestones"))
            ),
        ),
        (t.dropout, run.at("dropout").number().to_string()),
        (t.size, format!("{}, {}", whole(card.at("parameters")), whole(card.at("multiplyAdds")))),
        (t.trained_on, names(data.at("trainedOn"))),
        (t.held_out, names(data.at("heldOut"))),
        (t.licences, names(data.at("licences"))),
        (t.test_errors, errors("test")),
        (t.seen_errors, errors("seen")),
    ];
    let rows = all.into_iter().map(|(name, said)| vec![name.to_owned(), said]).collect();
    table(&Table { head: vec![t.card.to_owned(), t.value.to_owned()], rows }, |_| "")
}

/// The curve of the training: step, loss.
pub(crate) fn curve(card: &Json) -> Vec<(f64, f64)> {
    let points = card.at("curve").at("points").list();
    let point = |p: &Json| (p.at("step").number(), p.at("loss").number());
    points.iter().map(point).collect()
}
