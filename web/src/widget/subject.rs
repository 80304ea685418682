//! What a widget computes and draws.

use std::rc::Rc;

use share::{Link, State};

use crate::browser::engine::ThirdPass;
use crate::widget::{alone::Alone, check::Compared};

/// The live half of a widget. The frame calls one forward at a time.
pub(crate) trait Subject: 'static {
    /// What one forward gave, with the tensors (as `Held`) that later questions need.
    type Values: 'static;
    /// What stays in the worker between two forwards. After an error it is made
    /// anew: it may have been lost with the worker.
    type Kept: Default + 'static;
    /// Keys that only say what to look at: changing one computes nothing.
    const LOOKED_AT: &'static [&'static str] = &[];

    /// What is known of a state before anything is computed. A widget that knows something waits
    /// with it, `idle`, until `Act::Retry` has it compute.
    fn before(&self, _state: &State) -> Option<Self::Values> {
        None
    }

    /// A worker of its own, which `Act::Stop` ends in the middle of whatever it does.
    fn alone(&self) -> Option<Rc<Alone>> {
        None
    }

    /// The values of a state where they are made in the page, without an engine; all other
    /// widgets have none, and `compute` theirs.
    fn at_once(&self, _state: &State) -> Option<Self::Values> {
        None
    }

    /// Fetches what `compute` needs beside the engine; its time is not counted.
    async fn prepare(&self, _state: &State) -> Result<(), String> {
        Ok(())
    }

    /// From a state to values. What it says of an error, the reader sees.
    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Self::Kept,
    ) -> Result<Self::Values, String>;

    /// As [`Self::compute`], for "check": without what the reader brought beside the state.
    async fn compute_reference(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Self::Kept,
    ) -> Result<Self::Values, String> {
        self.compute(engine, state, kept).await
    }

    /// Draws values and fills the widget's own signals: after each forward, and
    /// when the theme changes. `state` is the one that the values are of.
    fn draw(&self, values: &Self::Values, state: &State, dark: bool);

    /// Shows what is looked at: after each forward, and when the state changes;
    /// `state` is the present one. A trace asked for from here should go through a `Latest`.
    fn look(self: Rc<Self>, _values: Rc<Self::Values>, _engine: ThirdPass, _state: &State) {}

    /// The widget's part of the line of numbers.
    fn summary(&self, values: &Self::Values, state: &State) -> String;

    /// The numbers as CSV.
    fn csv(&self, values: &Self::Values, state: &State) -> String;

    /// The picture as SVG, for a widget whose row has it among its exports.
    fn svg(&self, _values: &Self::Values) -> String {
        String::new()
    }

    /// What "check" compares, of the values of [`State::reference`].
    fn check<'a>(&self, values: &'a Self::Values) -> Vec<Compared<'a>>;

    /// A link that comes in: what it cannot bring is mended in it and said.
    fn adopt(&self, _link: &mut Link) -> Vec<String> {
        Vec::new()
    }
}
