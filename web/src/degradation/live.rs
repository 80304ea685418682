//! The widget in a browser: what it says of its two nets.

use figures::trailing_mean;
use leptos::prelude::*;
use nets::{degradation::Twins, side_by_side::SideBySide};
use share::State;

use crate::browser::canvas;
use crate::degradation::{
    charts::{self, CHARTS},
    words::{Words, words},
};
use crate::side_by_side::{
    charts::MEAN_OF,
    live,
    log::{Log, Logged, Run},
    look::Look,
    run::Pair,
    story::{Shown, Story},
};
use crate::widget::{Frame, check::Compared, numbers::thousands};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look<CHARTS>) {
    live::start(frame, look, Deeper(words(frame.lang)));
}

struct Deeper(&'static Words);

impl Story<CHARTS> for Deeper {
    type Setting = Twins;
    const LOG: &'static str = "degradation.json";
    const LOOKED_AT: &'static [&'static str] = &["at"];

    fn setting(&self, state: &State) -> Twins {
        Twins::of(|key| state.int(key), |key| state.word(key))
    }

    fn logged(&self, log: &Log, twins: &Twins) -> Option<[Logged; 2]> {
        let norm = if twins.norm { "batch" } else { "none" };
        let [plain, residual] = Twins::NETS.map(|net| {
            log.curves(|run: &Run| {
                let depth = run.number("depth") == Some(twins.depth as f64);
                depth && run.word("net") == net && run.word("norm") == norm
            })
        });
        Some([plain?, residual?])
    }

    fn names(&self, twins: &Twins) -> [String; 2] {
        [self.0.plain, self.0.residual].map(|name| format!("{name}-{}", twins.depth))
    }

    fn refresh(&self, look: Look<CHARTS>, shown: &Shown<Twins>, _: Option<&Log>, state: &State) {
        let (t, pair, log) = (self.0, &shown.pair, shown.log.as_ref().as_ref());
        let done = pair.nets.iter().map(|net| net.steps()).min().unwrap_or(0);
        let newest = pair.nets.iter().map(|net| net.steps()).max().unwrap_or(0).max(1);
        let at = match state.int("at") {
            0 => done.max(1),
            at => u64::from(at.unsigned_abs()).min(newest),
        };
        charts::draw(look, pair, log, at as usize, canvas::dark());
        look.aside.set(format!("{}{at}{}", t.at_1, t.at_2));
        look.answer.set(self.answer(pair, log));
    }

    fn summary(&self, pair: &Pair<Twins>) -> String {
        let parameters = thousands(pair.parameters);
        let [plain, residual] = self.names(&pair.setting);
        format!("{plain}, {residual} · {} {parameters}", self.0.parameters)
    }

    fn check<'a>(&self, pair: &'a Pair<Twins>) -> Vec<Compared<'a>> {
        let norms = &pair.first_norms[1];
        vec![
            Compared { name: "loss", got: &pair.first_losses, tolerance: (1e-3, 1e-3) },
            // Of the plain net of 56 layers only the loss: how its gradients are rounded decides
            // their norms to some percent, in PyTorch too.
            Compared { name: "norms_residual", got: norms, tolerance: (1e-3, 1e-3) },
        ]
    }
}

impl Deeper {
    /// The answer in numbers: of this run once it has begun, else of the one that was logged.
    fn answer(&self, pair: &Pair<Twins>, log: Option<&[Logged; 2]>) -> String {
        let t = self.0;
        let names = self.names(&pair.setting);
        let both = |of: [Option<f64>; 2]| -> Option<String> {
            let percent = |v: f64| format!("{:.1}%", 100.0 * v);
            let ([plain, residual], [first, second]) = (of, &names);
            let (plain, residual) = (percent(plain?), percent(residual?));
            Some(format!("{first} {plain}{}{second} {residual}", t.comma))
        };
        let begun = pair.nets.iter().all(|net| net.steps() >= MEAN_OF as u64);
        let errors = [0, 1].map(|i: usize| {
            let errors: Vec<f64> = pair.nets[i].told.borrow().iter().map(|t| t.error).collect();
            trailing_mean(&errors, MEAN_OF).last().copied()
        });
        if begun && let Some(words) = both(errors) {
            let tested = [0, 1].map(|i: usize| pair.nets[i].tested.borrow().last().map(|t| t.1));
            let test =
                both(tested).map_or(String::new(), |words| format!("{}{words}", t.live_test));
            return format!("{}{words}{test}", t.live);
        }
        let logged = log.and_then(|[plain, residual]| both([plain.train, residual.train]));
        logged.map_or(t.no_log.to_owned(), |words| format!("{}{words}", t.logged))
    }
}
