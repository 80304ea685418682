//! The widget in a browser: what it computes, draws and says.

use std::{cell::Cell, fmt::Write, rc::Rc};

use leptos::prelude::*;
use nets::changed::Change;
use share::{Link, State};
use wasm_bindgen_futures::spawn_local;

use crate::block::{
    compute::{self, Kept, Pass},
    draw, explain,
    loaded::Loaded,
    look::{Ask, Look, Seen},
    sources::Sources,
    words::{Words, words},
};
use crate::browser::{
    canvas,
    engine::{ThirdPass, engine},
};
use crate::widget::{
    Act, Frame,
    check::Compared,
    guesses,
    latest::Latest,
    model_card,
    numbers::thousands,
    own_picture::OwnPicture,
    own_weights::{CIFAR, OwnWeights},
    photos::Photos,
    subject::Subject,
    tally::{Counted, Tally, Which},
    terms::terms,
    weights::OwnFiles,
};

/// As far as PyTorch's numbers may be off.
const TOLERANCE: (f32, f32) = (1e-4, 1e-4);

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture, weights: OwnWeights) {
    let tally = Tally::new(frame, look.count);
    let changed = move || {
        let net = if weights.file.with_untracked(String::is_empty) { "resnet" } else { "own" };
        if frame.state.with_untracked(|s| s.word("net") == net) {
            frame.act(Act::Retry);
        } else {
            frame.state.update(|s| s.choose("net", net));
        }
        frame.act(Act::Changed);
    };
    let sources =
        Sources::new(frame, Photos::new(frame, own), OwnFiles::of_cifar(weights, changed));
    let shown = Cell::new(None);
    let t = words(frame.lang);
    let block = Rc::new(Block { frame, look, t, sources, tally, shown });
    let stored = StoredValue::new_local(Rc::clone(&block));
    look.answer(Callback::new(move |ask| stored.get_value().answer(ask)));
    frame.live(Seeing { block, tracing: Rc::default() });
}

/// What lives as long as the widget.
struct Block {
    frame: Frame,
    look: Look,
    t: &'static Words,
    sources: Sources,
    tally: Tally,
    /// What is shown: the net's number, the block, the change.
    shown: Cell<Option<(u64, usize, Change)>>,
}

impl Block {
    fn answer(self: Rc<Self>, ask: Ask) {
        match ask {
            Ask::Count => spawn_local(async move { self.count().await }),
            Ask::Cancel => self.tally.cancel(),
            Ask::Curve => self.curve(),
        }
    }

    /// Counts the errors of the present change over the pictures of the test.
    async fn count(self: Rc<Self>) {
        let state = self.frame.state.get_untracked();
        let fetched = async {
            let (source, tests) = (self.sources.net(&state).await?, self.sources.tests().await?);
            let plain = state.word("net") == "plain";
            Ok::<_, String>((source, tests, self.sources.shipped(plain).await?))
        };
        let Ok((source, tests, shipped)) = fetched.await else { return };
        if source.names.len() != tests.names.len() {
            self.frame.shown.remarks.set(vec![self.t.only_49.to_owned()]);
            return;
        }
        let Seen { at, change, .. } = Seen::of(&state, &source.net);
        let compared = [self.t.same, self.t.differs];
        let counted = Counted { tests: Rc::clone(&tests), shipped, compared };
        let backend = self.frame.link.with_untracked(|l| l.view.backend.word());
        let open = async {
            let tp = engine(backend).await?;
            Ok((Loaded::open(&tp, &source).await?, tp))
        };
        let logits = async |net: &(Loaded, ThirdPass), which: Which| {
            let (loaded, tp) = net;
            compute::logits(tp, loaded, at, &change, &tests.inputs(which)).await
        };
        self.tally.clone().run(counted, open, logits).await;
    }

    fn card(&self) -> Option<Rc<crate::widget::emoji::Shipped>> {
        let plain = self.frame.state.with_untracked(|s| s.word("net") == "plain");
        self.sources.have(plain)
    }

    fn curve(&self) {
        if let (Some(node), Some(shipped)) = (self.look.curve.get_untracked(), self.card()) {
            canvas::curve(&node, model_card::curve(&shipped.card));
        }
    }
}

struct Seeing {
    block: Rc<Block>,
    tracing: Rc<Latest>,
}

impl Subject for Seeing {
    type Values = Pass;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["map", "row", "column", "top"];

