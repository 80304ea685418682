//! The widget in a browser: what it computes, draws and says.

use std::{cell::RefCell, rc::Rc};

use figures::{MapGrid, Range, SHIPPED_SIDE, kernel_pixels, pixels, shrunk};
use leptos::{html::Canvas, prelude::*};
use nets::STAGES;
use share::{Link, State};
use wasm_bindgen_futures::spawn_local;

use crate::browser::{canvas, engine};
use crate::network::{
    NET,
    compute::{Kept, Pass, Weights, run},
    explain,
    look::{Ask, Look, chosen, grid},
    shipped::{Files, SIDE, Shipped},
    words::{Words, words},
};
use crate::widget::{
    Act, Frame,
    check::Compared,
    guesses,
    held::Held,
    latest::Latest,
    model_card,
    numbers::thousands,
    own_picture::OwnPicture,
    own_weights::OwnWeights,
    photos::Photos,
    subject::Subject,
    tally::{Counted, Tally, Which},
    terms::terms,
    weights::OwnFiles,
};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture, weights: OwnWeights) {
    let tally = Tally::new(frame, look.count);
    let stop = tally.clone();
    // Other weights: what was counted with those before is no longer said.
    let changed = move || {
        stop.forget();
        frame.act(Act::Retry);
    };
    let net = Rc::new(Net {
        frame,
        look,
        t: words(frame.lang),
        photos: Photos::new(frame, own),
        files: Files::default(),
        own: OwnFiles::new(weights, || NET, changed),
        read: RefCell::default(),
        tally,
    });
    let stored = StoredValue::new_local(Rc::clone(&net));
    look.answer(Callback::new(move |ask| stored.get_value().answer(ask)));
    frame.live(Seeing { net, tracing: Rc::default() });
}

/// What lives as long as the widget.
struct Net {
    frame: Frame,
    look: Look,
    t: &'static Words,
    photos: Rc<Photos>,
    files: Files,
    own: Rc<OwnFiles>,
    /// The reader's weights that were read last.
    read: RefCell<Option<Weights>>,
    tally: Tally,
}

impl Net {
    fn answer(self: Rc<Self>, ask: Ask) {
        match ask {
            Ask::Count => self.count(),
            Ask::Cancel => self.tally.cancel(),
            Ask::Curve => self.curve(),
        }
    }

    fn count(self: Rc<Self>) {
        let (Some(files), t) = (self.files.have(), self.t) else { return };
        let backend = self.frame.link.with_untracked(|l| l.view.backend.word());
        let other = if self.own.taken(NET).is_none() { t.differs } else { t.own_differs };
        let (tests, tally) = (Rc::clone(&files.tests), self.tally.clone());
        let counted = Counted {
            tests: Rc::clone(&tests),
            shipped: Rc::clone(&files.net),
            compared: [t.same, other],
        };
        let open = async move {
            let engine = engine::engine(backend).await?;
            let weights = self.weights().await?;
            Ok((weights.net(&engine).await?, engine))
        };
        let logits = async move |net: &(engine::Net, engine::ThirdPass), which: Which| {
            let (model, engine) = net;
            let shape = [which.len(), 3, SIDE, SIDE];
            let x: Held = engine.upload(&tests.inputs(which), &shape)?.into();
            let (y, _) = model.run_keeping(&x, &[])?;
            engine::values(y.ask()).await
        };
        spawn_local(tally.run(counted, open, logits));
    }

    /// The weights in use.
    async fn weights(&self) -> Result<Weights, String> {
        let Some(taken) = self.own.taken(NET) else {
            return Ok(shipped(&*self.files.get(self.frame).await?));
        };
        let read = self.read.borrow().clone();
        match read {
            Some(read) if read.number() == taken.number => Ok(read),
            _ => {
                let bytes = Rc::new(taken.bytes().await?.to_vec());
                let read = Weights { bytes, taken: Some(taken) };
                self.read.replace(Some(read.clone()));
                Ok(read)
            }
        }
    }

    fn curve(&self) {
        if let (Some(node), Some(shipped)) = (self.look.curve.get_untracked(), self.files.have()) {
            canvas::curve(&node, model_card::curve(&shipped.net.card));
        }
    }
}

/// The weights of this site.
fn shipped(of: &Shipped) -> Weights {
    Weights { bytes: Rc::clone(&of.weights), taken: None }
}

struct Seeing {
    net: Rc<Net>,
    tracing: Rc<Latest>,
}

