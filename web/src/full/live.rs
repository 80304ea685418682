//! The widget in a browser: what it runs, what it shows.

use std::{cell::RefCell, fmt::Write, rc::Rc};

use figures::{SHIPPED_SIDE, picture_tensor, tensor_pixels};
use leptos::prelude::*;
use nets::{accounts::Account, classes};
use share::{Link, State};

use crate::browser::{canvas, engine::ThirdPass, file};
use crate::full::{
    compute::{Kept, Run, Step, Weights, Wish, run},
    explain,
    look::Look,
    view::{input, spec},
    words::{Words, words},
};
use crate::widget::{
    Act, Frame,
    alone::Alone,
    check::Compared,
    guesses,
    own_picture::OwnPicture,
    own_weights::OwnWeights,
    photos::Photos,
    subject::Subject,
    weights::{OwnFiles, Uses},
};

/// The classes of ImageNet.
const CLASSES: usize = 1000;

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture, weights: OwnWeights) {
    let alone = Rc::new(Alone::default());
    let theirs = Rc::clone(&alone);
    let uses = Uses {
        spec: Box::new(move || frame.state.with_untracked(spec)),
        engine: Box::new(move || {
            let alone = Rc::clone(&theirs);
            let backend = frame.link.with_untracked(|l| l.view.backend.word());
            // What lies there goes first: there is room for one net.
            alone.close();
            Box::pin(async move { alone.engine(backend).await })
        }),
        // Who gives a file wants to see what it says.
        changed: Box::new(move || frame.act(Act::Retry)),
    };
    frame.live(Running(Rc::new(Whole {
        frame,
        look,
        t: words(frame.lang),
        photos: Photos::new(frame, own),
        files: OwnFiles::made(weights, uses),
        names: RefCell::default(),
        alone,
    })));
}

struct Running(Rc<Whole>);

struct Whole {
    frame: Frame,
    look: Look,
    t: &'static Words,
    photos: Rc<Photos>,
    files: Rc<OwnFiles>,
    /// The names of the classes, once they are wanted.
    names: RefCell<Vec<String>>,
    alone: Rc<Alone>,
}

/// A net's layers, and what a run of it came to.
pub(crate) struct Ran {
    layers: Vec<Account>,
    /// Parameters and multiply-adds of every layer with weights, as checked.
    counts: Vec<f32>,
    run: Option<Run>,
}

impl Ran {
    fn of(state: &State, run: Option<Run>) -> Self {
        let layers = explain::layers(spec(state));
        let with_weights = layers.iter().filter(|layer| !layer.weight.is_empty());
        let counts = with_weights
            .flat_map(|layer| [layer.parameters, layer.multiply_adds].map(|n| n as f32))
            .collect();
        Self { layers, counts, run }
    }
}

impl Subject for Running {
    type Values = Ran;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["top"];

    fn before(&self, state: &State) -> Option<Ran> {
        Some(Ran::of(state, None))
    }

    fn alone(&self) -> Option<Rc<Alone>> {
        Some(Rc::clone(&self.0.alone))
    }

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.0.photos.get(state.word("picture")).await?;
        self.0.names().await
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Ran, String> {
        let whole = &self.0;
        let weights = match whole.files.taken(spec(state)) {
            Some(taken) => Weights::File(taken),
            None => Weights::Seed(state.int("seed").unsigned_abs()),
        };
        let wish = whole.wish(state, weights.clone()).await?;
        let tell = |step: Step| whole.look.doing.set(whole.going(step, &weights, &wish));
        let run = run(engine, &wish, kept, tell).await?;
        Ok(Ran::of(state, Some(run)))
    }

