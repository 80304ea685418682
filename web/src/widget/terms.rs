//! The terms that made a number, as a table.

use crate::browser::engine::{Factor, Term, Trace};
use crate::widget::Table;

crate::wording::wording! {
    factors: "来自", "from";
    value: "值", "value";
}

/// A line a term.
pub(crate) fn terms(trace: &Trace, lang: share::Lang) -> Table {
    let t = words(lang);
    let factor = |f: &Factor| {
        let index: Vec<String> = f.index.iter().map(usize::to_string).collect();
        format!("{}[{}] = {:.5}", f.input, index.join(", "), f.value)
    };
    let row = |term: &Term| {
        let factors: Vec<String> = term.factors.iter().map(factor).collect();
        vec![factors.join(" × "), format!("{:.6}", term.value)]
    };
    Table {
        head: [t.factors, t.value].map(str::to_owned).to_vec(),
        rows: trace.terms.iter().map(row).collect(),
    }
}
