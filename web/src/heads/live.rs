//! The widget in a browser: what it computes, draws and says.

use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::rc::Rc;

use figures::{Range, Sweep, pixels};
use leptos::prelude::*;
use nets::positions::largest;
use share::{State, widgets::heads::FACTORS};

use crate::browser::{
    canvas::{self, fill},
    engine::{ThirdPass, Trace},
};
use crate::heads::{
    compute::{Kept, Passed, run},
    look::Look,
    net::Net,
    part::{D_FF, HEADS, Part, multiply_adds, parameters},
    words::words,
};
use crate::widget::{
    Frame, Table, check::Compared, latest::Latest, markup, numbers::thousands, sheet::number,
    subject::Subject, terms::terms,
};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    let (net, drawn) = (RefCell::new(None), Cell::new(None));
    frame.live(Heading { frame, look, net, drawn, tracing: Rc::default() });
}

struct Heading {
    frame: Frame,
    look: Look,
    net: RefCell<Option<Rc<Net>>>,
    /// The head whose matrices are drawn.
    drawn: Cell<Option<usize>>,
    tracing: Rc<Latest>,
}

impl Subject for Heading {
    type Values = Passed;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["head", "cell", "row", "column"];

    async fn prepare(&self, _: &State) -> Result<(), String> {
        self.net().await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Passed, String> {
        run(engine, &self.net().await?, state, self.frame.lang, kept).await
    }

    fn draw(&self, made: &Passed, state: &State, dark: bool) {
        let look = self.look;
        for part in Part::ALL.into_iter().filter(|part| !part.square()) {
            let numbers = made.of(part, 0);
            look.sheet(part).show(numbers, self.rows(made), range(part, numbers), [false, dark]);
        }
        for (head, node) in look.small.into_iter().enumerate() {
            let weights = made.of(Part::Weights, head);
            fill(node, &pixels(weights, Range::Share, dark), made.tokens());
        }
        look.said.set(self.said(made, state));
        self.drawn.set(None);
        let now = self.frame.state.get_untracked();
        self.draw_head(made, &now, dark);
    }

    /// Shows the chosen head and asks for the terms of the selected number.
    fn look(self: Rc<Self>, made: Rc<Passed>, engine: ThirdPass, state: &State) {
        self.draw_head(&made, state, canvas::dark());
        let (cell, head) = self.look.cell(state);
        self.fed(&made, cell.1[0]);
        Rc::clone(&self.tracing).ask(async move {
            let (tensor, index) = made.traced(cell, head);
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            if let Ok(trace) = engine.terms(tensor, &index).await {
                self.explain(&made, cell, head, &trace);
            }
        });
    }

    fn summary(&self, made: &Passed, _: &State) -> String {
        let (t, n) = (words(self.frame.lang), made.tokens());
        format!(
            "x [{n}, 64] → q, k, v [4, {n}, 16] → [{n}, 64] → [{n}, 256] → [{n}, 64] · {} {} · {} {}",
            t.params,
            thousands(parameters()),
            t.macs,
            thousands(multiply_adds(n))
        )
    }

    fn csv(&self, made: &Passed, _: &State) -> String {
        let mut out = String::new();
        let rows = self.rows(made);
        let mut add = |name: &str, of: &str, line: &[f32]| {
            let line: Vec<String> = line.iter().map(f32::to_string).collect();
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{name},\"{}\",{}", of.replace('"', "\"\""), line.join(","));
        };
        for part in Part::ALL {
            let heads = if part.square() { HEADS } else { 1 };
            for head in 0..heads {
                let name = match part.square() {
                    true => format!("{}{}", part.word(), head + 1),
                    false => part.word().to_owned(),
                };
                let lines = made.of(part, head).chunks(part.columns(rows.len()).max(1));
                rows.iter().zip(lines).for_each(|(row, line)| add(&name, row, line));
            }
        }
        for (head, measures) in made.measures.iter().enumerate() {
            for (name, line) in ["largest", "entropy", "jacobian"].iter().zip(measures) {
                add(&format!("{name}{}", head + 1), "as it is | divided by sqrt(d_k)", line);
            }
        }
        out
    }

    fn check<'a>(&self, made: &'a Passed) -> Vec<Compared<'a>> {
        let head = State::reference(self.frame.table).int("head") as usize - 1;
        let of = |name, got: &'a [f32], both| Compared { name, got, tolerance: (both, both) };
        let part = |part: Part| &made.numbers[part.index()][..];
        let mut all = vec![
            // Scores of trained heads are tens in size.
            of("scores", part(Part::Scores), 2e-4),
            of("weights", part(Part::Weights), 1e-4),
            of("joined", part(Part::Joined), 1e-4),
            of("o", part(Part::Projected), 1e-4),
            of("hidden", part(Part::Hidden), 2e-4),
            of("y", part(Part::Y), 2e-4),
        ];
        if let Some([largest, entropy, jacobian]) = made.measures.get(head) {
            all.extend([
                of("largest", largest, 1e-4),
                of("entropy", entropy, 1e-4),
                of("jacobian", jacobian, 1e-4),
            ]);
        }
        all
    }
}

