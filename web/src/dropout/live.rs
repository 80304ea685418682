//! The widget in a browser: what it computes, draws and says.

use std::{fmt::Write, rc::Rc};

use figures::{Curve, Plane, Range, pixels, ramp};
use leptos::prelude::*;
use nets::draws::{Running, mean_rectified};
use share::State;

use crate::browser::{
    canvas::{self, fill},
    engine::ThirdPass,
};
use crate::dropout::{
    compute::{Drawn, Kept, run},
    look::{ACROSS, Look, NEURONS},
    words::{Words, words},
};
use crate::network::shipped::{Files, SIDE};
use crate::widget::{Frame, Table, check::Compared, subject::Subject};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    frame.live(Dropping { frame, look, t: words(frame.lang), files: Files::default() });
}

struct Dropping {
    frame: Frame,
    look: Look,
    t: &'static Words,
    files: Files,
}

impl Subject for Dropping {
    type Values = Drawn;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["draw", "neuron"];

    async fn prepare(&self, _state: &State) -> Result<(), String> {
        self.files.get(self.frame).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Drawn, String> {
        let shipped = self.files.get(self.frame).await?;
        run(engine, &shipped, state, kept).await
    }

    fn draw(&self, drawn: &Drawn, state: &State, dark: bool) {
        let (look, t) = (self.look, self.t);
        fill(look.input, &drawn.rgba, SIDE);
        let name = self.files.have().and_then(|s| s.names.get(drawn.class).cloned());
        look.truth.set(format!("{}{}", t.input, name.unwrap_or_default()));
        chart(look, drawn, dark);
        let (end, tested) = (drawn.running.last().copied().unwrap_or_default(), expected(drawn));
        look.answer.set(format!(
            "{}{}{}{}{}{:.3} ± {:.3}{}{tested:.3}{}{:.3}",
            t.unit_1,
            state.int("unit"),
            t.unit_2,
            drawn.z.len(),
            t.unit_3,
            end.mean,
            end.error,
            t.tested,
            t.spread,
            end.deviation
        ));
        look.rectified.set(format!(
            "{}{:.3}{}{:.3}{}",
            t.relu_1,
            mean_rectified(&drawn.z),
            t.relu_2,
            tested.max(0.0),
            t.relu_3
        ));
        self.table(drawn);
    }

    fn look(self: Rc<Self>, drawn: Rc<Drawn>, _engine: ThirdPass, state: &State) {
        let (look, t, dark) = (self.look, self.t, canvas::dark());
        let draw = state.int("draw");
        let (train, kept) = (drawn.draw(&drawn.train, draw), drawn.draw(&drawn.kept, draw));
        let all = [&drawn.a[..], train, &drawn.test].concat();
        let range = Range::of(&all);
        let shown =
            [(&drawn.a[..], range), (kept, Range::Share), (train, range), (&drawn.test, range)];
        for ((values, range), node) in shown.into_iter().zip(look.vectors) {
            fill(node, &pixels(values, range, dark), ACROSS);
        }
        fill(look.scale, &ramp(range, dark, 64), 64);
        let (low, high) = range.ends();
        look.ends.set([low, high].map(|end| format!("{end:.2}")));
        let count = kept.iter().filter(|kept| **kept > 0.5).count();
        look.kept.set(format!("{}{count}{}{NEURONS}", t.kept, t.of));
        let neuron = state.int("neuron") as usize;
        let at = |of: &[f32]| of.get(neuron).copied().unwrap_or(f32::NAN);
        let dropped = if at(kept) > 0.5 { t.is_kept } else { t.is_dropped };
        look.neuron.set(format!(
            "{}{neuron}{}{:.3}{}{dropped}{}{:.3}{}{:.3}",
            t.neuron,
            t.value,
            at(&drawn.a),
            t.comma,
            t.passes_train,
            at(train),
            t.passes_test,
            at(&drawn.test)
        ));
    }

    fn summary(&self, drawn: &Drawn, state: &State) -> String {
        format!("alexnet-small · dropout [{}, {NEURONS}], p = {}%", drawn.z.len(), state.int("p"))
    }

    fn csv(&self, drawn: &Drawn, _state: &State) -> String {
        let mut out = String::from("draw,z,mean,standard_error\n");
        for (at, (z, Running { mean, error, .. })) in drawn.z.iter().zip(&drawn.running).enumerate()
        {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{},{z},{mean},{error}", at + 1);
        }
        out
    }

    fn check<'a>(&self, drawn: &'a Drawn) -> Vec<Compared<'a>> {
        let of = |name, got| Compared { name, got, tolerance: (1e-4, 1e-4) };
        vec![
            of("a", &drawn.a[..]),
            of("d", &drawn.first),
            of("z", &drawn.z),
            of("expected", &drawn.expected),
        ]
    }
}

/// What the unit of fc7 makes in testing.
fn expected(drawn: &Drawn) -> f64 {
    drawn.expected.first().map_or(f64::NAN, |&v| f64::from(v))
}

/// The mean of the first draws less what testing gives, and how far it is to be expected off.
fn chart(look: Look, drawn: &Drawn, dark: bool) {
    let Some(node) = look.chart.get_untracked() else { return };
    let (output, statistic) =
        if dark { ((76, 201, 164), (245, 190, 77)) } else { ((0, 105, 76), (138, 90, 0)) };
    let points = |of: &dyn Fn(&Running) -> f64| -> Vec<(f64, f64)> {
        (1..).map(f64::from).zip(drawn.running.iter().map(of)).collect()
    };
    let curve = |points, colour, behind| Curve { points, colour, behind, discs: false };
    let tested = expected(drawn);
    // One draw has no spread of its own.
    let spread = |side: f64| {
        let mut points = points(&|r| side * r.error);
        points.drain(..points.len().min(1));
        points
    };
    let end = drawn.z.len() as f64;
    let curves = [
        curve(vec![(0.0, 0.0), (end, 0.0)], canvas::ink(dark), true),
        curve(spread(1.0), statistic, false),
        curve(spread(-1.0), statistic, false),
        curve(points(&|r| r.mean - tested), output, false),
    ];
    let plane = Plane { x: [0.0, end], powers: false, top: 0.0, text: (0, 0, 0), scale: 1.0 };
    canvas::curves(&node, &curves, plane);
}

impl Dropping {
    /// Every draw as a row.
    fn table(&self, drawn: &Drawn) {
        let t = self.t;
        let row = |(at, (z, running)): (usize, (&f32, &Running))| {
            let numbers = [f64::from(*z), running.mean, running.error];
            let numbers = numbers.iter().map(|v| format!("{v:.4}"));
            std::iter::once((at + 1).to_string()).chain(numbers).collect()
        };
        let rows = drawn.z.iter().zip(&drawn.running).enumerate().map(row).collect();
        let head = [t.draw, "z", t.mean, t.error].map(str::to_owned).to_vec();
        self.frame.shown.data.set(Table { head, rows });
    }
}
