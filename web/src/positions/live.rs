//! The widget in a browser: what it computes, draws and says.

use std::fmt::Write;
use std::rc::Rc;
use std::sync::Arc;

use figures::{Curve, Palette, Range};
use leptos::prelude::*;
use nets::positions::{largest, spread, wavelength};
use share::{State, widgets::positions::Seen};

use crate::browser::{canvas, engine::ThirdPass};
use crate::positions::{
    compute::{Placed, run},
    look::{Look, Turned, places},
    words::words,
};
use crate::widget::{
    Frame, Table, check::Compared, numbers::thousands, sheet::number, subject::Subject,
};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    frame.live(Placing { frame, look });
}

struct Placing {
    frame: Frame,
    look: Look,
}

/// The range of numbers around zero.
fn signed(numbers: &[f32]) -> Range {
    Range::Signed(Range::of(numbers).ends().1)
}

impl Subject for Placing {
    type Values = Placed;
    type Kept = ();
    const LOOKED_AT: &'static [&'static str] = &["pair", "pos"];

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        (): &mut (),
    ) -> Result<Placed, String> {
        run(engine, state, self.frame.lang).await
    }

    fn draw(&self, made: &Placed, _: &State, dark: bool) {
        let (look, n) = (self.look, made.seen.n);
        look.pe.show(&made.pe, places(n), Range::Signed(1.0), [true, dark]);
        look.dots.show(&made.dots, places(n), signed(&made.dots), [true, dark]);
        for (sheets, outputs) in look.outputs.iter().zip(&made.outputs) {
            // One scale for what is compared.
            let range = signed(&outputs.y);
            for (sheet, numbers) in
                sheets.iter().zip([&outputs.y, &outputs.back, &outputs.difference])
            {
                sheet.show(numbers, made.tokens.clone(), range, [false, dark]);
            }
        }
        look.off.set([0, 1].map(|at| Some(largest(&made.outputs[at].difference))));
        let words: Vec<&str> = made.order.iter().map(|at| made.tokens[*at].as_str()).collect();
        look.order.set(words.join(" "));
        self.chosen(made, dark);
    }

    fn look(self: Rc<Self>, made: Rc<Placed>, _: ThirdPass, _: &State) {
        self.chosen(&made, canvas::dark());
    }

    fn summary(&self, made: &Placed, _: &State) -> String {
        let (t, Seen { d, n, .. }) = (words(self.frame.lang), made.seen);
        let count = thousands(n * d * d + n * n * d);
        format!("PE [{n}, {d}] · {} {count}", t.products)
    }

    fn csv(&self, made: &Placed, _: &State) -> String {
        let mut out = String::new();
        let Seen { d, n, .. } = made.seen;
        let mut rows = |name: &str, numbers: &[f32], columns: usize| {
            for (row, line) in numbers.chunks(columns).enumerate() {
                let line: Vec<String> = line.iter().map(f32::to_string).collect();
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{name},{row},{}", line.join(","));
            }
        };
        rows("pe", &made.pe, d);
        rows("turned", &made.turned, d);
        rows("dots", &made.dots, n);
        for (name, outputs) in ["plain", "placed"].iter().zip(&made.outputs) {
            rows(name, &outputs.y, 8);
            rows(&format!("{name}_shuffled"), &outputs.shuffled, 8);
            rows(&format!("{name}_put_back"), &outputs.back, 8);
            rows(&format!("{name}_difference"), &outputs.difference, 8);
        }
        out
    }

    fn check<'a>(&self, made: &'a Placed) -> Vec<Compared<'a>> {
        let of = |name, got, both| Compared { name, got, tolerance: (both, both) };
        let [plain, placed] = &made.outputs;
        vec![
            of("pe", &made.pe, 1e-6),
            of("turned", &made.turned, 2e-6),
            of("dots", &made.dots, 2e-5),
            of("plain", &plain.y, 1e-4),
            of("plain_shuffled", &plain.shuffled, 1e-4),
            of("placed", &placed.y, 1e-4),
            of("placed_shuffled", &placed.shuffled, 1e-4),
        ]
    }
}

impl Placing {
    /// The chosen pair and position.
    fn chosen(&self, made: &Placed, dark: bool) {
        let now = self.frame.state.with_untracked(Seen::of);
        let Seen { d, n, k, .. } = made.seen;
        let (pair, pos) = (now.pair.min(d / 2 - 1), now.pos.min(n - 1));
        let at = |numbers: &[f32], row: usize, pair: usize| {
            [0, 1].map(|of| numbers.get(row * d + 2 * pair + of).copied().unwrap_or_default())
        };
        self.look.turned.set(Some(Turned {
            size: [d, n],
            pe: Arc::new(made.pe.clone()),
            pair: [at(&made.turned, pos, pair), at(&made.moved, pos, pair)],
            off: largest(&made.off),
            spread: spread(&made.dots, n),
        }));
        let palette = Palette::new(dark, 1.0);
        let line = |row: usize, behind: bool| Curve {
            points: (0..n)
                .map(|q| (q as f64 - row as f64, f64::from(made.dots[row * n + q])))
                .collect(),
            colour: if behind { palette.text } else { palette.output },
            behind,
            discs: !behind && n <= 32,
        };
        let mut curves: Vec<Curve> =
            (0..n).step_by((n / 8).max(1)).map(|row| line(row, true)).collect();
        curves.push(line(pos, false));
        let ends = [1.0 - n as f64, n as f64 - 1.0];
        self.look.chart.show(&curves, ends, false, d as f64 / 2.0);
        let t = words(self.frame.lang);
        let row = |i: usize| {
            let pairs = [at(&made.pe, pos, i), at(&made.turned, pos, i), at(&made.moved, pos, i)];
            let shown = pairs.map(|p| {
                let [sin, cos] = p.map(|v| number(f64::from(v)));
                format!("({sin}, {cos})")
            });
            let mut row = vec![i.to_string(), format!("{:.2}", wavelength(i, d))];
            row.extend(shown);
            row
        };
        let mut head = [t.pair, t.wavelength].map(str::to_owned).to_vec();
        head.extend([
            format!("PE({pos})"),
            format!("M({k})·PE({pos})"),
            format!("PE({})", pos + k),
        ]);
        self.frame.shown.data.set(Table { head, rows: (0..d / 2).map(row).collect() });
    }
}
