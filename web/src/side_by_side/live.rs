//! Such a widget in a browser: what it trains, draws and says.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fmt::Write,
    rc::Rc,
};

use leptos::prelude::*;
use nets::{
    digits::{Digits, digits},
    side_by_side::SideBySide,
};
use share::State;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{engine::ThirdPass, file, training::Examples};
use crate::side_by_side::{
    log::Log,
    look::{Look, Press},
    run::{Pair, Sets},
    story::{Shown, Story},
    words::{Words, words},
};
use crate::widget::{Frame, Table, check::Compared, subject::Subject, told::told};

/// Settings whose runs are kept: who comes back to one finds it as it was.
const KEPT: usize = 4;
/// After so many steps the table of numbers follows.
const TABLE_EVERY: u64 = 10;

/// Wakes the widget up.
pub(crate) fn start<const N: usize, T: Story<N>>(frame: Frame, look: Look<N>, story: T) {
    let both = Rc::new(Both {
        frame,
        look,
        story,
        t: words(frame.lang),
        sets: RefCell::default(),
        log: RefCell::default(),
        shown: RefCell::new(None),
        single: Cell::new(false),
    });
    let stored = StoredValue::new_local(Rc::clone(&both));
    look.answer_presses(Callback::new(move |press| stored.get_value().press(press)));
    frame.live(Training(both));
}

struct Training<const N: usize, T: Story<N>>(Rc<Both<N, T>>);

struct Both<const N: usize, T: Story<N>> {
    frame: Frame,
    look: Look<N>,
    story: T,
    t: &'static Words,
    sets: RefCell<Option<Rc<Sets>>>,
    log: RefCell<Option<Log>>,
    shown: RefCell<Option<Shown<T::Setting>>>,
    /// Whether the training is to pause once both nets have taken as many steps.
    single: Cell<bool>,
}

/// Runs by backend and setting; the latest last.
pub(crate) struct Kept<S: SideBySide>(Vec<(String, Rc<Pair<S>>)>);

impl<S: SideBySide> Default for Kept<S> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<const N: usize, T: Story<N>> Subject for Training<N, T> {
    type Values = Rc<Pair<T::Setting>>;
    type Kept = Kept<T::Setting>;
    const LOOKED_AT: &'static [&'static str] = T::LOOKED_AT;

    async fn prepare(&self, _state: &State) -> Result<(), String> {
        let root = self.0.frame.place.with_value(|p| p.root.clone());
        if self.0.sets.borrow().is_none() {
            let bytes = file::bytes(&format!("{root}assets/digits/digits.bin")).await?;
            let [train, test] =
                digits(&bytes).map_err(|e| e.to_string())?.map(|part| examples(&part));
            self.0.sets.replace(Some(Rc::new(Sets { train, test })));
        }
        if self.0.log.borrow().is_none() {
            let bytes = file::bytes(&format!("{root}assets/digits/{}", T::LOG)).await?;
            self.0.log.replace(Some(Log::read(T::LOG, &bytes)?));
        }
        Ok(())
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Self::Kept,
    ) -> Result<Self::Values, String> {
        let setting = self.0.story.setting(state);
        let name = format!("{} {setting:?}", engine.backend());
        if let Some(at) = kept.0.iter().position(|(known, _)| *known == name) {
            let found = kept.0.remove(at);
            let pair = Rc::clone(&found.1);
            kept.0.push(found);
            return Ok(pair);
        }
        let sets = self.0.sets.borrow().clone().ok_or("the digits are not there")?;
        let pair = Rc::new(Pair::begin(engine, setting, &sets).await?);
        if kept.0.len() >= KEPT {
            kept.0.remove(0);
        }
        kept.0.push((name, Rc::clone(&pair)));
        Ok(pair)
    }

    fn draw(&self, pair: &Self::Values, _state: &State, _dark: bool) {
        let known = self.0.shown.borrow().as_ref().is_some_and(|s| Rc::ptr_eq(&s.pair, pair));
        if !known {
            let log = self.0.log.borrow();
            let log = log.as_ref().and_then(|log| self.0.story.logged(log, &pair.setting));
            self.0.look.playing.set(false);
            self.0.shown.replace(Some(Shown { pair: Rc::clone(pair), log: Rc::new(log) }));
        }
        self.0.refresh();
        self.0.table();
    }

    fn look(self: Rc<Self>, _pair: Rc<Self::Values>, _engine: ThirdPass, _state: &State) {
        self.0.refresh();
    }

    fn summary(&self, pair: &Self::Values, _state: &State) -> String {
        self.0.story.summary(pair)
    }

    fn csv(&self, pair: &Self::Values, _state: &State) -> String {
        let mut out = String::from("net,step,loss,error,test_error\n");
        let mut rows = |name: &str, told: &[[f64; 2]], tested: &BTreeMap<u64, f64>| {
            for (step, [loss, error]) in (1..).zip(told) {
                let test = tested.get(&step).map_or(String::new(), f64::to_string);
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{name},{step},{loss},{error},{test}");
            }
        };
        for (net, name) in pair.nets.iter().zip(T::Setting::NETS) {
            let told: Vec<[f64; 2]> = net.told.borrow().iter().map(|t| [t.loss, t.error]).collect();
            rows(name, &told, &tensor::map(net.tested.borrow().iter().copied()));
        }
        let shown = self.0.shown.borrow();
        let logged = shown.as_ref().filter(|s| Rc::ptr_eq(&s.pair, pair)).map(|s| &*s.log);
        for (run, name) in logged.into_iter().flatten().flatten().zip(T::Setting::NETS) {
            let told: Vec<[f64; 2]> =
                run.loss.iter().zip(&run.error).map(|(loss, error)| [*loss, *error]).collect();
            rows(&format!("{name}_logged"), &told, &tensor::map(run.tests()));
        }
        out
    }

    fn check<'a>(&self, pair: &'a Self::Values) -> Vec<Compared<'a>> {
        self.0.story.check(pair)
    }
}

