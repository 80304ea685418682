//! The widget in a browser: what it computes, draws and says.

use std::rc::Rc;

use figures::{Range, Square, crossings, ramp, squares, strongest};
use leptos::prelude::*;
use nets::{Site, transformer::END};
use share::{
    State,
    widgets::translator::{HEADS, LAYERS, heads_off},
};

use crate::browser::{canvas, engine::ThirdPass};
use crate::element::{el, html_of};
use crate::translator::{
    align::{Drawn, LEAST},
    card,
    compute::{Kept, Pass, run},
    explain,
    look::{Look, chosen, shown},
    shipped::Files,
    tables,
    words::words,
};
use crate::widget::{
    Frame, check::Compared, guesses, latest::Latest, model_card, subject::Subject,
};

/// How many of the likeliest words are shown.
const TOP: usize = 5;

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    let files = Rc::new(Files::default());
    let stored = StoredValue::new_local(Rc::clone(&files));
    look.answer(Callback::new(move |()| curve(look, &stored.get_value())));
    frame.live(Translating { frame, look, files, tracing: Rc::default() });
}

fn curve(look: Look, files: &Files) {
    if let (Some(node), Some(source)) = (look.curve.get_untracked(), files.have()) {
        canvas::curve(&node, model_card::curve(&source.net.card));
    }
}

struct Translating {
    frame: Frame,
    look: Look,
    files: Rc<Files>,
    tracing: Rc<Latest>,
}

impl Subject for Translating {
    type Values = Pass;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["step", "site", "head", "row", "column"];

    async fn prepare(&self, _: &State) -> Result<(), String> {
        self.files.get(self.frame).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Pass, String> {
        let source = self.files.get(self.frame).await?;
        run(engine, state, self.frame.lang, source, kept).await
    }

    fn draw(&self, pass: &Pass, state: &State, dark: bool) {
        let (look, lang) = (self.look, self.frame.lang);
        look.size.set(pass.size());
        look.fed.set(explain::fed(pass, lang));
        for (at, site) in Site::all(LAYERS).enumerate() {
            let [rows, columns] = pass.size().of(site);
            for head in 0..HEADS {
                let map = &pass.weights[at][head * rows * columns..][..rows * columns];
                let pixels = figures::pixels(map, Range::Share, dark);
                canvas::fill(look.maps[at * HEADS + head], &pixels, columns);
            }
        }
        canvas::fill(look.ramp, &ramp(Range::Share, dark, 48), 48);
        let results = explain::results(pass, state, lang).into_iter().map(|(label, words)| {
            el("p").with([
                el("span").class("unit").text(label),
                el("strong").set("lang", "zh-CN").text(words),
            ])
        });
        look.results.set(html_of(results));
        let off = state.text("off", lang);
        look.said.set(explain::remarks(pass, off, heads_off(state).len(), lang));
        look.steps.set(tables::steps(pass, lang));
        look.beams.set(tables::beams(pass, f64::from(state.int("alpha")) / 100.0, lang));
        look.card.set(card::rows(&pass.source.net.card, lang));
        curve(look, &self.files);
    }

    /// Shows the chosen step, head and square, and asks for the terms of the square.
    fn look(self: Rc<Self>, pass: Rc<Pass>, engine: ThirdPass, state: &State) {
        let (look, lang, size) = (self.look, self.frame.lang, pass.size());
        let here = chosen(state, size);
        let [until, at] = shown(state, size);
        self.lines(&pass, state);
        let [rows, columns] = size.of(here.site);
        let mut map =
            pass.weights[here.at][here.head * rows * columns..][..rows * columns].to_vec();
        let masked = state.word("causal") == "on" && matches!(here.site, Site::Decoder(_));
        if masked {
            // What is hidden is hatched.
            let hidden = map.iter_mut().enumerate().filter(|(i, _)| i % columns > i / columns);
            hidden.for_each(|(_, weight)| *weight = f32::NEG_INFINITY);
        }
        let dark = canvas::dark();
        let square = Square::fitting(columns);
        let (pixels, width) = squares(&map, columns, square, Range::Share, dark);
        canvas::fill(look.large, &pixels, width);
        look.stepped.set(explain::step(&pass, until.saturating_sub(1), lang));
        let shares: Vec<f32> =
            pass.log_probabilities(at).into_iter().map(|log| log.exp() as f32).collect();
        let names: Vec<String> =
            (0..pass.source.words.len()).map(|id| tables::word(&pass, id, lang)).collect();
        let right = pass.reference.as_ref().and(pass.written.get(at).copied());
        look.bars.set(guesses::bars(&shares, &names, TOP, right));
        let said = explain::square(&pass, here, masked, lang);
        look.sums.set(said.clone());
        Rc::clone(&self.tracing).ask(async move {
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            if let Ok((how, terms)) = explain::made(&engine, &pass, here, masked, lang).await {
                look.sums.set([said, vec![how]].concat());
                self.frame.shown.data.set(terms);
            }
        });
    }

    fn summary(&self, pass: &Pass, _: &State) -> String {
        let t = words(self.frame.lang);
        let mut steps = pass.free.steps_ms.clone();
        steps.sort_by(f64::total_cmp);
        let median = steps.get(steps.len() / 2).copied().unwrap_or_default();
        format!(
            "[1, {}] → [1, {}] · {} {:.1} ms · {} {median:.1} ms{}{}{}",
            pass.read.words.len(),
            pass.free.ids.len(),
            t.encode,
            pass.free.encode_ms,
            t.decode,
            t.median_1,
            steps.len(),
            t.median_2
        )
    }

    fn csv(&self, pass: &Pass, _: &State) -> String {
        explain::csv(pass, self.frame.lang)
    }

    fn check<'a>(&self, pass: &'a Pass) -> Vec<Compared<'a>> {
        let compared = |name, got, both| Compared { name, got, tolerance: (both, both) };
        vec![
            compared("written", &pass.numbers, 0.0),
            compared("logits", &pass.logits, 1e-4),
            compared("cross", &pass.cross, 1e-4),
        ]
    }
}

