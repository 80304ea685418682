//! The widget in a browser: what it computes, draws and says.

use std::cell::RefCell;
use std::fmt::Write;
use std::rc::Rc;

use figures::{Cell, Palette, Range, Rgb, Scene, Spread, pixels, ramp};
use leptos::prelude::*;
use nets::normalize::{PHOTOS, Setup};
use share::{State, widgets::normalization::PHOTOGRAPHS};
use tensor::show_shape;

use crate::browser::{canvas, engine::ThirdPass, file};
use crate::normalization::{
    compute::{Batch, Kept, run},
    explain,
    look::Look,
    seen::{POSTER, Seen},
    words::words,
};
use crate::widget::{
    Frame, check::Compared, latest::Latest, numbers::thousands, subject::Subject, told::told,
};

/// As far as the operations' goldens may be off.
const TOLERANCE: (f32, f32) = (3e-5, 3e-5);

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look) {
    let photos = RefCell::default();
    frame.live(Normalizing { frame, look, photos, tracing: Rc::default() });
}

struct Normalizing {
    frame: Frame,
    look: Look,
    /// The pixels of the site's photographs, once they are wanted.
    photos: RefCell<Vec<Rc<Vec<u8>>>>,
    tracing: Rc<Latest>,
}

impl Subject for Normalizing {
    type Values = Batch;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] =
        &["values", "turn", "tilt", "sample", "channel", "place"];

    async fn prepare(&self, state: &State) -> Result<(), String> {
        if state.word("data") != "images" || self.photos.borrow().len() == PHOTOS {
            return Ok(());
        }
        let root = self.frame.place.with_value(|p| p.root.clone());
        let mut all = Vec::new();
        for name in PHOTOGRAPHS {
            all.push(Rc::new(file::shipped(&format!("{root}assets/pictures/{name}.png")).await?));
        }
        self.photos.replace(all);
        Ok(())
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Batch, String> {
        let photos = self.photos.borrow().clone();
        run(engine, self.setup(state), &photos, kept, words(self.frame.lang)).await
    }

    fn draw(&self, batch: &Batch, _: &State, dark: bool) {
        let (frame, t) = (self.frame, words(self.frame.lang));
        let refused = |side: &Result<_, String>| {
            side.as_ref().err().map_or(String::new(), |why| told(why, frame.lang).sentence)
        };
        self.look.refused.set([refused(&batch.sides[0]), refused(&batch.sides[1])]);
        let seen = self.seen(batch);
        let mut said = explain::said(&seen, t);
        said.extend(frame.state.with_untracked(|state| self.fewer(batch, state)));
        self.look.said.set(said);
        self.look.drawn.set(true);
        self.paint(batch, &seen, dark);
    }

    /// Shows the selected number and its groups, and asks for its terms.
    fn look(self: Rc<Self>, batch: Rc<Batch>, engine: ThirdPass, state: &State) {
        // While another state is being computed, the picture is still that of the one before.
        if batch.setup != self.setup(state) {
            return;
        }
        let (look, t) = (self.look, words(self.frame.lang));
        let seen = Seen::of(state, self.frame.lang);
        self.paint(&batch, &seen, canvas::dark());
        look.chosen.set(explain::chosen(&batch, &seen, t));
        look.moments.set([0, 1].map(|at: usize| match &batch.sides[at] {
            Ok(normal) => explain::moments(normal, &seen, at, t),
            Err(_) => String::new(),
        }));
        self.frame.shown.data.set(explain::groups(&batch, &seen, t));
        Rc::clone(&self.tracing).ask(async move {
            let mut lines = [String::new(), String::new()];
            for (side, line) in batch.sides.iter().zip(&mut lines) {
                let (Ok(normal), Some(cell)) = (side, seen.cell) else { continue };
                let Some((tensor, index)) = normal.place(cell) else {
                    *line = t.skipped.to_owned();
                    continue;
                };
                // Of a worker that is gone there is nothing to tell; the next forward brings another.
                let Ok(trace) = engine.terms(tensor, &index).await else { return };
                *line = explain::made(&trace);
            }
            look.lines.set(lines);
        });
    }

    fn summary(&self, batch: &Batch, _: &State) -> String {
        let t = words(self.frame.lang);
        let [samples, channels, places] = batch.setup.shape();
        let shape = match batch.setup.sentences {
            Some(_) => vec![samples, places, channels],
            None => vec![samples, channels, places.isqrt(), places.isqrt()],
        };
        let part = |at: usize| {
            let norm = batch.setup.norms[at];
            let cost = batch.setup.cost(norm).ok();
            let count = cost.map_or("–".to_owned(), |cost| thousands(cost.parameters));
            format!("{} {count}", t.norm(norm))
        };
        format!("x {} · {}: {}, {}", show_shape(&shape), t.params, part(0), part(1))
    }

    fn csv(&self, batch: &Batch, _: &State) -> String {
        let seen = self.seen(batch);
        let mut out = String::from("sample,channel,place,padding,x,y,z\n");
        let side = |at: usize, i: usize| match &batch.sides[at] {
            Ok(normal) => normal.y[i].to_string(),
            Err(_) => String::new(),
        };
        for (i, cell) in seen.sizes.cells().enumerate() {
            let Cell { sample, channel, place } = cell;
            let padding = u8::from(batch.setup.is_padding(sample, place));
            let (x, y, z) = (batch.x[i], side(0, i), side(1, i));
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{sample},{channel},{place},{padding},{x},{y},{z}");
        }
        out
    }

    fn svg(&self, batch: &Batch) -> String {
        let seen = self.seen(batch);
        let (dark, scale) = (canvas::dark(), self.scale());
        let [left, right] = self.scenes(batch, &seen, dark, scale);
        left.beside(right).svg()
    }

    fn check<'a>(&self, batch: &'a Batch) -> Vec<Compared<'a>> {
        let [x, y, z] = &batch.in_order;
        vec![
            Compared { name: "x", got: x, tolerance: (2e-5, 2e-5) },
            Compared { name: "y", got: y, tolerance: TOLERANCE },
            Compared { name: "z", got: z, tolerance: TOLERANCE },
        ]
    }
}

