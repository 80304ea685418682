//! What was written as tables: each word's probability and loss, and what beam search found.

use nets::{decode::length_penalty, transformer::END};
use share::Lang;
use translation::UNKNOWN;

use crate::translator::{compute::Pass, words::words};
use crate::widget::{Table, markup::table};

/// A word of the vocabulary as it is shown.
pub(crate) fn word(pass: &Pass, id: usize, lang: Lang) -> String {
    match id {
        END => words(lang).end.to_owned(),
        UNKNOWN => words(lang).unknown_word.to_owned(),
        id => pass.source.words.get(id).cloned().unwrap_or_default(),
    }
}

/// Words as a sentence, without the end.
pub(crate) fn sentence(pass: &Pass, ids: &[usize], lang: Lang) -> String {
    ids.iter().filter(|id| **id != END).map(|&id| word(pass, id, lang)).collect()
}

/// The mean of −ln p over what is written.
pub(crate) fn mean_loss(pass: &Pass) -> f64 {
    let log = |(at, &id): (usize, &usize)| pass.log_probabilities(at).get(id).copied();
    let sum: f64 = pass.written.iter().enumerate().filter_map(log).sum();
    -sum / pass.written.len().max(1) as f64
}

/// The word of every step, its probability and its loss; the likeliest word beside it.
pub(crate) fn steps(pass: &Pass, lang: Lang) -> String {
    let t = words(lang);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, &id) in pass.written.iter().enumerate() {
        let logs = pass.log_probabilities(at);
        let log = logs.get(id).copied().unwrap_or(f64::NEG_INFINITY);
        let better = |best: usize, at: usize| if logs[at] > logs[best] { at } else { best };
        let guess = (0..logs.len()).fold(0, better);
        rows.push(vec![
            (at + 1).to_string(),
            word(pass, id, lang),
            format!("{:.3}", pass.logit(at, id)),
            format!("{:.4}", log.exp()),
            format!("{:.4}", -log),
            word(pass, guess, lang),
        ]);
    }
    let mean = mean_loss(pass);
    let none = String::new;
    let mean = format!("{mean:.4}");
    rows.push(vec![none(), t.mean_loss.to_owned(), none(), none(), mean, none()]);
    let head = ["#", t.word, t.logit, t.p, t.loss, t.guess].map(str::to_owned).to_vec();
    table(&Table { head, rows }, |_| "")
}

/// What beam search found, and the greedy translation under it.
pub(crate) fn beams(pass: &Pass, alpha: f64, lang: Lang) -> String {
    let t = words(lang);
    let row = |rank: String, ids: &[usize], log: f64| {
        let penalty = length_penalty(ids.len(), alpha);
        vec![
            rank,
            sentence(pass, ids, lang),
            format!("{log:.4}"),
            ids.len().to_string(),
            format!("{penalty:.4}"),
            format!("{:.4}", log / penalty),
        ]
    };
    let mut rows: Vec<Vec<String>> = pass
        .beams
        .iter()
        .enumerate()
        .map(|(at, found)| row((at + 1).to_string(), &found.tokens, found.log_probability))
        .collect();
    let greedy = pass.free.log_probability(pass.source.words.len());
    rows.push(row(t.greedy.to_owned(), &pass.free.ids, greedy));
    let head = [t.rank, t.written, t.log_p, t.length, t.penalty, t.score];
    table(&Table { head: head.map(str::to_owned).to_vec(), rows }, |_| "")
}