/// The colours of a matrix: weights are shares.
fn range(part: Part, numbers: &[f32]) -> Range {
    match (part, Range::of(numbers)) {
        (Part::Weights, _) => Range::Share,
        (Part::Hidden, Range::Positive(most)) => Range::Positive(most),
        (_, of) => Range::Signed(of.ends().1),
    }
}

impl Heading {
    /// The layer, fetched once.
    async fn net(&self) -> Result<Rc<Net>, String> {
        let known = self.net.borrow().clone();
        if let Some(net) = known {
            return Ok(net);
        }
        let net = Net::fetch(self.frame).await?;
        self.net.replace(Some(Rc::clone(&net)));
        Ok(net)
    }

    /// The rows' names: words, then padding.
    fn rows(&self, made: &Passed) -> Vec<String> {
        let pad = words(self.frame.lang).pad.to_owned();
        made.words.iter().cloned().chain(std::iter::repeat_n(pad, made.pads)).collect()
    }

    /// The matrices of the chosen head, and how far it is saturated.
    fn draw_head(&self, made: &Passed, state: &State, dark: bool) {
        let head = (state.int("head") as usize - 1).min(HEADS - 1);
        if self.drawn.replace(Some(head)) == Some(head) {
            return;
        }
        for part in Part::ALL.into_iter().filter(|part| part.square()) {
            let numbers = made.of(part, head);
            let range = range(part, numbers);
            self.look.sheet(part).show(numbers, self.rows(made), range, [false, dark]);
        }
        let Some(measures) = made.measures.get(head) else { return };
        let sizes = FACTORS.map(|factor| factor as usize);
        let t = words(self.frame.lang);
        let mut head = vec![t.times.to_owned()];
        let mut rows: Vec<Vec<String>> =
            sizes.iter().map(|size| vec![format!("×{size}")]).collect();
        let names = [t.largest, t.entropy, t.jacobian];
        for ((measure, node), name) in measures.iter().zip(self.look.charts).zip(names) {
            let every = |first: usize| measure.iter().skip(first).step_by(2).copied().collect();
            let (without, with): (Vec<f32>, Vec<f32>) = (every(0), every(1));
            let chosen = state.int("times") as usize;
            let sweep =
                Sweep { sizes: &sizes, with: &with, without: &without, doubling: false, chosen };
            if let Some(node) = node.get_untracked() {
                canvas::sweep(&node, &sweep, dark);
            }
            head.extend([t.without, t.with].map(|how| format!("{name}, {how}")));
            for (row, pair) in rows.iter_mut().zip(measure.chunks(2)) {
                row.extend(pair.iter().map(|v| number(f64::from(*v))));
            }
        }
        self.look.measured.set(markup::table(&Table { head, rows }, |_| ""));
    }

    /// What is said in place.
    fn said(&self, made: &Passed, state: &State) -> Vec<String> {
        let (t, mut said) = (words(self.frame.lang), Vec::new());
        if made.all > made.words.len() {
            said.push(format!("{} {} {}", t.cut_1, made.all, t.cut_2));
        }
        if !made.unknown.is_empty() {
            said.push(format!("{}{}", t.unknown, made.unknown.join(" ")));
        }
        if state.word("mask") == "padding" && made.pads == 0 {
            said.push(t.no_pad.to_owned());
        }
        said
    }

    /// What feed-forward did, with the chosen row.
    fn fed(&self, made: &Passed, row: usize) {
        let t = words(self.frame.lang);
        let hidden = made.of(Part::Hidden, 0);
        let of_words = hidden.get(..made.words.len() * D_FF).unwrap_or(hidden);
        let zero = of_words.iter().filter(|v| **v == 0.0).count();
        let share = 100.0 * zero as f64 / of_words.len().max(1) as f64;
        let own = hidden.chunks(D_FF).nth(row).unwrap_or_default();
        let alive = own.iter().filter(|v| **v > 0.0).count();
        let word = self.rows(made).get(row).cloned().unwrap_or_default();
        let silent =
            format!("{}{share:.1}%{}{word}{}{alive}{}", t.zero_1, t.zero_2, t.zero_3, t.zero_4);
        let off = number(f64::from(largest(&made.alone)));
        self.look.fed.set(vec![silent, format!("{}{off}{}", t.alone_1, t.alone_2)]);
    }

    /// How the selected number came about.
    fn explain(&self, made: &Passed, cell: (Part, [usize; 2]), head: usize, trace: &Trace) {
        let (part, [row, column]) = cell;
        let (t, rows) = (words(self.frame.lang), self.rows(made));
        let name = |at: usize| rows.get(at).cloned().unwrap_or_default();
        let columns = part.columns(rows.len());
        let value = made.of(part, head).get(row * columns + column).copied();
        let value = f64::from(value.unwrap_or_default());
        let second = if part.square() { name(column) } else { column.to_string() };
        let mut said = format!("{}[{}, {second}] = {}", part.word(), name(row), number(value));
        if value == f64::NEG_INFINITY || (part == Part::Weights && trace.terms.is_empty()) {
            let _ = write!(said, " · {}", t.hidden);
        } else {
            // The first term of a softmax is the number's own, and comes again.
            let count = trace.terms.len() - usize::from(trace.combine == "softmax");
            let _ = write!(said, " · {count} {}", t.how(&trace.combine));
        }
        self.look.sums.set(said);
        self.frame.shown.data.set(terms(trace, self.frame.lang));
    }
}
