//! The live half of counting: batch by batch, until all are counted or another run is wished for.

use std::{cell::Cell, ops::Range, rc::Rc};

use leptos::prelude::*;
use nets::{training::Scores, wilson};
use tensor::Tensor;

use crate::browser::json::Json;
use crate::widget::{
    Frame, Table,
    counting::{Count, words},
    emoji::{Shipped, Tests},
    markup::table,
    told::told,
};

/// Some of the pictures.
pub(crate) type Which = Range<usize>;

/// Pictures of one forward.
const BATCH: usize = 28;

/// Runs of which the newest is wished for.
#[derive(Clone)]
pub(crate) struct Tally {
    frame: Frame,
    count: RwSignal<Count>,
    newest: Rc<Cell<u64>>,
}

/// What is counted.
pub(crate) struct Counted {
    pub(crate) tests: Rc<Tests>,
    /// The net on whose card the other rates stand.
    pub(crate) shipped: Rc<Shipped>,
    /// What is said at the end, by whether the errors are the card's.
    pub(crate) compared: [&'static str; 2],
}

impl Tally {
    pub(crate) fn new(frame: Frame, count: RwSignal<Count>) -> Self {
        Self { frame, count, newest: Rc::default() }
    }

    /// Stops what runs; what it has counted stays to be read.
    pub(crate) fn cancel(&self) {
        self.newest.set(self.newest.get() + 1);
        let t = words(self.frame.lang);
        self.count.update(|c| {
            c.phase = "cancelled";
            c.said = format!("{}{} {} {}", t.cancelled, c.seen, t.of, c.of);
        });
    }

    /// Stops what runs and forgets what was counted.
    pub(crate) fn forget(&self) {
        self.newest.set(self.newest.get() + 1);
        if self.count.with_untracked(|c| *c != Count::default()) {
            self.count.set(Count::default());
        }
    }

    /// Counts all with a net that `open` brings into the worker and `logits` runs.
    pub(crate) async fn run<N>(
        self,
        counted: Counted,
        open: impl Future<Output = Result<N, String>>,
        logits: impl AsyncFn(&N, Which) -> Result<Vec<f32>, String>,
    ) {
        self.newest.set(self.newest.get() + 1);
        let (t, mine, of) = (words(self.frame.lang), self.newest.get(), counted.tests.count());
        let wanted = || self.newest.get() == mine;
        let (mut scores, mut seen) = (Scores::default(), 0);
        self.show(&counted, "running", &scores, String::new());
        let all = async {
            let net = open.await?;
            while seen < of && wanted() {
                let which = seen..(seen + BATCH).min(of);
                let made = logits(&net, which.clone()).await?;
                add(&mut scores, &counted.tests, which.clone(), made)?;
                seen = which.end;
                if wanted() {
                    let said = format!("{} {seen}, {} {of}", t.counting, t.of);
                    self.show(&counted, "running", &scores, said);
                }
            }
            Ok::<_, String>(())
        };
        let ended = all.await;
        if !wanted() {
            return;
        }
        match ended {
            Ok(()) => {
                let card = counted.shipped.card.at("test");
                let of_card = ["top1", "top5"].map(|key| card.at(key).at("wrong").number());
                let same = of_card == wrong(&scores).map(|n| n as f64);
                let said = format!("{}{}", t.counted, counted.compared[usize::from(!same)]);
                self.show(&counted, "done", &scores, said);
            }
            Err(words) => {
                self.count.set(Count::default());
                self.frame.shown.remarks.set(vec![told(&words, self.frame.lang).sentence]);
            }
        }
    }

    /// The two rates, and the card's beside them.
    fn show(&self, counted: &Counted, phase: &'static str, scores: &Scores, said: String) {
        let (wrong, seen) = (wrong(scores), scores.count as usize);
        let (t, test) = (words(self.frame.lang), counted.shipped.card.at("test"));
        let rows = ["top1", "top5"].iter().zip(wrong).map(|(key, wrong)| {
            let here = match seen {
                0 => "–".to_owned(),
                n => rate(wrong, n),
            };
            vec![key.replace("top", "top-"), here, rate_of(&test, key)]
        });
        let cells = Table {
            head: vec![
                t.errors.to_owned(),
                format!("{} [{}]", t.measured, t.interval),
                format!("{} [{}]", t.by_card, t.interval),
            ],
            rows: rows.collect(),
        };
        let of = counted.tests.count();
        self.count.set(Count { phase, seen, of, said, table: table(&cells, |_| "") });
    }
}

fn add(scores: &mut Scores, tests: &Tests, which: Which, logits: Vec<f32>) -> Result<(), String> {
    let n = which.len();
    let logits = Tensor::new(&[n, logits.len() / n.max(1)], logits).map_err(|e| e.to_string())?;
    let labels = Tensor::from_fn(&[n], |i| tests.class(which.start + i) as f32);
    // No label is below 0: all count.
    scores.count(&logits, &labels, -1).map_err(|e| e.to_string())
}

/// How many are wrong, by the first guess and by the first five.
fn wrong(scores: &Scores) -> [usize; 2] {
    [scores.wrong as usize, scores.wrong_in_five as usize]
}

/// A rate of a card's set, `top1` or `top5`.
pub(crate) fn rate_of(set: &Json, key: &str) -> String {
    rate(set.at(key).at("wrong").number() as usize, set.at("n").number() as usize)
}

/// Wrong of n, the share, and its 95% interval.
fn rate(wrong: usize, n: usize) -> String {
    let percent = |v: f64| format!("{:.1}%", v * 100.0);
    let ends = wilson(wrong, n).map(percent).join(", ");
    format!("{wrong}/{n} = {} [{ends}]", percent(wrong as f64 / n as f64))
}