impl Normalizing {
    fn setup(&self, state: &State) -> Setup {
        Seen::of(state, self.frame.lang).setup
    }

    /// The present look at a batch that may be of an older state.
    fn seen(&self, batch: &Batch) -> Seen {
        let seen = self.frame.state.with_untracked(|s| Seen::of(s, self.frame.lang));
        seen.at(&batch.setup)
    }

    /// A word on a text that has fewer sentences than are wanted.
    fn fewer(&self, batch: &Batch, state: &State) -> Option<String> {
        let t = words(self.frame.lang);
        let text = batch.setup.sentences.as_ref()?;
        let wanted = state.int("batch") as usize;
        (text.there < wanted).then(|| [t.fewer_1, &text.there.to_string(), t.fewer_2].join(t.gap))
    }

    /// Device pixels per CSS pixel.
    fn scale(&self) -> f64 {
        web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).clamp(1.0, 3.0)
    }

    /// What both canvases show.
    fn scenes(&self, batch: &Batch, seen: &Seen, dark: bool, scale: f64) -> [Scene; 2] {
        let range = range(batch, seen.after);
        let ink = Palette::new(dark, scale);
        [0, 1].map(|at: usize| {
            let values = match (seen.after, &batch.sides[at]) {
                (false, _) => &batch.x[..],
                (true, Ok(normal)) => &normal.y,
                (true, Err(_)) => &[],
            };
            let rgba = pixels(values, range, dark);
            let colour = |cell: Cell| -> Option<Rgb> {
                let at = 4 * explain::flat(seen, cell);
                let &[r, g, b] = rgba.get(at..at + 3)? else { return None };
                Some((r, g, b))
            };
            // The canvas itself has no width while it is hidden.
            let node = self.look.canvases[at].get_untracked().and_then(|c| c.parent_element());
            let wide = node.map_or(0, |node| node.client_width());
            let wide = if wide > 0 { f64::from(wide) } else { f64::from(POSTER.0) };
            let high = wide * f64::from(POSTER.1) / f64::from(POSTER.0);
            let size = [wide, high].map(|side| (side * scale).round() as u32);
            seen.scene(at, &colour, (size[0], size[1]), &ink)
        })
    }

    /// Draws blocks, histograms and the scale of colours.
    fn paint(&self, batch: &Batch, seen: &Seen, dark: bool) {
        let (look, t, scale) = (self.look, words(self.frame.lang), self.scale());
        let scenes = self.scenes(batch, seen, dark, scale);
        for (node, scene) in look.canvases.iter().zip(&scenes) {
            if let Some(node) = node.get_untracked() {
                canvas::scene(&node, scene);
            }
        }
        look.scenes.set_value(scenes.map(Some));
        let colours: [Rgb; 2] =
            if dark { [(86, 180, 233), (76, 201, 164)] } else { [(0, 95, 152), (0, 105, 76)] };
        for (at, node) in look.charts.iter().enumerate() {
            let (Some(node), Ok(normal)) = (node.get_untracked(), &batch.sides[at]) else {
                continue;
            };
            let group = seen.group(at);
            let lit = |all: &[f32]| -> Vec<f32> {
                group
                    .iter()
                    .filter_map(|cell| all.get(explain::flat(seen, *cell)).copied())
                    .collect()
            };
            let (before, after) = (lit(&batch.x), lit(&normal.y));
            let spreads = [
                Spread { group: &before, all: &batch.x, name: t.before, colour: colours[0] },
                Spread { group: &after, all: &normal.y, name: t.after, colour: colours[1] },
            ];
            canvas::before_after(&node, spreads, Palette::new(dark, 1.0).text);
        }
        let range = range(batch, seen.after);
        if let Some(node) = look.scale.get_untracked() {
            canvas::show(&node, &ramp(range, dark, 64), 64);
        }
        let (low, high) = range.ends();
        look.ends.set([low, high].map(|end| format!("{end:.2}")));
    }
}

/// One scale of colours for both sides.
fn range(batch: &Batch, after: bool) -> Range {
    if !after {
        return Range::of(&batch.x);
    }
    let sides = batch.sides.iter().flatten();
    Range::of(&sides.flat_map(|normal| &normal.y).copied().collect::<Vec<f32>>())
}