    /// PyTorch's answer is that of the random weights.
    async fn compute_reference(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Ran, String> {
        let seed = Weights::Seed(state.int("seed").unsigned_abs());
        let wish = Wish { runs: 1, ..self.0.wish(state, seed).await? };
        let run = run(engine, &wish, kept, |_| ()).await?;
        Ok(Ran::of(state, Some(run)))
    }

    fn draw(&self, ran: &Ran, state: &State, _dark: bool) {
        let (whole, look, lang) = (&self.0, self.0.look, self.0.frame.lang);
        let run = ran.run.as_ref();
        let times = run.map(|run| run.measured.layers_ms.clone()).unwrap_or_default();
        whole.frame.shown.data.set(explain::table(lang, &ran.layers, &times));
        look.times.set(times);
        look.random.set(run.map(|run| run.random));
        look.measured
            .set(run.map(|run| explain::measured(lang, &run.measured)).unwrap_or_default());
        whole.files.forget_others(spec(state));
        whole.guesses(ran, state);
        if let Some(run) = run {
            let side = run.side.min(SHIPPED_SIDE);
            canvas::fill(look.input, &tensor_pixels(&picture_tensor(&run.rgba, side), side), side);
        }
    }

    fn look(self: Rc<Self>, ran: Rc<Ran>, _: ThirdPass, state: &State) {
        self.0.guesses(&ran, state);
    }

    fn summary(&self, _: &Ran, state: &State) -> String {
        format!("{} [1, 3, {1}, {1}] → [1, {CLASSES}]", spec(state), input(state).1)
    }

    /// The classes of trained weights; of random ones, which say nothing, the layers.
    fn csv(&self, ran: &Ran, _: &State) -> String {
        let trained = ran.run.as_ref().filter(|run| !run.random);
        let mut out = String::new();
        match trained {
            Some(run) => {
                out.push_str("class,name,logit,probability\n");
                let numbers = run.logits.iter().zip(&run.shares);
                for (at, (name, (y, p))) in self.0.names.borrow().iter().zip(numbers).enumerate() {
                    // Writing to a string cannot fail.
                    let _ = writeln!(out, "{at},\"{name}\",{y},{p}");
                }
            }
            None => {
                out.push_str("layer,parameters,multiply_adds,ms\n");
                let times = ran.run.as_ref().map(|run| &run.measured.layers_ms[..]);
                for (at, layer) in ran.layers.iter().enumerate() {
                    let ms =
                        times.and_then(|all| all.get(at)).map_or(String::new(), f64::to_string);
                    let Account { name, parameters, multiply_adds, .. } = layer;
                    let _ = writeln!(out, "{name},{parameters},{multiply_adds},{ms}");
                }
            }
        }
        out
    }

    fn check<'a>(&self, ran: &'a Ran) -> Vec<Compared<'a>> {
        let y = ran.run.as_ref().map(|run| &run.logits[..]).unwrap_or_default();
        vec![
            Compared { name: "counts", got: &ran.counts, tolerance: (0.0, 0.0) },
            // Eight layers on pixels of 128 times unit scale.
            Compared { name: "y", got: y, tolerance: (1e-3, 1e-3) },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.0.photos.adopt(link)
    }
}

impl Whole {
    async fn wish(&self, state: &State, weights: Weights) -> Result<Wish, String> {
        let (torchvision, side) = input(state);
        let rgba = self.photos.get(state.word("picture")).await?.rgba;
        let runs = state.int("runs") as usize;
        Ok(Wish { spec: spec(state), weights, rgba, torchvision, side, runs })
    }

    /// The names of the classes, fetched once.
    async fn names(&self) -> Result<(), String> {
        if self.names.borrow().is_empty() {
            let root = self.frame.place.with_value(|p| p.root.clone());
            let bytes = file::bytes(&format!("{root}assets/classes/imagenet.txt")).await?;
            let names = classes::read(&String::from_utf8_lossy(&bytes), CLASSES);
            self.names.replace(names.map_err(|e| e.to_string())?);
        }
        Ok(())
    }

    /// How a run goes.
    fn going(&self, step: Step, weights: &Weights, wish: &Wish) -> String {
        let t = self.t;
        match (step, weights) {
            (Step::Weights, Weights::Seed(_)) => t.drawing.to_owned(),
            (Step::Weights, Weights::File(_)) => t.reading.to_owned(),
            (Step::Forward(at), _) => {
                let (at, runs) = (at + 1, wish.runs);
                format!("{}{at}{}{runs}{}", t.forward_1, t.forward_2, t.forward_3)
            }
            (Step::Layer(at, timed), _) => {
                let layers = explain::layers(wish.spec);
                let name = layers.get(at).map_or("", |layer| layer.name.as_str());
                format!("{}{name}", if timed { t.alone } else { t.warming })
            }
        }
    }

    /// What trained weights take the picture for.
    fn guesses(&self, ran: &Ran, state: &State) {
        let shares = match &ran.run {
            Some(run) if !run.random => &run.shares[..],
            _ => &[],
        };
        let top = state.int("top") as usize;
        self.look.guesses.set(guesses::bars(shares, &self.names.borrow(), top, None));
    }
}
