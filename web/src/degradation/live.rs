//! The widget in a browser: what it trains, draws and says.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fmt::Write,
    rc::Rc,
};

use figures::trailing_mean;
use leptos::prelude::*;
use nets::{
    degradation::{NETS, Twins},
    digits::{Digits, digits},
};
use share::State;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{canvas, engine::ThirdPass, file, training::Examples};
use crate::degradation::{
    charts::{self, MEAN_OF},
    log::{Log, Logged},
    look::{Look, Press},
    run::{Pair, Sets},
    words::{Words, words},
};
use crate::widget::{
    Frame, Table, check::Compared, numbers::thousands, subject::Subject, told::told,
};

/// Settings whose runs are kept: who comes back to one finds it as it was.
const KEPT: usize = 4;
/// After so many steps the table of numbers follows.
const TABLE_EVERY: u64 = 10;

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    let lesson = Rc::new(Lesson {
        frame,
        look,
        t: words(frame.lang),
        sets: RefCell::default(),
        log: RefCell::default(),
        shown: RefCell::default(),
        single: Cell::new(false),
    });
    let stored = StoredValue::new_local(Rc::clone(&lesson));
    look.answer_presses(Callback::new(move |press| stored.get_value().press(press)));
    frame.live(Twin(lesson));
}

struct Twin(Rc<Lesson>);

struct Lesson {
    frame: Frame,
    look: Look,
    t: &'static Words,
    sets: RefCell<Option<Rc<Sets>>>,
    log: RefCell<Option<Log>>,
    /// What is seen now, with the logged runs of its setting.
    shown: RefCell<Option<Shown>>,
    /// Whether the training is to pause once both nets have taken as many steps.
    single: Cell<bool>,
}

#[derive(Clone)]
struct Shown {
    pair: Rc<Pair>,
    log: Rc<Option<[Logged; 2]>>,
}

/// Runs by backend and setting; the latest last.
#[derive(Default)]
pub(crate) struct Kept(Vec<(String, Rc<Pair>)>);

impl Subject for Twin {
    type Values = Rc<Pair>;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["at"];

    async fn prepare(&self, _state: &State) -> Result<(), String> {
        let root = self.0.frame.place.with_value(|p| p.root.clone());
        if self.0.sets.borrow().is_none() {
            let bytes = file::bytes(&format!("{root}assets/digits/digits.bin")).await?;
            let [train, test] =
                digits(&bytes).map_err(|e| e.to_string())?.map(|part| examples(&part));
            self.0.sets.replace(Some(Rc::new(Sets { train, test })));
        }
        if self.0.log.borrow().is_none() {
            let bytes = file::bytes(&format!("{root}assets/digits/degradation.json")).await?;
            self.0.log.replace(Some(Log::read(&bytes)?));
        }
        Ok(())
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Rc<Pair>, String> {
        let twins = Twins::of(|key| state.int(key), |key| state.word(key));
        let setting = format!("{} {twins:?}", engine.backend());
        if let Some(at) = kept.0.iter().position(|(known, _)| *known == setting) {
            let found = kept.0.remove(at);
            let pair = Rc::clone(&found.1);
            kept.0.push(found);
            return Ok(pair);
        }
        let sets = self.0.sets.borrow().clone().ok_or("the digits are not there")?;
        let pair = Rc::new(Pair::begin(engine, twins, &sets).await?);
        if kept.0.len() >= KEPT {
            kept.0.remove(0);
        }
        kept.0.push((setting, Rc::clone(&pair)));
        Ok(pair)
    }

    fn draw(&self, pair: &Rc<Pair>, _state: &State, _dark: bool) {
        let known = self.0.shown.borrow().as_ref().is_some_and(|s| Rc::ptr_eq(&s.pair, pair));
        if !known {
            let log = self.0.log.borrow().as_ref().and_then(|log| log.of(&pair.twins));
            self.0.look.playing.set(false);
            self.0.shown.replace(Some(Shown { pair: Rc::clone(pair), log: Rc::new(log) }));
        }
        self.0.refresh();
        self.0.table();
    }

    fn look(self: Rc<Self>, _pair: Rc<Rc<Pair>>, _engine: ThirdPass, _state: &State) {
        self.0.refresh();
    }

    fn summary(&self, pair: &Rc<Pair>, _state: &State) -> String {
        let t = self.0.t;
        let net = pair.twins.net(true).and_then(|(net, _)| Ok(net.example()?.cost().parameters));
        let parameters = net.map_or(String::new(), thousands);
        let depth = pair.twins.depth;
        format!("{}-{depth}, {}-{depth} · {} {parameters}", t.plain, t.residual, t.parameters)
    }

    fn csv(&self, pair: &Rc<Pair>, _state: &State) -> String {
        let mut out = String::from("net,step,loss,error,test_error\n");
        for (net, name) in pair.nets.iter().zip(NETS) {
            let tested: BTreeMap<u64, f64> = net.tested.borrow().iter().copied().collect();
            for (step, told) in (1..).zip(net.told.borrow().iter()) {
                let test = tested.get(&step).map_or(String::new(), f64::to_string);
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{name},{step},{},{},{test}", told.loss, told.error);
            }
        }
        out
    }

    fn check<'a>(&self, pair: &'a Rc<Pair>) -> Vec<Compared<'a>> {
        vec![
            Compared { name: "loss", got: &pair.first_losses, tolerance: (1e-3, 1e-3) },
            // Of the plain net of 56 layers only the loss: how its gradients are rounded decides
            // their norms to some percent, in PyTorch too.
            Compared { name: "norms_residual", got: &pair.first_norms, tolerance: (1e-3, 1e-3) },
        ]
    }
}

