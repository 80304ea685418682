//! The widget in a browser: when it runs, what it shows.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use figures::{SHIPPED_SIDE, picture_tensor, tensor_pixels};
use leptos::prelude::*;
use nets::classes;
use share::{Link, State};

use crate::browser::{
    canvas,
    engine::{self, ThirdPass},
    file,
};
use crate::full::{
    compute::{Kept, Ran, Step, Weights, Wish, described, run},
    explain,
    look::{Look, Press},
    place::Place,
    view::{input, spec},
    words::{Words, words},
};
use crate::layers::live::accounts;
use crate::widget::{
    Act, Frame,
    check::Compared,
    guesses,
    latest::Latest,
    own_picture::OwnPicture,
    own_weights::OwnWeights,
    photos::Photos,
    runner::Task,
    subject::Subject,
    weights::{OwnFiles, Uses},
};

/// The classes of ImageNet.
const CLASSES: usize = 1000;

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture, weights: OwnWeights) {
    let place = Rc::new(Place::default());
    let allowed = Rc::new(Cell::new(None));
    let full = Rc::new(Whole {
        frame,
        look,
        t: words(frame.lang),
        photos: Photos::new(frame, own),
        files: OwnFiles::made(weights, uses(frame, look, &place, &allowed)),
        names: RefCell::default(),
        place,
        allowed,
    });
    let stored = StoredValue::new_local(Rc::clone(&full));
    look.answer(Callback::new(move |press| stored.get_value().press(press)));
    describe(frame, look);
    frame.live(Running(full));
}

/// A file is a press too: what was read is run at once, in a worker without what was there.
fn uses(
    frame: Frame,
    look: Look,
    place: &Rc<Place>,
    allowed: &Rc<Cell<Option<&'static str>>>,
) -> Uses {
    let (place, allowed) = (Rc::clone(place), Rc::clone(allowed));
    let forbidden = Rc::clone(&allowed);
    Uses {
        spec: Box::new(move || frame.state.with_untracked(spec)),
        engine: Box::new(move || -> Task<ThirdPass> {
            let (place, backend) = (Rc::clone(&place), backend(frame));
            // What runs ends with its worker, and is not tried once more.
            forbidden.set(None);
            look.held.set(false);
            Box::pin(async move { place.fresh(backend).await.map(|(engine, _)| engine) })
        }),
        changed: Box::new(move || {
            allowed.set(Some(frame.state.with_untracked(spec)));
            frame.act(Act::Retry);
        }),
    }
}

fn backend(frame: Frame) -> &'static str {
    frame.link.with_untracked(|l| l.view.backend.word())
}

/// Counts the layers of the present net, without its weights.
fn describe(frame: Frame, look: Look) {
    let (latest, net) = (Rc::<Latest>::default(), Memo::new(move |_| frame.state.with(spec)));
    let latest = StoredValue::new_local(latest);
    Effect::new(move |_| {
        let net = net.get();
        latest.get_value().ask(async move {
            let counted = async {
                let engine = engine::engine(backend(frame)).await?;
                accounts(&engine, &described(net)).await
            };
            // Where the engine cannot start, a run says so.
            if let Ok(layers) = counted.await {
                frame.shown.data.set(explain::table(frame.lang, &layers));
                look.layers.set(layers);
            }
        });
    });
}

struct Running(Rc<Whole>);

struct Whole {
    frame: Frame,
    look: Look,
    t: &'static Words,
    photos: Rc<Photos>,
    files: Rc<OwnFiles>,
    names: RefCell<Option<Rc<Vec<String>>>>,
    place: Rc<Place>,
    /// The net that the reader has let in.
    allowed: Rc<Cell<Option<&'static str>>>,
}

impl Whole {
    fn press(&self, press: Press) {
        match press {
            Press::Run => self.allowed.set(Some(self.frame.state.with_untracked(spec))),
            Press::Stop | Press::Release => {
                self.allowed.set(None);
                self.place.close();
                self.look.held.set(false);
                self.look.doing.set(String::new());
                self.look.measured.set(String::new());
                self.look.random.set(None);
                self.look.guesses.set(String::new());
            }
        }
        self.frame.act(Act::Retry);
    }

    fn told(&self, step: &Step, weights: &Weights, runs: usize) {
        let t = self.t;
        self.look.doing.set(match (step, weights) {
            (Step::Weights, Weights::Seed(_)) => t.drawing.to_owned(),
            (Step::Weights, Weights::File(_)) => t.reading.to_owned(),
            (Step::Forward(at), _) => {
                format!("{}{}{}{runs}{}", t.forward_1, at + 1, t.forward_2, t.forward_3)
            }
            (Step::Done, _) => String::new(),
        });
    }