    async fn prepare(&self, state: &State) -> Result<(), String> {
        let source = self.block.sources.net(state).await?;
        self.block.sources.input(state, &source).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Pass, String> {
        let source = self.block.sources.net(state).await?;
        let input = self.block.sources.input(state, &source).await?;
        let seen = Seen::of(state, &source.net);
        compute::run(engine, source, input, &seen, kept).await
    }

    fn draw(&self, pass: &Pass, state: &State, dark: bool) {
        let (block, look) = (&self.block, self.block.look);
        let net = &pass.source.net;
        if look.net.with_untracked(|shown| shown != net) {
            look.net.set(net.clone());
        }
        let shown = Some((pass.source.number, pass.at, pass.change));
        if block.shown.replace(shown) != shown {
            // What was counted is another change's.
            block.tally.forget();
        }
        let seen = Seen::of(state, net);
        draw::whole(look, pass, &seen, dark);
        draw::channel(look, pass, &block.frame.state.with_untracked(|s| Seen::of(s, net)), dark);
        let name = |class: usize| pass.source.names.get(class).cloned().unwrap_or_default();
        look.truth.set(match pass.input.truth {
            Some(class) => format!("{}: {}", block.t.truth, name(class)),
            None => block.t.no_truth.to_owned(),
        });
        look.verdict.set(explain::verdict(pass, block.frame.lang).to_owned());
        if let Some(shipped) = block.card() {
            look.card.set(model_card::rows(&shipped.card, block.frame.lang));
        }
        block.curve();
    }

    /// Shows the chosen channel and cell, and asks for the terms of the cell.
    fn look(self: Rc<Self>, pass: Rc<Pass>, engine: ThirdPass, state: &State) {
        let (block, look) = (Rc::clone(&self.block), self.block.look);
        let (lang, top) = (block.frame.lang, state.int("top") as usize);
        let (truth, names) = (pass.input.truth, &pass.source.names);
        look.guesses.set([
            guesses::bars(&pass.base.shares, names, top, truth),
            guesses::bars(&pass.shares, names, top, truth),
        ]);
        let seen = Seen::of(state, &pass.source.net);
        // While another block is being computed, the picture is still that of the one before.
        if seen.at != pass.at {
            return;
        }
        draw::channel(look, &pass, &seen, canvas::dark());
        let lines = explain::lines(&pass, &seen, lang);
        look.lines.set(lines.clone());
        Rc::clone(&self.tracing).ask(async move {
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            if let Ok((line, trace)) = explain::made(&engine, &pass, &seen, lang).await {
                look.lines.set([lines, vec![line]].concat());
                block.frame.shown.data.set(terms(&trace, lang));
            }
        });
    }

    fn summary(&self, pass: &Pass, _: &State) -> String {
        let net = &pass.source.net;
        let widths: Vec<String> = net.widths.iter().map(usize::to_string).collect();
        let kind = match (pass.source.taken.is_some(), net.shortcut) {
            (false, ops::Shortcut::None) => "plain",
            _ => "ResNet",
        };
        let sizes = self.block.card().filter(|_| pass.source.taken.is_none()).map(|shipped| {
            let whole = |key: &str| thousands(shipped.card.at(key).number() as usize);
            let size = model_card::words(self.block.frame.lang).size;
            format!(" · {size}: {}, {}", whole("parameters"), whole("multiplyAdds"))
        });
        let (depth, classes) = (net.depth(), net.classes);
        format!(
            "{kind}-{depth} ({}) → [1, {classes}]{}",
            widths.join(", "),
            sizes.unwrap_or_default()
        )
    }

    fn csv(&self, pass: &Pass, _: &State) -> String {
        let mut out =
            String::from("class,name,logit,probability,changed_logit,changed_probability\n");
        for (class, name) in pass.source.names.iter().enumerate() {
            let [y, p] = [&pass.base.logits, &pass.base.shares].map(|all| all[class]);
            let [changed, share] = [&pass.logits, &pass.shares].map(|all| all[class]);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{class},{name},{y},{p},{changed},{share}");
        }
        out
    }

    fn check<'a>(&self, pass: &'a Pass) -> Vec<Compared<'a>> {
        let [_, f, sum, _] = &pass.panels;
        let all = [("f", f), ("s", sum), ("y", &pass.logits), ("p", &pass.shares)];
        all.map(|(name, got)| Compared { name, got, tolerance: TOLERANCE }).into()
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        let mut remarks = self.block.sources.photos().adopt(link);
        if link.state.word("net") == "own" && self.block.sources.own.taken(CIFAR).is_none() {
            link.state.choose("net", "resnet");
            remarks.push(self.block.t.no_file.to_owned());
        }
        remarks
    }
}
