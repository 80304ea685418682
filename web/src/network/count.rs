//! The errors over the pictures of the test, counted in the page while one looks.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;
use nets::{training::Scores, wilson};
use tensor::Tensor;

use crate::browser::engine::{self, Net};
use crate::network::{
    compute::Weights,
    look::{Count, Look},
    shipped::{SIDE, Shipped},
    words::words,
};
use crate::widget::{Frame, Table, held::Held, markup::table};

/// Pictures of one forward.
const BATCH: usize = 28;

/// Which run is wished for; a run that is another's stops.
pub(crate) type Wanted = Rc<Cell<u64>>;

/// Counts all; stops where another run is wished for.
pub(crate) async fn run(
    frame: Frame,
    look: Look,
    shipped: Rc<Shipped>,
    weights: Weights,
    wanted: Wanted,
) {
    let (t, mine, of) = (words(frame.lang), wanted.get(), shipped.count());
    let counting = Counting { frame, look, shipped, weights };
    let (mut scores, mut seen) = (Scores::default(), 0);
    counting.show("running", &scores, String::new());
    let backend = frame.link.with_untracked(|l| l.view.backend.word());
    let opened = async {
        let engine = engine::engine(backend).await?;
        Ok::<_, String>((counting.weights.net(&engine).await?, engine))
    };
    let (model, engine) = match opened.await {
        Ok(both) => both,
        Err(words) => return counting.failed(words),
    };
    while seen < of && wanted.get() == mine {
        let end = (seen + BATCH).min(of);
        match counting.batch(&engine, &model, seen..end, &mut scores).await {
            Ok(()) => seen = end,
            Err(words) => return counting.failed(words),
        }
        if wanted.get() == mine {
            let said = format!("{} {seen}, {} {of}", t.counting, t.of);
            counting.show("running", &scores, said);
        }
    }
    if seen == of && wanted.get() == mine {
        let said = format!("{}{}", t.counted, counting.compared(&scores));
        counting.show("done", &scores, said);
    }
}

struct Counting {
    frame: Frame,
    look: Look,
    shipped: Rc<Shipped>,
    weights: Weights,
}

impl Counting {
    async fn batch(
        &self,
        engine: &engine::ThirdPass,
        model: &Net,
        which: std::ops::Range<usize>,
        scores: &mut Scores,
    ) -> Result<(), String> {
        let (shipped, n) = (&self.shipped, which.len());
        let classes = shipped.names.len().max(1);
        let input = |at: usize| figures::centred(&shipped.picture(shipped.class(at), at / classes));
        let x: Vec<f32> = which.clone().flat_map(input).collect();
        let x: Held = engine.upload(&x, &[n, 3, SIDE, SIDE])?.into();
        let (y, _) = model.run_keeping(&x, &[])?;
        let logits = Tensor::new(&[n, classes], engine::values(y.ask()).await?);
        let logits = logits.map_err(|e| e.to_string())?;
        let labels = Tensor::from_fn(&[n], |i| shipped.class(which.start + i) as f32);
        // No label is below 0: all count.
        scores.count(&logits, &labels, -1).map_err(|e| e.to_string())
    }

    /// The two rates, and the card's beside them.
    fn show(&self, phase: &'static str, scores: &Scores, said: String) {
        let (wrong, seen) = (wrong(scores), scores.count as usize);
        let t = words(self.frame.lang);
        let test = self.shipped.card.at("test");
        let rows = ["top1", "top5"].iter().zip(wrong).map(|(key, wrong)| {
            let card = test.at(key);
            let ends: Vec<f64> = card.at("interval").list().iter().map(|v| v.number()).collect();
            let by_card = rate(card.at("wrong").number(), test.at("n").number(), &ends);
            let here = match seen {
                0 => "–".to_owned(),
                n => rate(wrong as f64, n as f64, &wilson(wrong, n)),
            };
            vec![key.replace("top", "top-"), here, by_card]
        });
        let cells = Table {
            head: vec![
                t.errors.to_owned(),
                format!("{} [{}]", t.measured, t.interval),
                format!("{} [{}]", t.by_card, t.interval),
            ],
            rows: rows.collect(),
        };
        let of = self.shipped.count();
        self.look.count.set(Count { phase, seen, of, said, table: table(&cells, |_| "") });
    }

    fn compared(&self, scores: &Scores) -> &'static str {
        let (t, test) = (words(self.frame.lang), self.shipped.card.at("test"));
        let of_card = ["top1", "top5"].map(|key| test.at(key).at("wrong").number());
        match (of_card == wrong(scores).map(|n| n as f64), self.weights.number() == 0) {
            (true, _) => t.same,
            (false, true) => t.differs,
            (false, false) => t.own_differs,
        }
    }

    fn failed(&self, words: String) {
        self.look.count.set(Count::default());
        self.frame
            .shown
            .remarks
            .set(vec![crate::widget::told::told(&words, self.frame.lang).sentence]);
    }
}

/// How many are wrong, by the first guess and by the first five.
fn wrong(scores: &Scores) -> [usize; 2] {
    [scores.wrong as usize, scores.wrong_in_five as usize]
}

/// Wrong of n, the share, and its 95% interval.
pub(crate) fn rate(wrong: f64, n: f64, ends: &[f64]) -> String {
    let percent = |v: f64| format!("{:.1}%", v * 100.0);
    let ends: Vec<String> = ends.iter().map(|v| percent(*v)).collect();
    format!("{wrong}/{n} = {} [{}]", percent(wrong / n), ends.join(", "))
}
