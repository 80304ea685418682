//! The widget in a browser: what it measures, draws and says.

use std::rc::Rc;

use figures::{Bar, Bars};
use leptos::prelude::*;
use share::State;

use crate::browser::{canvas, engine::ThirdPass};
use crate::days::{
    compute::{Kept, Ran, run},
    look::{Factors, Look},
    words::{digits, words},
};
use crate::widget::{Frame, Table, check::Compared, subject::Subject};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    frame.live(Timing { frame, look });
}

struct Timing {
    frame: Frame,
    look: Look,
}

impl Subject for Timing {
    type Values = Ran;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] =
        &["epochs", "pictures", "forwards", "cards", "cores", "clock", "least", "most"];

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Ran, String> {
        run(engine, state, kept).await
    }

    fn draw(&self, ran: &Ran, _: &State, dark: bool) {
        self.look.measured.set(Some(ran.measured));
        self.draw_chart(ran, &self.frame.state.get_untracked(), dark);
    }

    fn look(self: Rc<Self>, ran: Rc<Ran>, _: ThirdPass, state: &State) {
        self.draw_chart(&ran, state, canvas::dark());
        let head = [words(self.frame.lang).factor, words(self.frame.lang).value];
        let rows = self.numbers(&ran, state).into_iter();
        let rows = rows.map(|(name, value)| vec![name.to_owned(), value]).collect();
        let head = head.map(str::to_owned).to_vec();
        self.frame.shown.data.set(Table { head, rows });
    }

    fn summary(&self, ran: &Ran, _: &State) -> String {
        let t = words(self.frame.lang);
        format!("{} {:.2e}", t.rate, ran.measured.rate())
    }

    fn csv(&self, ran: &Ran, _: &State) -> String {
        let state = self.frame.state.get_untracked();
        let rows = self.numbers(ran, &state).into_iter();
        let rows = rows.map(|(name, value)| format!("\"{name}\",{value}\n"));
        std::iter::once("factor,value\n".to_owned()).chain(rows).collect()
    }

    fn check<'a>(&self, ran: &'a Ran) -> Vec<Compared<'a>> {
        vec![
            // Five layers on pixels of 128 times unit scale.
            Compared { name: "seen", got: &ran.seen, tolerance: (1e-4, 1e-4) },
            Compared { name: "days", got: &ran.days, tolerance: (0.0, 1e-6) },
        ]
    }
}

impl Timing {
    /// The factors and what they make, by name.
    fn numbers(&self, ran: &Ran, state: &State) -> Vec<(&'static str, String)> {
        let t = words(self.frame.lang);
        // As many digits as are true.
        let number = |value: f64| (value as f32).to_string();
        let factors = Factors::of(state, ran.measured.net);
        let [few, many] = factors.took.map(|days| format!("{days}"));
        let [high, low] = factors.shares().map(&number);
        let keys = ["epochs", "pictures", "forwards", "cards", "cores", "clock"];
        let given = self.frame.table.keys.iter().filter(|key| keys.contains(&key.key));
        let given = given.map(|key| {
            let thousand = if key.key == "pictures" { "000" } else { "" };
            (key.words.get(self.frame.lang), format!("{}{thousand}", state.int(key.key)))
        });
        let made = [
            (t.multiply_adds, ran.measured.net.to_string()),
            (t.operations, number(factors.training.operations())),
            (t.peak, number(factors.peak)),
            (t.days_at_peak, number(factors.at_peak())),
            (t.days, few),
            (t.share, high),
            (t.days, many),
            (t.share, low),
            (t.rate, number(ran.measured.rate())),
            (t.days_here, number(factors.here(&ran.measured))),
        ];
        given.chain(made).collect()
    }

    fn draw_chart(&self, ran: &Ran, state: &State, dark: bool) {
        let Some(node) = self.look.chart.get_untracked() else { return };
        let t = words(self.frame.lang);
        let factors = Factors::of(state, ran.measured.net);
        let days = |label: String| format!("{label} {}", t.days);
        let row = |name: &'static str, parts: Vec<f64>, label| Bar {
            name: name.to_owned(),
            parts,
            label: days(label),
        };
        let [few, many] = factors.took;
        let (peak, here) = (factors.at_peak(), factors.here(&ran.measured));
        let took = if few == many { format!("{few}") } else { format!("{few}–{many}") };
        let rows = [
            row(t.at_peak, vec![peak], digits(peak)),
            row(t.paper, vec![few, many - few], took),
            row(t.here, vec![here], digits(here)),
        ];
        // A time has no colour; the days between the fewest and the most are paler.
        let colours = [canvas::ink(dark), (140, 145, 152)];
        let bars =
            Bars { rows: &rows, colours: &colours, chosen: None, limit: None, tenfold: true };
        canvas::bars(&node, &bars, 96.0, dark);
    }
}
