//! The widget in a browser: what it counts, computes and draws.

use std::fmt::Write;
use std::rc::Rc;

use figures::{MapGrid, Range, Scene, Square, pixels, squares};
use leptos::prelude::*;
use nets::{Stage, accounts::Cards};
use share::State;

use crate::browser::{
    canvas,
    engine::{Net, ThirdPass},
};
use crate::columns::{
    compute::{Seen, run},
    explain, figure,
    look::Look,
    real,
    view::SIDE,
    words::words,
};
use crate::layers::memory;
use crate::network::shipped::Files;
use crate::widget::{Frame, Table, check::Compared, numbers::thousands, subject::Subject};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    frame.live(Cutting { frame, look, files: Files::default() });
}

struct Cutting {
    frame: Frame,
    look: Look,
    files: Files,
}

impl Subject for Cutting {
    type Values = Seen;
    type Kept = Option<Net>;
    const LOOKED_AT: &'static [&'static str] = &["layer", "batch", "hold", "map"];

    async fn prepare(&self, _: &State) -> Result<(), String> {
        self.files.get(self.frame).await.map(|_| ())
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Option<Net>,
    ) -> Result<Seen, String> {
        let shipped = self.files.get(self.frame).await?;
        run(engine, &shipped, state, kept).await
    }

    fn draw(&self, seen: &Seen, state: &State, dark: bool) {
        let look = self.look;
        look.halves.set(seen.halves.clone());
        let [before, stage] = real::stages(state);
        let square = Square::fitting(stage.maps);
        let (rgba, width) = squares(&seen.strengths, stage.maps, square, Range::Share, dark);
        canvas::fill(look.strengths, &rgba, width);
        for (node, stage, values) in
            [(look.inputs, before, &seen.x), (look.outputs, stage, &seen.y)]
        {
            let grid = MapGrid::of(stage.maps, stage.side);
            let rgba = pixels(values, Range::of(values), dark);
            canvas::fill(node, &grid.arrange(&rgba), grid.size()[0]);
        }
        self.frame.shown.data.set(self.table(seen));
    }

    fn look(self: Rc<Self>, seen: Rc<Seen>, _: ThirdPass, state: &State) {
        let (look, lang, dark) = (self.look, self.frame.lang, canvas::dark());
        let (batch, both) = (state.int("batch") as u64, state.word("hold") == "both");
        let cards = Cards::of(&seen.accounts, SIDE, batch, both, true);
        memory::draw(look.memory, &cards, lang, dark);
        look.cards.set(cards);
        look.said.set(explain::groups(lang, state, seen.weights, seen.apart));
        if let Some(node) = look.figure.get_untracked() {
            canvas::scene(&node, &self.scene(&seen, state, dark));
            look.drawn.set(true);
        }
    }

    fn summary(&self, seen: &Seen, state: &State) -> String {
        let [before, stage] = real::stages(state);
        let shape = |s: Stage| format!("[1, {}, {1}, {1}]", s.maps, s.side);
        let weights = seen.weights[usize::from(state.int("groups") == 1)];
        format!(
            "{} {} → {} {} · groups={} · {}",
            before.name,
            shape(before),
            stage.name,
            shape(stage),
            state.int("groups"),
            thousands(weights)
        )
    }

    fn csv(&self, seen: &Seen, _: &State) -> String {
        let mut out = String::from(
            "layer,kernels,reads,of,parameters,multiply_adds,activations,own,received\n",
        );
        for half in &seen.halves {
            let numbers = [
                half.kernels,
                half.reads,
                half.before,
                half.parameters,
                half.multiply_adds,
                half.activations,
                half.own,
                half.received,
            ];
            let numbers = numbers.map(|n| n.to_string()).join(",");
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{},{numbers}", half.name);
        }
        out
    }

    fn svg(&self, seen: &Seen) -> String {
        self.frame.state.with_untracked(|s| self.scene(seen, s, canvas::dark())).svg()
    }

    fn check<'a>(&self, seen: &'a Seen) -> Vec<Compared<'a>> {
        vec![
            Compared { name: "counts", got: &seen.counts, tolerance: (0.0, 0.0) },
            Compared { name: "y", got: &seen.y, tolerance: (1e-4, 1e-4) },
        ]
    }
}

impl Cutting {
    /// The figure, as wide as it stands on the page.
    fn scene(&self, seen: &Seen, state: &State, dark: bool) -> Scene {
        let scale = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
        // The canvas itself has no width while it is hidden.
        let node = self.look.figure.get_untracked().and_then(|node| node.parent_element());
        let wide = node.map_or(0, |node| node.client_width());
        let wide = if wide > 0 { wide as u32 } else { figure::SIZE.0 };
        let size = [wide, figure::SIZE.1].map(|side| (f64::from(side) * scale).round() as u32);
        let lang = self.frame.lang;
        figure::scene(lang, state, &seen.halves, (size[0], size[1]), scale, dark)
    }

    /// A row a layer, then both cards together.
    fn table(&self, seen: &Seen) -> Table {
        let t = words(self.frame.lang);
        let head =
            [t.layer, t.kernels, t.reads, t.parameters, t.multiply_adds, t.activations, t.received];
        let rows = seen.halves.iter().map(|half| {
            let reads = format!("{} / {}", half.reads, half.before);
            let counts = [half.parameters, half.multiply_adds, half.activations, half.received];
            [half.name.clone(), half.kernels.to_string(), reads]
                .into_iter()
                .chain(counts.map(thousands))
                .collect()
        });
        let sum = |of: fn(&nets::columns::Half) -> u64| {
            thousands(2 * seen.halves.iter().map(of).sum::<u64>())
        };
        let none = String::new;
        let all = vec![
            t.both.to_owned(),
            none(),
            none(),
            sum(|half| half.parameters),
            sum(|half| half.multiply_adds),
            none(),
            none(),
        ];
        Table { head: head.map(str::to_owned).to_vec(), rows: rows.chain([all]).collect() }
    }
}
