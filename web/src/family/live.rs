//! The widget in a browser: what it draws, runs and says.

use std::{cell::RefCell, fmt::Write, rc::Rc};

use figures::Palette;
use leptos::prelude::*;
use nets::{classes, family::ROWS};
use share::{Link, State};

use crate::browser::{canvas, engine::ThirdPass, file};
use crate::family::{
    compute::{Job, Kept, Run, Step, run},
    look::Look,
    panels,
    seen::{POSTER, Seen},
    words::{Words, words},
};
use crate::widget::{
    Act, Frame,
    alone::Alone,
    check::Compared,
    guesses,
    numbers::thousands,
    own_picture::OwnPicture,
    own_weights::OwnWeights,
    photos::Photos,
    subject::Subject,
    weights::{OwnFiles, Uses},
};

/// Classes of ImageNet.
const CLASSES: usize = 1000;

/// Wakes the widget up.
pub(crate) fn start(
    frame: Frame,
    look: Look,
    seen: Memo<Seen>,
    own: OwnPicture,
    weights: OwnWeights,
) {
    let alone = Rc::new(Alone::default());
    let theirs = Rc::clone(&alone);
    let uses = Uses {
        spec: Box::new(move || seen.with_untracked(|s| s.torchvision().unwrap_or("resnet18"))),
        engine: Box::new(move || {
            let alone = Rc::clone(&theirs);
            let backend = frame.link.with_untracked(|l| l.view.backend.word());
            Box::pin(async move { alone.engine(backend).await })
        }),
        // Who gives a file wants to see what it says.
        changed: Box::new(move || frame.act(Act::Retry)),
    };
    let nets = Rc::new(Nets {
        frame,
        look,
        t: words(frame.lang),
        photos: Photos::new(frame, own),
        own: OwnFiles::made(weights, uses),
        names: RefCell::default(),
        alone,
    });
    // The drawing follows what is looked at, before anything is computed too.
    Effect::new(move |_| {
        // The canvas is bound after this: when it is there, there is something to draw on.
        look.canvas.track();
        seen.with(|seen| paint(frame, look, seen, canvas::dark()));
    });
    frame.live(Running(nets));
}

struct Running(Rc<Nets>);

struct Nets {
    frame: Frame,
    look: Look,
    t: &'static Words,
    photos: Rc<Photos>,
    own: Rc<OwnFiles>,
    /// The names of the classes, once they are wanted.
    names: RefCell<Vec<String>>,
    alone: Rc<Alone>,
}

/// A net, and what a run of it came to.
pub(crate) struct Ran {
    seen: Seen,
    /// As the numbers that are checked.
    columns: [Vec<f32>; 2],
    run: Option<Run>,
}

impl Ran {
    fn of(state: &State, run: Option<Run>) -> Self {
        let seen = Seen::of(state);
        let rows = seen.counts.as_ref().map(|rows| &rows[..]).unwrap_or_default();
        let columns = [
            rows.iter().map(|count| count.parameters as f32).collect(),
            rows.iter().map(|count| count.multiply_adds as f32).collect(),
        ];
        Self { columns, run, seen }
    }
}

impl Subject for Running {
    type Values = Ran;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["stage", "top"];

    fn before(&self, state: &State) -> Option<Ran> {
        Some(Ran::of(state, None))
    }

    fn alone(&self) -> Option<Rc<Alone>> {
        Some(Rc::clone(&self.0.alone))
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Ran, String> {
        self.0.compute(engine, state, kept, true).await
    }

    /// PyTorch's answer is that of the random weights.
    async fn compute_reference(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Ran, String> {
        self.0.compute(engine, state, kept, false).await
    }

    fn draw(&self, ran: &Ran, state: &State, dark: bool) {
        let (nets, t) = (&self.0, self.0.t);
        let times = ran.run.as_ref().map(|run| run.times.clone()).unwrap_or_default();
        nets.frame.shown.data.set(panels::rows(&ran.seen, &times, t));
        nets.look
            .status
            .set(ran.run.as_ref().map(|run| nets.came_to(&ran.seen, run)).unwrap_or_default());
        nets.look.times.set(times);
        nets.guesses(ran, state);
        nets.own.forget_others(ran.seen.torchvision().unwrap_or_default());
        paint(nets.frame, nets.look, &Seen::of(state), dark);
    }

    fn look(self: Rc<Self>, ran: Rc<Ran>, _: ThirdPass, state: &State) {
        self.0.guesses(&ran, state);
    }

    fn summary(&self, ran: &Ran, _: &State) -> String {
        let (t, [parameters, work]) = (self.0.t, ran.seen.sums().unwrap_or_default());
        let [p, m] = [parameters, work].map(thousands);
        let name = ran.seen.name();
        format!("{name}: [1, 3, 224, 224] → [1, 1000] · {} {p} · {} {m}", t.parameters, t.macs)
    }

    fn csv(&self, ran: &Ran, _: &State) -> String {
        let mut out = String::from("stage,blocks,output,parameters,multiply_adds,ms\n");
        let times = ran.run.as_ref().map(|run| &run.times[..]).unwrap_or_default();
        for (at, (row, count)) in ROWS.iter().zip(ran.seen.counts.iter().flatten()).enumerate() {
            let out_shape: Vec<String> = count.out.iter().map(usize::to_string).collect();
            let ms = times.get(at).map_or(String::new(), f64::to_string);
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "{},{},{},{},{},{ms}",
                row.name,
                count.blocks,
                out_shape.join("×"),
                count.parameters,
                count.multiply_adds
            );
        }
        out
    }

    fn svg(&self, _: &Ran) -> String {
        let seen = self.0.frame.state.with_untracked(Seen::of);
        let (width, ink) = size(self.0.look, canvas::dark());
        seen.scene(self.0.t, width, &ink).svg()
    }

    fn check<'a>(&self, ran: &'a Ran) -> Vec<Compared<'a>> {
        let y = ran.run.as_ref().map(|run| &run.y[..]).unwrap_or_default();
        let [parameters, work] = &ran.columns;
        vec![
            Compared { name: "parameters", got: parameters, tolerance: (0.0, 0.0) },
            Compared { name: "multiply_adds", got: work, tolerance: (0.0, 0.0) },
            Compared { name: "y", got: y, tolerance: (1e-3, 1e-3) },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.0.photos.adopt(link)
    }
}

