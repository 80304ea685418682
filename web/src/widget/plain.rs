//! A widget whose numbers are a function of its state: nothing of it runs in the worker.

use leptos::prelude::Set;
use share::{Lang, State};

use crate::browser::engine::ThirdPass;
use crate::widget::{Frame, Table, check::Compared, subject::Subject};

/// What is said of a state.
pub(crate) struct Said {
    /// For the line of numbers.
    pub(crate) summary: String,
    /// The numbers, as they are: a file of them is read by programs.
    pub(crate) table: Table,
    /// What is held to PyTorch's, by its name.
    pub(crate) checked: Vec<(&'static str, Vec<f32>)>,
}

type Draw = Box<dyn Fn(&State, bool)>;

/// Such a widget.
pub(crate) struct Plain {
    frame: Frame,
    said: fn(&State, Lang) -> Said,
    draw: Draw,
}

impl Frame {
    /// Wakes such a widget up; `draw` is told a state, and whether the page is dark.
    pub(crate) fn plain(
        self,
        said: fn(&State, Lang) -> Said,
        draw: impl Fn(&State, bool) + 'static,
    ) {
        self.live(Plain { frame: self, said, draw: Box::new(draw) });
    }
}

impl Subject for Plain {
    type Values = Said;
    type Kept = ();

    fn at_once(&self, state: &State) -> Option<Said> {
        Some((self.said)(state, self.frame.lang))
    }

    async fn compute(&self, _: &ThirdPass, state: &State, _: &mut ()) -> Result<Said, String> {
        Ok((self.said)(state, self.frame.lang))
    }

    fn draw(&self, said: &Said, state: &State, dark: bool) {
        self.frame.shown.data.set(said.table.clone());
        (self.draw)(state, dark);
    }

    fn summary(&self, said: &Said, _: &State) -> String {
        said.summary.clone()
    }

    fn csv(&self, said: &Said, _: &State) -> String {
        csv(&said.table)
    }

    fn check<'a>(&self, said: &'a Said) -> Vec<Compared<'a>> {
        let all = said.checked.iter();
        all.map(|(name, got)| Compared { name, got, tolerance: (0.0, 1e-6) }).collect()
    }
}

/// A table as a file.
pub(crate) fn csv(table: &Table) -> String {
    let cell = |cell: &String| match cell.contains([',', '"']) {
        true => ["\"", &cell.replace('"', "\"\""), "\""].concat(),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
    let lines: Vec<String> = std::iter::once(&table.head).chain(&table.rows).map(line).collect();
    lines.join("\n")
}