fn examples(part: &Digits) -> Examples {
    Examples::new(part.pictures.data(), part.pictures.shape(), part.labels.data())
}

impl Lesson {
    fn press(self: Rc<Self>, press: Press) {
        let playing = self.look.playing;
        self.single.set(press == Press::Step);
        match press {
            Press::Play => playing.update(|p| *p = !*p),
            Press::Step => playing.set(true),
        }
        let Some(shown) = self.shown.borrow().clone() else { return };
        if !playing.get_untracked() || shown.pair.busy.replace(true) {
            return;
        }
        spawn_local(async move {
            self.train(&shown.pair).await;
            shown.pair.busy.set(false);
        });
    }

    /// Takes steps in turn until it is paused, both nets have ended, or another setting is seen.
    async fn train(&self, pair: &Rc<Pair>) {
        let seen = || self.shown.borrow().as_ref().is_some_and(|s| Rc::ptr_eq(&s.pair, pair));
        let Some(sets) = self.sets.borrow().clone() else { return };
        while seen() && self.look.playing.get_untracked() && pair.turn().is_some() {
            pair.advance(&sets).await;
            if !seen() {
                return;
            }
            self.refresh();
            let steps = pair.nets[1].steps();
            if steps.is_multiple_of(TABLE_EVERY) {
                self.table();
            }
            if self.single.get() && pair.nets[0].steps() == steps {
                self.look.playing.set(false);
            }
        }
        if seen() {
            self.look.playing.set(false);
            self.refresh();
            self.table();
        }
    }

    /// Draws and says how things stand.
    fn refresh(&self) {
        let Some(Shown { pair, log }) = self.shown.borrow().clone() else { return };
        let (t, look) = (self.t, self.look);
        let done = pair.nets.iter().map(|net| net.steps()).min().unwrap_or(0);
        let newest = pair.nets.iter().map(|net| net.steps()).max().unwrap_or(0).max(1);
        let at = match self.frame.state.with_untracked(|s| s.int("at")) {
            0 => done.max(1),
            at => u64::from(at.unsigned_abs()).min(newest),
        };
        charts::draw(look, &pair, log.as_ref().as_ref(), at as usize, canvas::dark());
        look.layers.set(format!("{}{at}{}", t.at_1, t.at_2));
        look.can.set(pair.turn().is_some());
        let (each, left) = (pair.each.get() / 1000.0, pair.left());
        look.status.set(if left == 0 {
            t.done.to_owned()
        } else {
            format!(
                "{}{done}{}{}{}{}{:.2}{}{:.0}{}",
                t.step_1,
                t.step_2,
                pair.twins.steps,
                t.step_3,
                t.each,
                2.0 * each,
                t.left,
                each * left as f64,
                t.left_2
            )
        });
        look.answer.set(self.answer(&pair, log.as_ref().as_ref()));
        let said = pair.nets.iter().zip([t.plain, t.residual]).filter_map(|(net, name)| {
            let ended = net.ended.borrow();
            ended.as_ref().map(|words| {
                let told = told(words, self.frame.lang).sentence;
                format!("{name}-{}{}{}{told}", pair.twins.depth, t.gap, t.over)
            })
        });
        look.said.set(said.collect());
    }

    /// The answer in numbers: of this run once it has begun, else of the one that was logged.
    fn answer(&self, pair: &Pair, log: Option<&[Logged; 2]>) -> String {
        let t = self.t;
        let depth = pair.twins.depth;
        let both = |of: [Option<f64>; 2]| -> Option<String> {
            let [plain, residual] = of;
            let percent = |v: f64| format!("{:.1}%", 100.0 * v);
            Some(format!(
                "{}-{depth} {}{}{}-{depth} {}",
                t.plain,
                percent(plain?),
                t.comma,
                t.residual,
                percent(residual?)
            ))
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

    /// Every step as a row.
    fn table(&self) {
        let Some(Shown { pair, .. }) = self.shown.borrow().clone() else { return };
        let t = self.t;
        let names = [t.plain, t.residual];
        let heads = [t.loss_head, t.error_head, t.test_head];
        let of = |name: &str| heads.map(|head| format!("{name}{}{head}", t.gap));
        let head = [vec![t.step_head.to_owned()], of(names[0]).to_vec(), of(names[1]).to_vec()];
        let steps = pair.nets.iter().map(|net| net.steps()).max().unwrap_or(0);
        let row = |step: u64| {
            let cells = pair.nets.iter().flat_map(|net| {
                let told = net.told.borrow();
                let told = told.get(step as usize - 1);
                let number = |v: Option<f64>| v.map_or(String::new(), |v| format!("{v:.4}"));
                let tested = net.tested.borrow();
                let tested = tested.iter().find(|(at, _)| *at == step).map(|&(_, wrong)| wrong);
                [number(told.map(|t| t.loss)), number(told.map(|t| t.error)), number(tested)]
            });
            std::iter::once(step.to_string()).chain(cells).collect()
        };
        let rows = (1..=steps).map(row).collect();
        self.frame.shown.data.set(Table { head: head.concat(), rows });
    }
}
