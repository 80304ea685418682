//! The widget in a browser: what it draws, times and says.

use std::rc::Rc;

use figures::Scaling;
use leptos::prelude::*;
use nets::kinds::{EncoderLayer, Kind, Sizes, timed_work};
use share::State;

use crate::browser::{canvas, engine::ThirdPass};
use crate::complexity::{
    compute::{Run, run},
    look::Look,
    seen::{self, ENDS, can, column},
    words::words,
};
use crate::widget::{Frame, Table, alone::Alone, check::Compared, plain::csv, subject::Subject};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, sizes: Memo<Sizes>) {
    // The charts follow what is chosen, before anything is timed too.
    Effect::new(move |_| {
        look.charts.iter().for_each(|chart| chart.track());
        paint(look, sizes.get(), canvas::dark());
    });
    frame.live(Timing { frame, look, alone: Rc::default() });
}

struct Timing {
    frame: Frame,
    look: Look,
    alone: Rc<Alone>,
}

/// What is known of a state, and what a run of it came to.
struct Known {
    sizes: Sizes,
    work: Vec<f32>,
    paths: Vec<f32>,
    layer: Vec<f32>,
    run: Option<Run>,
}

impl Known {
    fn of(state: &State, run: Option<Run>) -> Self {
        let sizes = seen::sizes(state);
        let all = |at| Kind::ALL.iter().map(|kind| column(at, *kind, sizes) as f32).collect();
        let layer = EncoderLayer::of(sizes);
        let layer = [layer.total(), layer.attention].map(|n| n as f32).to_vec();
        Self { sizes, work: all(0), paths: all(2), layer, run }
    }

    fn times(&self) -> Option<[f64; 2]> {
        self.run.as_ref().map(|run| run.times)
    }
}

impl Subject for Timing {
    type Values = Known;
    type Kept = ();
    const LOOKED_AT: &'static [&'static str] = &["k", "r"];

    fn before(&self, state: &State) -> Option<Known> {
        Some(Known::of(state, None))
    }

    fn alone(&self) -> Option<Rc<Alone>> {
        Some(Rc::clone(&self.alone))
    }

    async fn compute(&self, tp: &ThirdPass, state: &State, (): &mut ()) -> Result<Known, String> {
        let (t, sizes) = (words(self.frame.lang), seen::sizes(state));
        if !can(sizes) {
            return Err(t.too_large.to_owned());
        }
        let tell = |kind| self.look.status.set([t.timing, t.kind(kind)].concat());
        let run = run(tp, sizes, u64::from(state.int("seed").unsigned_abs()), tell).await?;
        Ok(Known::of(state, Some(run)))
    }

    fn draw(&self, known: &Known, _: &State, dark: bool) {
        let (look, t) = (self.look, words(self.frame.lang));
        look.times.set(known.times());
        let said = known.times().map(|times| t.came_to(known.sizes, times));
        look.status.set(said.unwrap_or_default());
        let now = self.frame.state.with_untracked(seen::sizes);
        self.frame.shown.data.set(self.table(now, known.times()));
        paint(look, now, dark);
    }

    fn look(self: Rc<Self>, known: Rc<Known>, _: ThirdPass, state: &State) {
        self.frame.shown.data.set(self.table(seen::sizes(state), known.times()));
    }

    fn summary(&self, known: &Known, _: &State) -> String {
        format!("n = {}, d = {}", known.sizes.n, known.sizes.d)
    }

    fn csv(&self, known: &Known, _: &State) -> String {
        csv(&self.table(self.frame.state.with_untracked(seen::sizes), known.times()))
    }

    fn check<'a>(&self, known: &'a Known) -> Vec<Compared<'a>> {
        let last = known.run.as_ref().map(|run| &run.last);
        let of = |at: usize| last.map_or(&[][..], |last| &last[at]);
        let exact = |name, got| Compared { name, got, tolerance: (0.0, 1e-6) };
        let near = |name, got| Compared { name, got, tolerance: (1e-4, 1e-4) };
        vec![
            exact("work", &known.work),
            exact("paths", &known.paths),
            exact("layer", &known.layer),
            near("attended", of(0)),
            near("recurrent", of(1)),
        ]
    }
}

impl Timing {
    /// Table 1 at these sizes, with what was timed.
    fn table(&self, sizes: Sizes, times: Option<[f64; 2]>) -> Table {
        let t = words(self.frame.lang);
        let head = [t.layer, "n", "d", t.work, t.sequential, t.path, t.multiply_adds, t.time];
        let row = |kind: Kind| {
            let at = [Kind::SelfAttention, Kind::Recurrent].iter().position(|k| *k == kind);
            let timed = at.map(|at| timed_work(sizes)[at].to_string()).unwrap_or_default();
            let time = at.zip(times).map(|(at, times)| times[at].to_string()).unwrap_or_default();
            let numbers =
                [sizes.n, sizes.d].into_iter().chain((0..3).map(|at| column(at, kind, sizes)));
            let mut row = vec![t.kind(kind).to_owned()];
            row.extend(numbers.map(|number| number.to_string()));
            row.extend([timed, time]);
            row
        };
        Table {
            head: head.map(str::to_owned).into(),
            rows: Kind::ALL.into_iter().map(row).collect(),
        }
    }
}

fn paint(look: Look, sizes: Sizes, dark: bool) {
    for (at, node) in look.charts.iter().enumerate() {
        let Some(node) = node.get_untracked() else { continue };
        let lines = seen::lines(at, sizes, dark);
        let scaling = Scaling { lines: &lines, sizes: ENDS, chosen: sizes.n as f64 };
        canvas::scaling(&node, &scaling);
    }
}
