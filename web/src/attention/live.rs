//! The widget in a browser: what it computes, draws and says.

use std::rc::Rc;

use figures::{LENS, Part, Range, Square, Sweep, lens_start, ramp, squares};
use leptos::prelude::*;
use nets::attention::{D_K, cost};
use share::State;

use crate::attention::{
    compute::{Chain, Kept, run},
    explain::{named, phrase, plain, shown, table},
    look::Look,
    words::words,
};
use crate::browser::{canvas, engine::ThirdPass};
use crate::widget::{
    Frame, Table, check::Compared, latest::Latest, markup, numbers::thousands, subject::Subject,
};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    frame.live(Attending { frame, look, tracing: Rc::default() });
}

struct Attending {
    frame: Frame,
    look: Look,
    tracing: Rc<Latest>,
}

impl Subject for Attending {
    type Values = Chain;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["step", "cell", "row", "column"];

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Chain, String> {
        run(engine, state, self.frame.lang, kept).await
    }

    fn draw(&self, chain: &Chain, _: &State, dark: bool) {
        let look = self.look;
        look.tokens.set(chain.tokens.clone());
        look.d_k.set(chain.d_k);
        look.said.set(self.said(chain));
        for part in Part::ALL {
            let (at, range) = (part.index(), range(chain, part));
            let columns = chain.columns(part);
            if let Some(node) = look.canvases[at].get_untracked() {
                let numbers = &chain.numbers[at];
                let (rgba, width) =
                    squares(numbers, columns, Square::fitting(columns), range, dark);
                canvas::show(&node, &rgba, width);
            }
            if let Some(node) = look.ramps[at].get_untracked() {
                canvas::show(&node, &ramp(range, dark, 48), 48);
            }
        }
        let ends = Part::ALL.map(|part| {
            let (low, high) = range(chain, part).ends();
            [low, high].map(|end| {
                if part == Part::Weights { format!("{end}") } else { format!("{end:.2}") }
            })
        });
        look.ends.set(ends);
        lenses(look, chain, dark);
        self.charts(chain, dark);
    }

    /// Shows the selected number and asks for its terms.
    fn look(self: Rc<Self>, chain: Rc<Chain>, engine: ThirdPass, state: &State) {
        let part = Part::of(state.word("cell"));
        let place =
            |key: &str, count: usize| (state.int(key) as usize).min(count.saturating_sub(1));
        let cell = (part, place("row", chain.tokens.len()), place("column", chain.columns(part)));
        if self.look.cell.get_untracked() != cell {
            self.look.cell.set(cell);
            lenses(self.look, &chain, canvas::dark());
        }
        let (_, row, column) = cell;
        Rc::clone(&self.tracing).ask(async move {
            let t = words(self.frame.lang);
            let index: &[usize] = match part {
                Part::Scores if chain.scores_deep => &[row, column, 0],
                _ => &[row, column],
            };
            let asked = match &chain.tensors[part.index()] {
                // The embeddings' one term is themselves.
                Some(tensor) if part != Part::X => engine.terms(tensor, index).await.map(Some),
                _ => Ok(None),
            };
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            let Ok(found) = asked else { return };
            let words = match &found {
                Some(trace) => phrase(&chain, part, row, trace, t),
                None => plain(&chain, cell, t),
            };
            self.look.sums.set(vec![named(&chain, cell), words]);
            let terms = found.map(|trace| table(&chain, part, &trace, t)).unwrap_or_default();
            self.frame.shown.data.set(terms);
        });
    }

    fn summary(&self, chain: &Chain, _: &State) -> String {
        let (t, n, d_k) = (words(self.frame.lang), chain.tokens.len(), chain.d_k);
        let cost = cost(chain.similarity, n, d_k).unwrap_or_default();
        format!(
            "{n} {} · q, k [{n}, {d_k}] · y [{n}, {}] · {} {} · {} {}",
            t.tokens,
            nets::attention::D_V,
            t.params,
            thousands(cost.parameters as usize),
            t.macs,
            thousands(cost.multiply_adds as usize)
        )
    }

    fn csv(&self, chain: &Chain, _: &State) -> String {
        let line =
            |numbers: &[f32]| numbers.iter().map(f32::to_string).collect::<Vec<_>>().join(",");
        let mut lines = Vec::new();
        for part in Part::ALL {
            let rows = chain.numbers[part.index()].chunks(chain.columns(part).max(1));
            for (token, row) in chain.tokens.iter().zip(rows) {
                let token = token.replace('"', "\"\"");
                lines.push(format!("{},\"{token}\",{}", part.word(), line(row)));
            }
        }
        for (name, values) in measures(chain) {
            lines.push(format!("{name},\"not divided, divided by sqrt(d_k)\",{}", line(values)));
        }
        lines.join("\n")
    }