impl Translating {
    /// The words and the lines of the chosen head where it reads the encoder's memory, else of
    /// the last layer's heads in the mean.
    fn lines(&self, pass: &Pass, state: &State) {
        let (look, lang, size) = (self.look, self.frame.lang, pass.size());
        let here = chosen(state, size);
        let [until, at] = shown(state, size);
        let each = size.read * size.written;
        let cross = &pass.cross;
        let weights: Vec<f32> = match here.site {
            Site::Cross(layer) => cross[(layer * HEADS + here.head) * each..][..each].to_vec(),
            _ => {
                let last = &cross[(LAYERS - 1) * HEADS * each..];
                let mean = |i: usize| {
                    (0..HEADS).map(|head| last[head * each + i]).sum::<f32>() / HEADS as f32
                };
                (0..each).map(mean).collect()
            }
        };
        let target = |(at, &id): (usize, &usize)| {
            let p = pass.log_probabilities(at).get(id).map_or(0.0, |log| log.exp());
            (tables::word(pass, id, lang), p)
        };
        let mut drawn = Drawn {
            sources: pass
                .read
                .words
                .iter()
                .map(|word| (word.text.clone(), word.known == translation::Known::Yes))
                .collect(),
            targets: pass.written.iter().enumerate().map(target).collect(),
            links: Vec::new(),
            chosen: Some(at),
            shown: until,
        };
        drawn.links = drawn.of().links(&weights, LEAST);
        // The end stands for no word of the sentence.
        let count = pass.written.iter().filter(|id| **id != END).count();
        let crossed = crossings(&strongest(&weights, size.read)[..count]);
        let t = words(lang);
        let site = match here.site {
            Site::Cross(_) => here.site,
            _ => Site::Cross(LAYERS - 1),
        };
        let head = match here.site {
            Site::Cross(_) => format!("{}{}", t.head, here.head + 1),
            _ => t.mean.to_owned(),
        };
        let site = t.whole_site(site, false);
        look.crossing.set(format!("{site} · {head} · {}{crossed}", t.crossing));
        look.drawn.set(drawn);
    }
}
