//! How a number comes about, in words and as a table of its terms.

use figures::Part;

use crate::attention::{compute::Chain, words::Words};
use crate::browser::engine::{Factor, Trace};
use crate::widget::Table;

/// The number's name and value: `a[like, cats] = 0.193`.
pub(crate) fn named(chain: &Chain, (part, row, column): (Part, usize, usize)) -> String {
    let token = |at: usize| chain.tokens.get(at).cloned().unwrap_or_default();
    let columns = chain.columns(part);
    let value = chain.numbers[part.index()].get(row * columns + column).copied();
    let second = if part.square() { token(column) } else { column.to_string() };
    format!(
        "{}[{}, {second}] = {}",
        letter(part),
        token(row),
        shown(value.unwrap_or(f32::NAN).into())
    )
}

/// What the reader is told of a number that has no terms of its own, or why it has none.
pub(crate) fn plain(chain: &Chain, (part, row, column): (Part, usize, usize), t: &Words) -> String {
    let hidden = chain.numbers[Part::Masked.index()]
        .get(row * chain.tokens.len() + column)
        .is_some_and(|m| *m == f32::NEG_INFINITY);
    match part {
        Part::Masked if hidden => t.hidden.to_owned(),
        Part::Masked => t.unhidden.to_owned(),
        _ => t.embedding.to_owned(),
    }
}

/// How the terms make the number, in one phrase.
pub(crate) fn phrase(chain: &Chain, part: Part, row: usize, trace: &Trace, t: &Words) -> String {
    let count = trace.terms.len();
    let pairs = trace.terms.iter().all(|term| term.factors.len() > 1);
    match part {
        Part::Weights | Part::Y if chain.blind.contains(&row) => t.nothing.to_owned(),
        Part::Weights if count == 0 => t.weightless.to_owned(),
        // The first term is the number's own.
        Part::Weights => {
            let own = trace.terms.first().map_or(f64::NAN, |term| term.value);
            format!("e^({}) {} {}", shown(own), t.softmax, count - 1)
        }
        Part::Scaled => {
            let value = |at: usize| {
                let factor = trace.terms.first().and_then(|term| term.factors.get(at));
                shown(factor.map_or(f64::NAN, |f| f.value))
            };
            format!("{} × {}: {}", value(0), value(1), t.scale)
        }
        Part::Y => format!("{count} {}", t.mean),
        _ if pairs => format!("{count} {}", t.products),
        _ => format!("{count} {}", t.times),
    }
}

/// The terms as a table.
pub(crate) fn table(chain: &Chain, part: Part, trace: &Trace, t: &Words) -> Table {
    // The first term of a softmax is the number's own, and comes again among the others.
    let terms = if part == Part::Weights { trace.terms.get(1..) } else { Some(&trace.terms[..]) };
    let terms = terms.unwrap_or_default();
    let most = terms.iter().map(|term| term.factors.len()).max().unwrap_or(0);
    let over_tokens = matches!(part, Part::Weights | Part::Y);
    let rows = terms.iter().enumerate().map(|(at, term)| {
        // Terms of a masked softmax skip what is hidden: the place says which it is.
        let key = term.factors.first().and_then(|f| f.index.last().copied()).unwrap_or(at);
        let name = chain.tokens.get(key).filter(|_| over_tokens);
        let mut row = vec![name.cloned().unwrap_or_else(|| at.to_string())];
        row.extend((0..most).map(|i| term.factors.get(i).map_or(String::new(), factor)));
        row.push(shown(term.value));
        row
    });
    let mut head = vec![t.term.to_owned()];
    head.extend((0..most).map(|_| t.factor.to_owned()));
    head.push(t.value.to_owned());
    Table { head, rows: rows.collect() }
}

fn factor(factor: &Factor) -> String {
    format!("{} {:?} = {}", factor.input, factor.index, shown(factor.value))
}

/// The letter of a matrix in formulas and numbers.
fn letter(part: Part) -> &'static str {
    ["x", "q", "k", "v", "s", "s′", "m", "a", "y"][part.index()]
}

/// A number with as many digits as one reads.
pub(crate) fn shown(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if value == f64::NEG_INFINITY => "−∞".to_owned(),
        0.0 => "0".to_owned(),
        _ if size < 1e-4 => format!("{value:.2e}"),
        _ if size < 10.0 => format!("{value:.4}"),
        _ => format!("{value:.2}"),
    }
}
