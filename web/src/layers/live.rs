//! The widget in a browser: what it counts and draws.

use std::fmt::Write;
use std::rc::Rc;

use figures::{Bar, Bars};
use leptos::prelude::*;
use nets::accounts::{Account, spec};
use ops::Options;
use share::State;
use tensor::show_shape;

use crate::browser::{
    canvas,
    engine::{Described, ThirdPass},
};
use crate::layers::{
    counted::Counted,
    look::Look,
    memory,
    words::{short, words},
};
use crate::widget::{Frame, Table, check::Compared, numbers::thousands, subject::Subject};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    frame.live(Counting { frame, look });
}

/// The accounts of a net's layers.
pub(crate) async fn accounts(engine: &ThirdPass, net: &Options) -> Result<Vec<Account>, String> {
    let layers = engine.layers(net).await?.into_iter();
    let account = |layer: Described| Account {
        name: layer.name,
        out: layer.out,
        weight: layer.weight,
        parameters: layer.parameters,
        multiply_adds: layer.multiply_adds,
    };
    Ok(layers.filter(|layer| Account::kept(&layer.kind)).map(account).collect())
}

struct Counting {
    frame: Frame,
    look: Look,
}

/// What was counted, and the same as the numbers that are checked.
pub(crate) struct Counts {
    counted: Counted,
    columns: [Vec<f32>; 3],
    memory: Vec<f32>,
}

impl Subject for Counting {
    type Values = Counts;
    type Kept = ();
    const LOOKED_AT: &'static [&'static str] = &["layer"];

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        (): &mut (),
    ) -> Result<Counts, String> {
        let [side, padding] = ["side", "padding"].map(|key| state.int(key) as usize);
        let accounts = accounts(engine, &spec(state.word("net"), side, padding)).await?;
        let counted = Counted::of(state, accounts);
        let column = |which: usize| {
            counted.layers.iter().map(|layer| Counted::numbers(layer)[which] as f32).collect()
        };
        let memory = counted.cards.held.iter().map(|card| card.total() as f32).collect();
        Ok(Counts { columns: [column(0), column(1), column(2)], memory, counted })
    }

    fn draw(&self, counts: &Counts, _: &State, dark: bool) {
        let (t, counted) = (words(self.frame.lang), &counts.counted);
        memory::draw(self.look.memory, &counted.cards, self.frame.lang, dark);
        let rows = counted.layers.iter().map(|layer| {
            let numbers = Counted::numbers(layer).map(thousands);
            [layer.name.clone(), show_shape(&layer.weight), show_shape(&layer.out)]
                .into_iter()
                .chain(numbers)
                .collect()
        });
        let head = [t.layer, t.kernel, t.output, t.parameters, t.multiply_adds, t.activations];
        self.frame
            .shown
            .data
            .set(Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() });
        let chosen = self.frame.state.with_untracked(|s| counted.chosen(s));
        self.draw_charts(counted, chosen, dark);
        self.look.counted.set(counted.clone());
    }

    fn look(self: Rc<Self>, counts: Rc<Counts>, _: ThirdPass, state: &State) {
        let counted = &counts.counted;
        self.draw_charts(counted, counted.chosen(state), canvas::dark());
    }

    fn summary(&self, counts: &Counts, _: &State) -> String {
        let (t, counted) = (words(self.frame.lang), &counts.counted);
        format!(
            "[{}, 3, {side}, {side}] · {} {} · {} {}",
            counted.cards.batch,
            t.parameters,
            thousands(counted.sum(0)),
            t.multiply_adds,
            thousands(counted.sum(1)),
            side = counted.side,
        )
    }

    fn csv(&self, counts: &Counts, _: &State) -> String {
        let mut out = String::from("layer,parameters,multiply_adds,activations\n");
        for layer in &counts.counted.layers {
            let [parameters, products, activations] = Counted::numbers(layer);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{},{parameters},{products},{activations}", layer.name);
        }
        out
    }

    fn check<'a>(&self, counts: &'a Counts) -> Vec<Compared<'a>> {
        let names = ["parameters", "multiply_adds", "activations"].into_iter();
        let columns = names.zip(&counts.columns).map(|(name, got)| (name, got.as_slice()));
        let all = columns.chain([("memory", counts.memory.as_slice())]);
        all.map(|(name, got)| Compared { name, got, tolerance: (0.0, 0.0) }).collect()
    }
}

impl Counting {
    /// The three charts, a layer lit.
    fn draw_charts(&self, counted: &Counted, chosen: usize, dark: bool) {
        for (which, node) in self.look.charts.iter().enumerate() {
            let Some(node) = node.get_untracked() else { continue };
            let rows: Vec<Bar> = counted
                .layers
                .iter()
                .map(|layer| {
                    let number = Counted::numbers(layer)[which];
                    let label = if number == 0 { String::new() } else { short(number) };
                    Bar { name: layer.name.clone(), parts: vec![number as f64], label }
                })
                .collect();
            // Parameters are weights, activations outputs; work is neither.
            let [weights, .., kept, _, _] = canvas::parts(dark);
            let colour = [weights, canvas::ink(dark), kept][which];
            let bars = Bars {
                rows: &rows,
                colours: &[colour],
                chosen: Some(chosen),
                limit: None,
                tenfold: false,
            };
            canvas::bars(&node, &bars, 18.0 * rows.len() as f64, dark);
        }
    }
}