    fn check<'a>(&self, chain: &'a Chain) -> Vec<Compared<'a>> {
        let matrix = |part: Part, name, both| Compared {
            name,
            got: &chain.numbers[part.index()],
            tolerance: (both, both),
        };
        let mut all = vec![
            matrix(Part::X, "x", 1e-7),
            matrix(Part::Scores, "scores", 2e-5),
            matrix(Part::Weights, "weights", 1e-4),
            matrix(Part::Y, "y", 1e-4),
        ];
        let tolerances = [3e-5, 1e-4, 1e-4];
        all.extend(
            measures(chain).into_iter().zip(tolerances).map(|((name, got), both)| Compared {
                name,
                got,
                tolerance: (both, both),
            }),
        );
        all
    }
}

impl Attending {
    /// What is said in place.
    fn said(&self, chain: &Chain) -> Vec<String> {
        let t = words(self.frame.lang);
        let mut said = Vec::new();
        if chain.all > chain.tokens.len() {
            said.push(format!("{} {} {}", t.cut_1, chain.all, t.cut_2));
        }
        if !chain.blind.is_empty() {
            let whole = chain.blind.len() == chain.tokens.len();
            let rows: Vec<&str> =
                chain.blind.iter().map(|&row| chain.tokens[row].as_str()).collect();
            let rows = if whole { t.all_rows.to_owned() } else { rows.join(" ") };
            said.push(format!("{} {rows}", t.rows_hidden));
        }
        said
    }

    fn charts(&self, chain: &Chain, dark: bool) {
        let t = words(self.frame.lang);
        let mut head = vec!["d_k".to_owned()];
        for name in [t.spread, t.entropy, t.jacobian] {
            head.extend([t.without, t.with].map(|how| format!("{name}, {how}")));
        }
        let mut rows: Vec<Vec<String>> = D_K.iter().map(|d| vec![d.to_string()]).collect();
        for ((_, values), (at, node)) in
            measures(chain).into_iter().zip(self.look.charts.iter().enumerate())
        {
            for (row, pair) in rows.iter_mut().zip(values.chunks(2)) {
                row.extend(pair.iter().map(|v| shown(f64::from(*v))));
            }
            let every = |first: usize| values.iter().skip(first).step_by(2).copied().collect();
            let (without, with): (Vec<f32>, Vec<f32>) = (every(0), every(1));
            let sweep = Sweep {
                sizes: &D_K,
                with: &with,
                without: &without,
                doubling: at == 0,
                chosen: chain.d_k,
            };
            if let Some(node) = node.get_untracked() {
                canvas::sweep(&node, &sweep, dark);
            }
        }
        self.look.measured.set(markup::table(&Table { head, rows }, |_| ""));
    }
}

/// What was measured, by its name in the golden file.
fn measures(chain: &Chain) -> [(&'static str, &[f32]); 3] {
    let m = &chain.measured;
    [("spread", &m.spread[..]), ("entropy", &m.entropy[..]), ("jacobian", &m.jacobian[..])]
}

/// The colours of a matrix: weights are shares, what is hidden does not count, and scaled
/// scores keep their colours behind the mask.
fn range(chain: &Chain, part: Part) -> Range {
    let of = if part == Part::Masked { Part::Scaled } else { part };
    match (of, Range::of(&chain.numbers[of.index()])) {
        (Part::Weights, _) => Range::Share,
        (_, Range::Positive(most)) => Range::Signed(most),
        (_, range) => range,
    }
}

/// Draws the lenses over queries and keys.
fn lenses(look: Look, chain: &Chain, dark: bool) {
    if chain.d_k <= LENS {
        return;
    }
    let (selected, _, column) = look.cell.get_untracked();
    for (part, node) in [Part::Q, Part::K].into_iter().zip(look.lenses) {
        let first = lens_start(if selected == part { column } else { 0 }, chain.d_k);
        let rows = chain.numbers[part.index()].chunks(chain.d_k);
        let seen: Vec<f32> = rows.flat_map(|row| &row[first..first + LENS]).copied().collect();
        let (rgba, width) = squares(&seen, LENS, Square::fitting(LENS), range(chain, part), dark);
        if let Some(node) = node.get_untracked() {
            canvas::show(&node, &rgba, width);
        }
    }
}
