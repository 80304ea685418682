//! The widget in a browser: what it computes, draws and says.

use std::fmt::Write;
use std::rc::Rc;

use figures::{Range, pixels, ramp};
use leptos::prelude::*;
use share::{Link, State};

use crate::browser::{
    canvas::fill,
    engine::{ThirdPass, Trace},
};
use crate::pooling::{
    compute::{Kept, Pools, run},
    look::{Look, SIDE, Seen},
    words::{taken, words},
};
use crate::widget::{
    Frame, Table, check::Compared, latest::Latest, numbers::thousands, own_picture::OwnPicture,
    photos::Photos, subject::Subject,
};

/// The two pools: that of the controls, and that whose windows lie side by side.
const NAMES: [&str; 2] = ["p", "q"];

/// As far as the operations' goldens may be off.
const TOLERANCE: (f32, f32) = (2e-5, 2e-5);

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture) {
    let photos = Photos::new(frame, own);
    frame.live(Pooling { frame, look, photos, tracing: Rc::default() });
}

struct Pooling {
    frame: Frame,
    look: Look,
    photos: Rc<Photos>,
    tracing: Rc<Latest>,
}

impl Subject for Pooling {
    type Values = Pools;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["row", "column"];

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.photos.get(state.word("picture")).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Pools, String> {
        let photo = self.photos.get(state.word("picture")).await?;
        run(engine, state, photo, kept).await
    }

    fn draw(&self, pools: &Pools, state: &State, dark: bool) {
        let (look, seen) = (self.look, Seen::of(state));
        // One scale for all three: what is taken is one of the numbers, or between them.
        let range = Range::Positive(Range::of(&pools.activation.values).ends().1);
        fill(look.activation, &pixels(&pools.activation.values, range, dark), SIDE);
        let reads = seen.windows.map(|windows| {
            let reads = windows.reads();
            reads.into_iter().map(|times| times as f32).collect::<Vec<_>>()
        });
        let most = reads.iter().flatten().fold(1.0_f32, |most, times| most.max(*times));
        let times = Range::Positive(most);
        for pool in 0..2 {
            fill(
                look.pooled[pool],
                &pixels(&pools.values[pool], range, dark),
                seen.windows[pool].out,
            );
            fill(look.reads[pool], &pixels(&reads[pool], times, dark), SIDE);
        }
        fill(look.scale, &ramp(range, dark, 64), 64);
        fill(look.reads_scale, &ramp(times, dark, 64), 64);
        look.ends.set([format!("{:.3}", range.ends().1), format!("{most}")]);
        let [p, q] = &pools.values;
        look.same.set(seen.compared().then(|| p.iter().zip(q).filter(|(p, q)| p == q).count()));
    }

    /// Shows the windows of the selected cell, and asks for their numbers.
    fn look(self: Rc<Self>, pools: Rc<Pools>, engine: ThirdPass, state: &State) {
        let seen = Seen::of(state);
        // While another state is being computed, the picture is still that of the one before.
        if (0..2).any(|pool| pools.values[pool].len() != seen.windows[pool].out.pow(2)) {
            return;
        }
        Rc::clone(&self.tracing).ask(async move {
            let [row, column] = seen.cell;
            let mut traces = Vec::new();
            for held in &pools.held {
                // Of a worker that is gone there is nothing to tell; the next forward brings another.
                let Ok(trace) = engine.terms(held, &[0, 0, row, column]).await else { return };
                traces.push(trace);
            }
            self.explain(&seen, &traces);
        });
    }

    fn summary(&self, _: &Pools, state: &State) -> String {
        let (t, seen) = (words(self.frame.lang), Seen::of(state));
        let [p, q] = seen.windows.map(|w| format!("[1, 1, {0}, {0}]", w.out));
        let steps = if seen.average { t.additions } else { t.comparisons };
        let [of_p, of_q] = [seen.steps(0), seen.steps(1)].map(thousands);
        let no_weights = t.no_weights;
        format!("p {p} · q {q} · {steps} p {of_p} · q {of_q} · {no_weights}")
    }

    fn csv(&self, pools: &Pools, _: &State) -> String {
        let mut out = String::from("map,row,column,value\n");
        let [p, q] = &pools.values;
        for (name, values) in [("a", &pools.activation.values), (NAMES[0], p), (NAMES[1], q)] {
            let side = values.len().isqrt().max(1);
            for (i, value) in values.iter().enumerate() {
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{name},{},{},{value}", i / side, i % side);
            }
        }
        out
    }

    fn check<'a>(&self, pools: &'a Pools) -> Vec<Compared<'a>> {
        let [p, q] = &pools.values;
        vec![
            Compared { name: NAMES[0], got: p, tolerance: TOLERANCE },
            Compared { name: NAMES[1], got: q, tolerance: TOLERANCE },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.photos.adopt(link)
    }
}

impl Pooling {
    /// What the windows hold, and what was taken of them.
    fn explain(&self, seen: &Seen, traces: &[Trace]) {
        let t = words(self.frame.lang);
        let (mut lines, mut rows, mut places) = (Vec::new(), Vec::new(), [None; 2]);
        for (pool, trace) in traces.iter().enumerate() {
            // The first factor of a term is the cell; a mean has 1/n behind it.
            let cells = trace.terms.iter().filter_map(|term| {
                let cell = term.factors.first()?;
                let &[_, _, row, column] = cell.index.as_slice() else { return None };
                Some(([row, column], cell.value))
            });
            let cells: Vec<_> = cells.collect();
            let largest = cells.iter().filter(|_| !seen.average).fold(None, |most, cell| {
                let more = most.is_none_or(|(_, value)| cell.1 > value);
                if more { Some(*cell) } else { most }
            });
            places[pool] = largest.map(|(place, _)| place);
            let name = NAMES[pool];
            lines.push(taken(
                self.frame.lang,
                name,
                seen.cell,
                cells.len(),
                trace.value,
                places[pool],
            ));
            rows.extend(cells.into_iter().map(|(place, value)| {
                let mark = if places[pool] == Some(place) { "✓" } else { "" };
                let [row, column] = place.map(|at| at.to_string());
                vec![name.to_owned(), row, column, format!("{value:.5}"), mark.to_owned()]
            }));
        }
        self.look.largest.set(places);
        self.look.lines.set(lines);
        let head = [t.pool, t.row, t.column, t.value, t.taken].map(str::to_owned).to_vec();
        self.frame.shown.data.set(Table { head, rows });
    }
}
