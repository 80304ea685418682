//! The widget in a browser: what it computes, draws and says.

use std::fmt::Write;
use std::rc::Rc;

use figures::{Range, pixels, ramp};
use leptos::prelude::*;
use nets::attention::{PLACES, by_hand};
use share::{State, widgets::query::mapped};

use crate::browser::{
    canvas::{self, fill},
    engine::ThirdPass,
};
use crate::query::{
    compute::{Heard, Kept, run},
    look::{Answer, Look},
    words::words,
};
use crate::widget::{Frame, Table, check::Compared, subject::Subject};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    frame.live(Asking { frame, look });
}

struct Asking {
    frame: Frame,
    look: Look,
}

impl Subject for Asking {
    type Values = Heard;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["key"];

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Heard, String> {
        run(engine, state, kept).await
    }

    fn draw(&self, heard: &Heard, state: &State, dark: bool) {
        let y = [0, 1].map(|at| heard.y.get(at).copied().unwrap_or_default());
        self.look.heard.set(Some(Answer {
            points: heard.points.clone(),
            scores: heard.scores.clone(),
            weights: heard.weights.clone(),
            y,
            temperature: temperature(state),
        }));
        fill(self.look.scale, &ramp(Range::Share, dark, 48), 48);
        self.shade(heard, dark);
        self.frame.shown.data.set(self.table(heard, state));
    }

    fn look(self: Rc<Self>, heard: Rc<Heard>, _: ThirdPass, _: &State) {
        self.shade(&heard, canvas::dark());
    }

    fn summary(&self, heard: &Heard, _: &State) -> String {
        let (t, n) = (words(self.frame.lang), heard.points.keys.len());
        format!("{} [{n}, 2] · a [{n}] · y [2]", t.numbers)
    }

    fn csv(&self, heard: &Heard, _: &State) -> String {
        let mut out = String::from("point,x,y,score,weight,value_x,value_y\n");
        let [[qx, qy], [x, y]] = [heard.points.query, [heard.y[0], heard.y[1]]];
        // Writing to a string cannot fail.
        let _ = writeln!(out, "q,{qx},{qy},,,{x},{y}");
        for (at, [x, y]) in heard.points.keys.iter().enumerate() {
            let [vx, vy] = heard.points.values[at];
            let (score, weight) = (heard.scores[at], heard.weights[at]);
            let _ = writeln!(out, "k{},{x},{y},{score},{weight},{vx},{vy}", at + 1);
        }
        let key = self.frame.state.with_untracked(mapped).min(heard.points.keys.len() - 1);
        for row in heard.map(key).chunks(PLACES) {
            let row: Vec<String> = row.iter().map(f32::to_string).collect();
            let _ = writeln!(out, "map of k{},{}", key + 1, row.join(","));
        }
        out
    }

    fn check<'a>(&self, heard: &'a Heard) -> Vec<Compared<'a>> {
        let of = |name, got| Compared { name, got, tolerance: (1e-4, 1e-4) };
        vec![
            of("scores", &heard.scores),
            of("weights", &heard.weights),
            of("y", &heard.y),
            of("field", &heard.first),
        ]
    }
}

fn temperature(state: &State) -> f64 {
    f64::from(state.int("temperature")) / 10.0
}

impl Asking {
    /// The map of the key that is looked at.
    fn shade(&self, heard: &Heard, dark: bool) {
        let key = self.frame.state.with_untracked(mapped).min(heard.points.keys.len() - 1);
        fill(self.look.field, &pixels(&heard.map(key), Range::Share, dark), PLACES);
    }

    /// Every key with all that is known of it, and the sum.
    fn table(&self, heard: &Heard, state: &State) -> Table {
        let t = words(self.frame.lang);
        let pair = |[x, y]: [f32; 2]| format!("({x:.3}, {y:.3})");
        let steps = by_hand(&heard.scores, temperature(state));
        let mut rows: Vec<Vec<String>> = steps
            .enumerate()
            .map(|(at, [over, power, _])| {
                let (weight, value) = (heard.weights[at], heard.points.values[at]);
                vec![
                    format!("k{}", at + 1),
                    pair(heard.points.keys[at]),
                    format!("{:.4}", heard.scores[at]),
                    format!("{over:.4}"),
                    format!("{power:.3e}"),
                    format!("{weight:.4}"),
                    pair(value),
                    pair(value.map(|v| v * weight)),
                ]
            })
            .collect();
        let sum: f32 = heard.weights.iter().sum();
        let mut last = vec![String::new(); 8];
        t.sum.clone_into(&mut last[0]);
        last[5] = format!("{sum:.4}");
        last[7] = pair([heard.y[0], heard.y[1]]);
        rows.push(last);
        let head = [t.key, t.place, t.score, t.over, t.power, t.weight, t.value, t.product];
        Table { head: head.map(str::to_owned).to_vec(), rows }
    }
}
