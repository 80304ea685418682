//! The selected number and its groups in words and tables.

use figures::Cell;
use share::widgets::normalization::PHOTOGRAPHS;

use crate::browser::engine::Trace;
use crate::normalization::{
    compute::{Batch, Normal},
    seen::Seen,
    words::Words,
};
use crate::widget::{Table, markup};

/// Where a number lies in its block, flat.
pub(crate) fn flat(seen: &Seen, cell: Cell) -> usize {
    (cell.sample * seen.sizes.channels + cell.channel) * seen.sizes.places + cell.place
}

/// Which sample a number is of, which place, which feature.
fn named(seen: &Seen, cell: Cell, t: &Words) -> [String; 3] {
    match &seen.setup.sentences {
        Some(text) => {
            let word = text.word(cell.sample, cell.place);
            let token = word.map_or(t.padding.to_owned(), |word| format!("“{word}”"));
            let place = format!("{} {} {token}", t.token, cell.place);
            let sample = format!("{} {}", t.sentence, cell.sample);
            [sample, place, format!("{} {}", t.feature, cell.channel)]
        }
        None => {
            let photo = PHOTOGRAPHS.get(cell.sample).copied().unwrap_or_default();
            let side = seen.sizes.places.isqrt().max(1);
            let (row, column) = (cell.place / side, cell.place % side);
            [
                format!("{} {} {photo}", t.photo, cell.sample),
                format!("{} [{row}, {column}]", t.place),
                format!("{} {}", t.channel, cell.channel),
            ]
        }
    }
}

/// The selected number: where it is, and what it was.
pub(crate) fn chosen(batch: &Batch, seen: &Seen, t: &Words) -> String {
    let Some(cell) = seen.cell else { return String::new() };
    let x = batch.x.get(flat(seen, cell)).copied().unwrap_or(f32::NAN);
    let mut line = format!("{}{}x = {}", named(seen, cell, t).join(t.comma), t.from_0, shown(x));
    for (at, side) in batch.sides.iter().enumerate() {
        if let Ok(normal) = side {
            let y = normal.y.get(flat(seen, cell)).copied().unwrap_or(f32::NAN);
            line.push_str(&format!(" · {} y = {}", t.norm(seen.norm(at)), shown(y)));
        }
    }
    line
}

/// How the terms of a trace make the number.
pub(crate) fn made(trace: &Trace) -> String {
    let value = |at: usize| trace.terms.get(at).map_or(f64::NAN, |term| term.value) as f32;
    format!(
        "y = (x − μ) / √(σ² + ε) = ({} − {}) / √({} + {:e}) = {}",
        shown(value(0)),
        signed(value(1)),
        shown(value(2)),
        value(3),
        shown(trace.value as f32)
    )
}

/// Mean and variance of the lit group as a table's HTML.
pub(crate) fn moments(normal: &Normal, seen: &Seen, side: usize, t: &Words) -> String {
    let Some(cell) = seen.cell else { return String::new() };
    let number = seen.sharing(side).number(seen.sizes, cell);
    let count = seen.group(side).len();
    let row = |name: &str, mean: &[f32], variance: &[f32], count: String| {
        let at = |all: &[f32]| all.get(number).map_or("–".to_owned(), |v| shown(*v));
        vec![name.to_owned(), at(mean), at(variance), count]
    };
    // Padding that is skipped is in no group.
    let none: &[f32] = &[];
    let of = |all| if count == 0 { none } else { all };
    let (before, after) = (&normal.before, &normal.after);
    let mut rows = vec![row(t.before, of(&before.mean), of(&before.variance), count.to_string())];
    if let Some(stored) = &normal.stored {
        rows.push(row(t.stored, &stored.mean, &stored.variance, String::new()));
    }
    rows.push(row(t.after, of(&after.mean), of(&after.variance), count.to_string()));
    let head = [t.moments_of, t.mean, t.variance, t.count].map(str::to_owned).to_vec();
    markup::table(&Table { head, rows }, |_| "")
}

/// The numbers of both lit groups.
pub(crate) fn groups(batch: &Batch, seen: &Seen, t: &Words) -> Table {
    let unit = if seen.setup.sentences.is_some() {
        [t.sentence, t.token, t.feature]
    } else {
        [t.photo, t.place, t.channel]
    };
    let [sample, place, channel] = unit.map(str::to_owned);
    let mut rows = Vec::new();
    for (at, side) in batch.sides.iter().enumerate() {
        let Ok(normal) = side else { continue };
        for cell in seen.group(at) {
            let i = flat(seen, cell);
            let number = |all: &[f32]| all.get(i).map_or(String::new(), |v| shown(*v));
            let mut row = vec![t.norm(seen.norm(at)).to_owned()];
            row.extend(named(seen, cell, t));
            row.extend([number(&batch.x), number(&normal.y)]);
            rows.push(row);
        }
    }
    let head = vec![t.side.to_owned(), sample, place, channel, "x".to_owned(), "y".to_owned()];
    Table { head, rows }
}

/// What is said in place of a batch.
pub(crate) fn said(seen: &Seen, t: &Words) -> Vec<String> {
    use nets::normalize::Norm;
    let setup = &seen.setup;
    let batch = setup.norms.contains(&Norm::Batch);
    let mut said = Vec::new();
    if let Some(text) = &setup.sentences {
        let places = setup.samples * text.places;
        let words: usize = text.words.iter().map(Vec::len).sum();
        if places > words {
            let (all, empty) = (places, places - words);
            let parts = [t.empty_1, &all.to_string(), t.empty_2, &empty.to_string(), t.empty_3];
            let mut line = parts.join(t.gap);
            if batch && setup.steps.is_none() {
                line.push_str(t.gap);
                line.push_str(if setup.skips_padding { t.skips } else { t.counted });
            }
            said.push(line);
        }
        if text.cut {
            said.push(t.cut.to_owned());
        }
    }
    match setup.steps {
        Some(_) if !batch => said.push(t.modeless.to_owned()),
        Some(0) => said.push(t.no_steps.to_owned()),
        Some(steps) => said.push([t.steps_1, &steps.to_string(), t.steps_2].join(t.gap)),
        None if batch && setup.samples == 1 => said.push(t.single.to_owned()),
        None => {}
    }
    said
}

/// A number with as many digits as one reads.
pub(crate) fn shown(value: f32) -> String {
    let size = value.abs();
    match size {
        0.0 => "0".to_owned(),
        // What rounding leaves of a zero.
        _ if size < 5e-7 => "0.0000".to_owned(),
        _ if size < 1e-3 => format!("{value:.1e}"),
        _ => format!("{value:.4}"),
    }
}

/// In brackets where its sign would meet another.
fn signed(value: f32) -> String {
    if value < 0.0 { format!("({})", shown(value)) } else { shown(value) }
}
