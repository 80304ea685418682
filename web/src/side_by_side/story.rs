//! What a widget of two nets says beyond what all of them do.

use std::rc::Rc;

use nets::side_by_side::SideBySide;
use share::State;

use crate::side_by_side::{
    log::{Log, Logged},
    look::Look,
    run::Pair,
};
use crate::widget::check::Compared;

/// What is seen now, with the logged runs of its setting.
pub(crate) struct Shown<S: SideBySide> {
    pub(crate) pair: Rc<Pair<S>>,
    pub(crate) log: Rc<Option<[Logged; 2]>>,
}

impl<S: SideBySide> Clone for Shown<S> {
    fn clone(&self) -> Self {
        Self { pair: Rc::clone(&self.pair), log: Rc::clone(&self.log) }
    }
}

/// A widget's own part, with `N` charts.
pub(crate) trait Story<const N: usize>: 'static {
    /// What both nets have in common.
    type Setting: SideBySide + 'static;
    /// The file of the logged runs, beside the digits.
    const LOG: &'static str;
    /// Keys that only say what to look at.
    const LOOKED_AT: &'static [&'static str] = &[];

    /// The setting of a state.
    fn setting(&self, state: &State) -> Self::Setting;

    /// The logged runs of a setting.
    fn logged(&self, log: &Log, setting: &Self::Setting) -> Option<[Logged; 2]>;

    /// What the nets are called.
    fn names(&self, setting: &Self::Setting) -> [String; 2];

    /// Draws the charts, and says what the widget says of itself; `state` is the present one.
    fn refresh(
        &self,
        look: Look<N>,
        shown: &Shown<Self::Setting>,
        log: Option<&Log>,
        state: &State,
    );

    /// The widget's part of the line of numbers.
    fn summary(&self, pair: &Pair<Self::Setting>) -> String;

    /// What "check" compares.
    fn check<'a>(&self, pair: &'a Pair<Self::Setting>) -> Vec<Compared<'a>>;
}
