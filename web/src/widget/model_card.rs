//! The card of a net that was trained here: what it was trained on, how, how often it is wrong.

use leptos::{ev::Event, html::Canvas, prelude::*};

use crate::element::{Element, canvas, el};
use crate::widget::Frame;

crate::wording::wording! {
    card: "模型卡", "Model card";
    value: "值", "value";
    command: "重做一遍的命令", "What does it again";
    seed: "随机种子", "Seed";
    steps: "步数 × 每批", "Steps × batch";
    optimizer: "优化器，学习率", "Optimizer, rate";
    dropout: "dropout", "Dropout";
    size: "参数，乘加", "Parameters, multiply-adds";
    trained_on: "训练用的画风", "Trained on drawings by";
    held_out: "留作测试、从未见过的画风", "Held out for the test";
    licences: "数据许可", "Licences of the data";
    test_errors: "没见过的画风", "Drawings never seen";
    seen_errors: "见过的画风，新场景", "Drawings seen, in new scenes";
    curve: "每50步的平均训练损失", "Mean training loss, every 50 steps";
}

/// The card's place: its rows as markup, the curve's canvas, who draws it once it is in sight.
pub(crate) fn view(
    frame: Frame,
    rows: RwSignal<String>,
    curve: NodeRef<Canvas>,
    seen: impl Fn() + 'static,
) -> Element {
    let t = words(frame.lang);
    el("details")
        .class("model-card")
        // What is closed has no width to draw in.
        .on("toggle", move |_: Event| seen())
        .with([
            el("summary").text(t.card),
            el("div")
                .class("table")
                .set("tabindex", "0")
                .with([el("table").html(move || rows.get())]),
            el("figure")
                .class("chart")
                .with([canvas(curve, t.curve, [480, 120]), el("figcaption").text(t.curve)]),
        ])
}

#[cfg(target_arch = "wasm32")]
pub(crate) use rows::{curve, rows};

#[cfg(target_arch = "wasm32")]
mod rows {
    use share::Lang;

    use super::words;
    use crate::browser::json::Json;
    use crate::widget::{Table, counting, markup::table, numbers::thousands, tally::rate_of};

    /// The card as rows of a table, markup.
    pub(crate) fn rows(card: &Json, lang: Lang) -> String {
        let (t, interval) = (words(lang), counting::words(lang).interval);
        let (recipe, data) = (card.at("recipe"), card.at("data"));
        let (run, optimizer) = (recipe.at("run"), recipe.at("optimizer"));
        let names = |all: Json| all.list().iter().map(Json::text).collect::<Vec<_>>().join(", ");
        let numbers = |all: Json| {
            all.list().iter().map(|v| v.number().to_string()).collect::<Vec<_>>().join(", ")
        };
        let errors = |of: &str| {
            let set = card.at(of);
            let one = |key: &str| format!("{}: {}", key.replace("top", "top-"), rate_of(&set, key));
            format!("{}; {} ({interval})", one("top1"), one("top5"))
        };
        let whole = |v: Json| thousands(v.number() as usize);
        let given = |v: Json| Some(v.number()).filter(|v| v.is_finite());
        // What a recipe does not name has no row.
        let more =
            [("momentum", "momentum"), ("weightDecay", "weight decay")].map(|(key, name)| {
                let value = given(optimizer.at(key));
                value.map_or(String::new(), |value| format!(", {name} {value}"))
            });
        let all = [
            (t.command, Some(card.at("command").text())),
            (t.seed, Some(run.at("seed").number().to_string())),
            (t.steps, Some(format!("{} × {}", whole(run.at("steps")), run.at("batch").number()))),
            (
                t.optimizer,
                Some(format!(
                    "{}{}, {} (×{}: {})",
                    optimizer.at("name").text(),
                    more.concat(),
                    optimizer.at("lr").number(),
                    optimizer.at("gamma").number(),
                    numbers(optimizer.at("milestones"))
                )),
            ),
            (t.dropout, given(run.at("dropout")).map(|v| v.to_string())),
            (
                t.size,
                Some(format!(
                    "{}, {}",
                    whole(card.at("parameters")),
                    whole(card.at("multiplyAdds"))
                )),
            ),
            (t.trained_on, Some(names(data.at("trainedOn")))),
            (t.held_out, Some(names(data.at("heldOut")))),
            (t.licences, Some(names(data.at("licences")))),
            (t.test_errors, Some(errors("test"))),
            (t.seen_errors, Some(errors("seen"))),
        ];
        let rows = all.into_iter().filter_map(|(name, said)| Some(vec![name.to_owned(), said?]));
        let head = vec![t.card.to_owned(), t.value.to_owned()];
        table(&Table { head, rows: rows.collect() }, |_| "")
    }

    /// The curve of the training: step, loss.
    pub(crate) fn curve(card: &Json) -> Vec<(f64, f64)> {
        let points = card.at("curve").at("points").list();
        let point = |p: &Json| (p.at("step").number(), p.at("loss").number());
        points.iter().map(point).collect()
    }
}