fn examples(part: &Digits) -> Examples {
    Examples::new(part.pictures.data(), part.pictures.shape(), part.labels.data())
}

impl<const N: usize, T: Story<N>> Both<N, T> {
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
    async fn train(&self, pair: &Rc<Pair<T::Setting>>) {
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
        let Some(shown) = self.shown.borrow().clone() else { return };
        let (t, look, pair) = (self.t, self.look, &shown.pair);
        let log = self.log.borrow();
        self.frame.state.with_untracked(|s| self.story.refresh(look, &shown, log.as_ref(), s));
        let done = pair.nets.iter().map(|net| net.steps()).min().unwrap_or(0);
        look.can.set(pair.turn().is_some());
        let (each, left) = (pair.each.get() / 1000.0, pair.left());
        look.status.set(if left == 0 {
            t.done.to_owned()
        } else {
            format!(
                "{}{done}{}{}{}{}{:.2}{}{:.0}{}",
                t.step_1,
                t.step_2,
                pair.setting.steps(),
                t.step_3,
                t.each,
                2.0 * each,
                t.left,
                each * left as f64,
                t.left_2
            )
        });
        let names = self.story.names(&pair.setting);
        let said = pair.nets.iter().zip(names).filter_map(|(net, name)| {
            let ended = net.ended.borrow();
            ended.as_ref().map(|words| {
                let told = told(words, self.frame.lang).sentence;
                format!("{name}{}{}{told}", t.gap, t.over)
            })
        });
        look.said.set(said.collect());
    }

    /// Every step as a row.
    fn table(&self) {
        let Some(Shown { pair, .. }) = self.shown.borrow().clone() else { return };
        let t = self.t;
        let heads = [t.loss_head, t.error_head, t.test_head];
        let of = |name: &String| heads.map(|head| format!("{name}{}{head}", t.gap));
        let names = self.story.names(&pair.setting);
        let head = std::iter::once(t.step_head.to_owned()).chain(names.iter().flat_map(of));
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
        self.frame.shown.data.set(Table { head: head.collect(), rows });
    }
}