    async fn wish(&self, state: &State, weights: Weights) -> Result<Wish, String> {
        let (torchvision, side) = input(state);
        let rgba = self.photos.get(state.word("picture")).await?.rgba;
        let runs = state.int("runs") as usize;
        Ok(Wish { spec: spec(state), weights, rgba, torchvision, side, runs })
    }

    async fn names(&self) -> Result<Rc<Vec<String>>, String> {
        if let Some(names) = &*self.names.borrow() {
            return Ok(Rc::clone(names));
        }
        let root = self.frame.place.with_value(|p| p.root.clone());
        let bytes = file::bytes(&format!("{root}assets/classes/imagenet.txt")).await?;
        let names = classes::read(&String::from_utf8_lossy(&bytes), CLASSES);
        let names = Rc::new(names.map_err(|e| e.to_string())?);
        self.names.replace(Some(Rc::clone(&names)));
        Ok(names)
    }
}

impl Subject for Running {
    type Values = Ran;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["top"];

    fn waits(&self, state: &State) -> bool {
        self.0.allowed.get() != Some(spec(state))
    }

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.0.photos.get(state.word("picture")).await?;
        self.0.names().await.map(|_| ())
    }

    async fn compute(&self, _: &ThirdPass, state: &State, kept: &mut Kept) -> Result<Ran, String> {
        let whole = &self.0;
        // After a stop nothing is tried once more.
        if self.waits(state) {
            return Err("third-pass: this engine has been closed".to_owned());
        }
        let weights = match whole.files.taken(spec(state)) {
            Some(taken) => Weights::File(taken),
            None => Weights::Seed(state.int("seed") as u32),
        };
        whole.look.doing.set(whole.t.opening.to_owned());
        let made = async {
            let wish = whole.wish(state, weights.clone()).await?;
            let (engine, number) = whole.place.engine(backend(whole.frame)).await?;
            // Stopped while the worker started, it is not to go on.
            if self.waits(state) {
                return Err("third-pass: this engine has been closed".to_owned());
            }
            let watch = |step: Step| whole.told(&step, &weights, wish.runs);
            run((&engine, number), &wish, kept, watch).await
        };
        let made = made.await;
        whole.look.doing.set(String::new());
        whole.look.held.set(made.is_ok());
        made
    }

    async fn compute_reference(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Ran, String> {
        let seed = Weights::Seed(state.int("seed") as u32);
        let wish = Wish { runs: 1, ..self.0.wish(state, seed).await? };
        run((engine, 0), &wish, kept, |_| ()).await
    }

    fn draw(&self, ran: &Ran, _: &State, _dark: bool) {
        let look = self.0.look;
        look.random.set(Some(ran.random));
        look.measured.set(explain::measured(self.0.frame.lang, &ran.measured));
        let side = ran.side.min(SHIPPED_SIDE);
        canvas::fill(look.input, &tensor_pixels(&picture_tensor(&ran.rgba, side), side), side);
    }

    fn look(self: Rc<Self>, ran: Rc<Ran>, _: ThirdPass, state: &State) {
        let names = self.0.names.borrow().clone();
        let guesses = match names {
            Some(names) if !ran.random => {
                let top = state.int("top") as usize;
                let first = guesses::ranked(&ran.logits).into_iter().take(top);
                guesses::bars(first, &ran.shares, None, &names)
            }
            _ => String::new(),
        };
        self.0.look.guesses.set(guesses);
    }

    fn summary(&self, ran: &Ran, state: &State) -> String {
        format!("{} [1, 3, {1}, {1}] → [1, {CLASSES}]", spec(state), ran.side)
    }

    /// The classes of trained weights; of random ones, which say nothing, the layers.
    fn csv(&self, ran: &Ran, _: &State) -> String {
        let names = self.0.names.borrow().clone();
        let rows: Vec<String> = match names {
            Some(names) if !ran.random => {
                let row = |at: usize| {
                    format!("{at},\"{}\",{},{}", names[at], ran.logits[at], ran.shares[at])
                };
                let all = (0..CLASSES.min(ran.logits.len())).map(row);
                std::iter::once("class,name,logit,probability".to_owned()).chain(all).collect()
            }
            _ => {
                let row = |layer: &nets::accounts::Account| {
                    format!("{},{},{}", layer.name, layer.parameters, layer.multiply_adds)
                };
                let all = ran.layers.iter().map(row);
                std::iter::once("layer,parameters,multiply_adds".to_owned()).chain(all).collect()
            }
        };
        rows.join("\n")
    }

    fn check<'a>(&self, ran: &'a Ran) -> Vec<Compared<'a>> {
        vec![
            Compared { name: "counts", got: &ran.counts, tolerance: (0.0, 0.0) },
            // Eight layers on pixels of 128 times unit scale.
            Compared { name: "y", got: &ran.logits, tolerance: (1e-3, 1e-3) },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.0.photos.adopt(link)
    }
}