impl Nets {
    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
        own: bool,
    ) -> Result<Ran, String> {
        let mut ran = Ran::of(state, None);
        let [parameters, _] = match &ran.seen.counts {
            Ok(_) => ran.seen.sums().unwrap_or_default(),
            Err(why) => return Err(why.clone()),
        };
        let photo = self.photos.get(state.word("picture")).await?;
        let taken = match ran.seen.torchvision().filter(|_| own) {
            Some(spec) => self.own.taken(spec),
            None => None,
        };
        if taken.is_some() {
            self.names().await?;
        }
        let file = taken.is_some();
        let tell = |step: Step| {
            // A check beside it says nothing.
            if own {
                self.look.status.set(self.going(step, parameters, file));
            }
        };
        let seed = state.int("seed").unsigned_abs();
        let job = Job { seen: &ran.seen, rgba: &photo.rgba, seed, taken };
        let run = run(engine, job, kept, tell).await?;
        ran.run = Some(run);
        Ok(ran)
    }

    /// The names of the classes, fetched once.
    async fn names(&self) -> Result<(), String> {
        if self.names.borrow().is_empty() {
            let root = self.frame.place.with_value(|p| p.root.clone());
            let bytes = file::bytes(&format!("{root}assets/classes/imagenet.txt")).await?;
            let text = String::from_utf8_lossy(&bytes);
            let names = classes::read(&text, CLASSES).map_err(|e| e.to_string())?;
            self.names.replace(names);
        }
        Ok(())
    }

    /// How a run goes.
    fn going(&self, step: Step, parameters: u64, file: bool) -> String {
        let t = self.t;
        match step {
            Step::Weights if file => t.reading.to_owned(),
            Step::Weights => format!("{}{}{}", t.making_1, thousands(parameters), t.making_2),
            Step::Row(row, false) => format!("{}{}", t.warming, ROWS[row].name),
            Step::Row(row, true) => format!("{}{}", t.running, ROWS[row].name),
        }
    }

    /// What a run came to, in words.
    fn came_to(&self, seen: &Seen, run: &Run) -> String {
        let (t, work) = (self.t, seen.sums().map_or(0, |[_, work]| work));
        let seconds = run.times.iter().sum::<f64>() / 1e3;
        let rate = work as f64 / seconds.max(1e-6) / 1e9;
        let name = seen.name();
        let random = if run.shares.is_empty() { t.random } else { "" };
        format!("{name}: {}{seconds:.2}{}{rate:.2}{}{random}", t.forward, t.seconds, t.a_second)
    }

    fn guesses(&self, ran: &Ran, state: &State) {
        let shares = ran.run.as_ref().map(|run| &run.shares[..]).unwrap_or_default();
        let top = state.int("top") as usize;
        self.look.guesses.set(guesses::bars(shares, &self.names.borrow(), top, None));
    }
}

/// The width to draw in, and the colours.
fn size(look: Look, dark: bool) -> (u32, Palette) {
    let scale = web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0);
    // The canvas itself has no width while it is hidden.
    let parent = look.canvas.get_untracked().and_then(|canvas| canvas.parent_element());
    let wide = parent.map_or(0, |parent| parent.client_width());
    let wide = if wide > 0 { f64::from(wide) } else { f64::from(POSTER) };
    ((wide * scale) as u32, Palette::new(dark, scale))
}

fn paint(frame: Frame, look: Look, seen: &Seen, dark: bool) {
    let Some(node) = look.canvas.get_untracked() else { return };
    let (width, ink) = size(look, dark);
    let scene = seen.scene(words(frame.lang), width, &ink);
    canvas::scene(&node, &scene);
    look.scene.set_value(Some(scene));
    look.drawn.set(true);
}
