//! The widget in a browser: what it says of its two nets.

use figures::Curve;
use leptos::prelude::Set;
use nets::{
    activation::{RATES, Rivals, STARTS, TARGET, ratio, reached},
    side_by_side::SideBySide,
};
use share::State;

use crate::activation::{
    NAMES,
    words::{Words, words},
};
use crate::browser::canvas;
use crate::side_by_side::{
    charts::{self, Sheet},
    live,
    log::{Log, Logged, Run},
    look::Look,
    run::{Net, Pair},
    story::{Shown, Story},
};
use crate::widget::{Frame, Table, check::Compared, markup::table, numbers::thousands};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look<3>) {
    live::start(frame, look, Faster(words(frame.lang)));
}

struct Faster(&'static Words);

/// Whether a logged run is of the net `which` from the setting's start at a rate.
fn is_of(run: &Run, rivals: &Rivals, which: usize, rate: i32) -> bool {
    run.word("net") == Rivals::NETS[which]
        && run.word("start") == STARTS[usize::from(rivals.he)]
        && run.number("rate") == Some(f64::from(rate))
}

/// The logged runs of a net at a rate.
fn runs(log: &Log, rivals: &Rivals, which: usize, rate: i32) -> Vec<Run> {
    log.runs().filter(|run| is_of(run, rivals, which, rate)).collect()
}

/// The steps to a quarter of these runs.
fn steps(runs: &[Run]) -> Vec<Option<usize>> {
    runs.iter().map(|run| run.number("reached").map(|step| step as usize)).collect()
}

impl Story<3> for Faster {
    type Setting = Rivals;
    const LOG: &'static str = "activation.json";

    fn setting(&self, state: &State) -> Rivals {
        Rivals::of(|key| state.int(key), |key| state.word(key))
    }

    fn logged(&self, log: &Log, rivals: &Rivals) -> Option<[Logged; 2]> {
        let [relu, tanh] = [0, 1].map(|which: usize| {
            log.curves(|run: &Run| is_of(run, rivals, which, rivals.rates[which]))
        });
        Some([relu?, tanh?])
    }

    fn names(&self, _: &Rivals) -> [String; 2] {
        NAMES.map(str::to_owned)
    }

    fn refresh(&self, look: Look<3>, shown: &Shown<Rivals>, log: Option<&Log>, _: &State) {
        let (pair, dark) = (&shown.pair, canvas::dark());
        let (first, second) =
            if dark { ((76, 201, 164), (169, 176, 186)) } else { ((0, 105, 76), (85, 93, 105)) };
        let logged = shown.log.as_ref().as_ref();
        let sheet = Sheet { nets: &pair.nets, log: logged, colours: [first, second] };
        let end = (pair.setting.steps as f64).max(sheet.logged_steps() as f64);
        let target = Curve {
            points: vec![(0.0, TARGET), (end, TARGET)],
            colour: canvas::ink(dark),
            behind: true,
            discs: false,
        };
        charts::draw(look, pair, &sheet, vec![target]);
        look.answer.set(self.answer(pair, log));
        look.aside.set(log.map_or(String::new(), |log| self.rates(log, &pair.setting)));
    }

    fn summary(&self, pair: &Pair<Rivals>) -> String {
        format!("{} {}", self.0.parameters, thousands(pair.parameters))
    }

    fn check<'a>(&self, pair: &'a Pair<Rivals>) -> Vec<Compared<'a>> {
        let of = |name, got| Compared { name, got, tolerance: (1e-3, 1e-3) };
        let [relu, tanh] = &pair.first_norms;
        vec![of("loss", &pair.first_losses[..]), of("norms_relu", relu), of("norms_tanh", tanh)]
    }
}

impl Faster {
    /// The answer in numbers: of this run once it has begun, else of those that were logged.
    fn answer(&self, pair: &Pair<Rivals>, log: Option<&Log>) -> String {
        let t = self.0;
        if pair.nets.iter().any(|net| net.steps() > 1) {
            let at = pair.nets.each_ref().map(reached_at);
            let said = NAMES.into_iter().zip(at).map(|(name, at)| match at {
                Some(step) => format!("{name}{}{step}{}", t.at_1, t.at_2),
                None => format!("{name}{}", t.not_yet),
            });
            let said: Vec<String> = said.collect();
            let [relu, tanh] = at.map(|at| [at]);
            return format!("{}{}{}", t.live, said.join(t.comma), self.times(&relu, &tanh));
        }
        let Some(log) = log else { return String::new() };
        let [relu, tanh] = [0, 1]
            .map(|which: usize| steps(&runs(log, &pair.setting, which, pair.setting.rates[which])));
        if relu.is_empty() || tanh.is_empty() {
            return t.no_log.to_owned();
        }
        let said = [&relu, &tanh].into_iter().zip(NAMES);
        let said: Vec<String> = said
            .map(|(steps, name)| format!("{name}{}{}{}", t.took_1, self.list(steps), t.took_2))
            .collect();
        format!("{}{}{}", t.logged, said.join(t.comma), self.times(&relu, &tanh))
    }

    /// How many times as many steps tanh takes.
    fn times(&self, relu: &[Option<usize>], tanh: &[Option<usize>]) -> String {
        let t = self.0;
        let times = ratio(relu, tanh);
        times.map_or(String::new(), |times| format!("{}{times:.1}{}", t.times_1, t.times_2))
    }

    /// Steps seed by seed.
    fn list(&self, steps: &[Option<usize>]) -> String {
        let step = |step: &Option<usize>| step.map_or(self.0.never.to_owned(), |s| s.to_string());
        steps.iter().map(step).collect::<Vec<_>>().join(self.0.between)
    }

    /// The steps at every rate of the grid; those that are chosen are marked.
    fn rates(&self, log: &Log, rivals: &Rivals) -> String {
        let row = |rate: i32| {
            let cell = |which: usize| {
                let runs = runs(log, rivals, which, rate);
                let said = self.list(&steps(&runs));
                let mark = if rivals.rates[which] == rate { self.0.chosen } else { "" };
                format!("{said}{mark}")
            };
            vec![(f64::from(rate) / 1000.0).to_string(), cell(0), cell(1)]
        };
        let head = [self.0.rate, NAMES[0], NAMES[1]].map(str::to_owned).to_vec();
        table(&Table { head, rows: RATES.into_iter().map(row).collect() }, |_| "")
    }
}

/// When a net came down to a quarter.
fn reached_at(net: &Net) -> Option<usize> {
    let errors: Vec<f64> = net.told.borrow().iter().map(|t| t.error).collect();
    reached(&errors)
}