impl Subject for Seeing {
    type Values = Pass;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["layer", "map", "y", "x", "top"];

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.net.files.get(self.net.frame).await?;
        if state.word("picture") == "own" {
            self.net.photos.get("own").await?;
        }
        Ok(())
    }

    async fn compute(
        &self,
        engine: &engine::ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Pass, String> {
        let files = self.net.files.get(self.net.frame).await?;
        let (class, row) = (state.int("kind") as usize, state.int("row") as usize);
        let (rgba, truth) = match state.word("picture") {
            "own" => {
                let photo = self.net.photos.get("own").await?;
                (shrunk(&photo.rgba, SHIPPED_SIDE, SHIPPED_SIDE / SIDE), None)
            }
            _ => (files.tests.picture(class, row), Some(class)),
        };
        let weights = self.net.weights().await?;
        run(engine, &weights, rgba, truth, kept).await
    }

    /// PyTorch's answer is that of the shipped weights.
    async fn compute_reference(
        &self,
        engine: &engine::ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Pass, String> {
        let files = self.net.files.get(self.net.frame).await?;
        let (class, row) = (state.int("kind") as usize, state.int("row") as usize);
        run(engine, &shipped(&files), files.tests.picture(class, row), Some(class), kept).await
    }

    fn draw(&self, pass: &Pass, _: &State, dark: bool) {
        let look = self.net.look;
        show(look.input, &pass.rgba, SIDE);
        let each = 3 * 5 * 5;
        let kernels: Vec<u8> =
            pass.kernels.chunks_exact(each).flat_map(|w| kernel_pixels(w, 5)).collect();
        let of = MapGrid::of(pass.kernels.len() / each, 5);
        show(look.kernels, &of.arrange(&kernels), of.size()[0]);
        for ((stage, values), node) in STAGES.iter().zip(&pass.maps).zip(look.layers) {
            let (grid, rgba) = (grid(*stage), pixels(values, Range::of(values), dark));
            show(node, &grid.arrange(&rgba), grid.size()[0]);
        }
        if let Some(files) = self.net.files.have() {
            let truth = |class| {
                let name = files.tests.names.get(class).cloned().unwrap_or_default();
                format!("{}: {name}", self.net.t.truth)
            };
            look.truth.set(pass.truth.map(truth).unwrap_or_default());
            look.card.set(model_card::rows(&files.net.card, self.net.frame.lang));
        }
        self.net.curve();
    }

    /// Shows the chosen map and cell, and asks for the terms of the cell.
    fn look(self: Rc<Self>, pass: Rc<Pass>, engine: engine::ThirdPass, state: &State) {
        let (net, t) = (&self.net, self.net.t);
        let (at, stage, [map, y, x]) = chosen(state);
        let plane = stage.side * stage.side;
        let (values, top) = (&pass.maps[at], state.int("top") as usize);
        // One scale for the layer: the map looks as it does among the others.
        let shown = pixels(&values[map * plane..][..plane], Range::of(values), canvas::dark());
        show(net.look.large, &shown, stage.side);
        if let Some(files) = net.files.have() {
            let bars = guesses::bars(&pass.shares, &files.names, top, pass.truth);
            net.look.guesses.set(bars);
        }
        net.look.verdict.set(explain::verdict(&pass, top, t));
        let windows = STAGES[..=at].iter().map(|s| s.window);
        let field = figures::field_through(y as i32, x as i32, windows);
        let value = values[map * plane + y * stage.side + x];
        let (bottom, right) = (field.top + field.side - 1, field.left + field.side - 1);
        let beyond = field.top.min(field.left) < 0 || bottom.max(right) >= SIDE as i32;
        let padding = if beyond { format!(" ({})", t.padding) } else { String::new() };
        let said = format!(
            "{} {} {map}, {} {y}, {} {x} = {value:.4} · {} {}…{bottom}, {}…{right}{padding}",
            stage.name, t.map, t.row, t.column, t.sees, field.top, field.left
        );
        net.look.cell.set(said.clone());
        let (net, index) = (
            Rc::clone(net),
            match stage.side {
                1 => vec![0, map],
                _ => vec![0, map, y, x],
            },
        );
        Rc::clone(&self.tracing).ask(async move {
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            if let Ok(trace) = engine.terms(&pass.held[at], &index).await {
                net.look.cell.set(format!("{said} · {}", explain::made(&trace, t)));
                net.frame.shown.data.set(terms(&trace, net.frame.lang));
            }
        });
    }

    fn summary(&self, pass: &Pass, _: &State) -> String {
        let (net, size) = (&self.net, model_card::words(self.net.frame.lang).size);
        let counted = net.files.have().map(|files| {
            let whole = |key: &str| thousands(files.net.card.at(key).number() as usize);
            format!("{size}: {}, {}", whole("parameters"), whole("multiplyAdds"))
        });
        format!("alexnet-small → [1, {}] · {}", pass.logits.len(), counted.unwrap_or_default())
    }

    fn csv(&self, pass: &Pass, _: &State) -> String {
        let files = self.net.files.have();
        let name = |class: usize| {
            let name = files.as_ref().and_then(|f| f.tests.names.get(class).cloned());
            name.unwrap_or_default()
        };
        let row = |class: usize| {
            format!("{class},{},{},{}", name(class), pass.logits[class], pass.shares[class])
        };
        let rows: Vec<String> = (0..pass.logits.len()).map(row).collect();
        format!("class,name,logit,probability\n{}", rows.join("\n"))
    }

    fn check<'a>(&self, pass: &'a Pass) -> Vec<Compared<'a>> {
        let (at, ..) = chosen(&State::reference(self.net.frame.table));
        vec![
            Compared { name: "maps", got: &pass.maps[at], tolerance: (1e-4, 1e-4) },
            Compared { name: "y", got: &pass.logits, tolerance: (1e-4, 1e-4) },
            Compared { name: "p", got: &pass.shares, tolerance: (2e-5, 2e-5) },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.net.photos.adopt(link)
    }
}

fn show(node: NodeRef<Canvas>, rgba: &[u8], width: usize) {
    if let Some(node) = node.get_untracked() {
        canvas::show(&node, rgba, width);
    }
}
