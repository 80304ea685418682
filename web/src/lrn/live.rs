//! The widget in a browser: what it computes, draws and says.

use std::cell::Cell;
use std::fmt::Write;
use std::rc::Rc;

use figures::{Channels, Range, picture_tensor, pixels, ramp, tensor_pixels};
use leptos::prelude::*;
use nets::response::{CHANNELS, Response};
use share::{Link, State};

use crate::browser::{
    canvas::{self, Hue, fill},
    engine::{ThirdPass, Trace},
};
use crate::lrn::{
    compute::{Kept, Normalized, PICTURE, run},
    look::{Look, SIDE, response},
    words::{made, words},
};
use crate::widget::{
    Frame, Table, check::Compared, latest::Latest, numbers::thousands, own_picture::OwnPicture,
    photos::Photos, pick::cell, subject::Subject,
};

/// Numbers of one map.
const PLANE: usize = SIDE * SIDE;

/// What operations on numbers of unit scale may be off; pixels here are 255 times as large.
const TOLERANCE: (f32, f32) = (2e-5 * 255.0, 2e-5);

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture) {
    let photos = Photos::new(frame, own);
    let drawn = Cell::new(None);
    frame.live(Braking { frame, look, photos, drawn, tracing: Rc::default() });
}

struct Braking {
    frame: Frame,
    look: Look,
    photos: Rc<Photos>,
    /// The channel and pixel that are drawn.
    drawn: Cell<Option<(usize, [usize; 2])>>,
    tracing: Rc<Latest>,
}

impl Subject for Braking {
    type Values = Normalized;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["channel", "row", "column"];

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.photos.get(state.word("picture")).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Normalized, String> {
        let photo = self.photos.get(state.word("picture")).await?;
        run(engine, response(state), photo, kept).await
    }

    fn draw(&self, made: &Normalized, state: &State, dark: bool) {
        let picture = picture_tensor(&made.photo.rgba, PICTURE);
        fill(self.look.picture, &tensor_pixels(&picture, PICTURE), PICTURE);
        let grip = response(state).grip();
        let over = made.sums.iter().filter(|sum| **sum >= grip).count();
        self.look.gripped.set(Some(over as f64 / made.sums.len().max(1) as f64));
        self.drawn.set(None);
        let looked_at = self.frame.state.get_untracked();
        self.draw_chosen(made, channel(&looked_at), cell(&looked_at, SIDE), dark);
    }

    /// Shows the chosen channel and pixel, and asks for the terms of its number.
    fn look(self: Rc<Self>, made: Rc<Normalized>, engine: ThirdPass, state: &State) {
        let (channel, place) = (channel(state), cell(state, SIDE));
        self.draw_chosen(&made, channel, place, canvas::dark());
        let response = Response { op: made.op, ..response(state) };
        Rc::clone(&self.tracing).ask(async move {
            let index = [0, channel, place[0], place[1]];
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            if let Ok(trace) = engine.terms(&made.held, &index).await {
                let sum = across(&made.sums, place)[channel];
                self.explain(&response, [channel, place[0], place[1]], sum, &trace);
            }
        });
    }

    fn summary(&self, _: &Normalized, state: &State) -> String {
        let response = response(state);
        let op = response.op;
        format!(
            "[1, {CHANNELS}, {SIDE}, {SIDE}] · n = {}, k = {}, α = {:e}, β = {} · k/α = {}",
            op.n,
            op.k,
            op.alpha,
            op.beta,
            thousands(response.grip().round())
        )
    }

    fn csv(&self, made: &Normalized, _: &State) -> String {
        let state = self.frame.state.get_untracked();
        let (channel, [row, column]) = (channel(&state), cell(&state, SIDE));
        let mut out = String::from("channel,row,column,a,sum,divisor,b\n");
        let mut add = |channel: usize, place: usize| {
            let at = channel * PLANE + place;
            let (a, sum, b) = (made.before.values[at], made.sums[at], made.after[at]);
            let (row, column) = (place / SIDE, place % SIDE);
            let divisor = made.op.divisor(sum);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{channel},{row},{column},{a},{sum},{divisor},{b}");
        };
        // The chosen channel whole, and of the others the chosen pixel.
        (0..PLANE).for_each(|place| add(channel, place));
        let others = (0..CHANNELS).filter(|other| *other != channel);
        others.for_each(|other| add(other, row * SIDE + column));
        out
    }

    fn check<'a>(&self, made: &'a Normalized) -> Vec<Compared<'a>> {
        let state = State::reference(self.frame.table);
        let plane = channel(&state) * PLANE;
        let plane = plane..plane + PLANE;
        vec![
            Compared {
                name: "before",
                got: &made.before.values[plane.clone()],
                tolerance: TOLERANCE,
            },
            Compared { name: "after", got: &made.after[plane], tolerance: TOLERANCE },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.photos.adopt(link)
    }
}

/// The chosen channel.
fn channel(state: &State) -> usize {
    (state.int("channel") as usize).min(CHANNELS - 1)
}

/// The channels whose squares are summed for one: from, and up to but not with.
fn window(channel: usize, n: usize) -> [usize; 2] {
    [channel.saturating_sub(n / 2), (channel + n / 2 + 1).min(CHANNELS)]
}

/// The numbers of all channels at a pixel.
fn across(values: &[f32], [row, column]: [usize; 2]) -> Vec<f32> {
    values.iter().skip(row * SIDE + column).step_by(PLANE).copied().collect()
}

impl Braking {
    /// The maps of a channel, and the charts over all channels at a pixel.
    fn draw_chosen(&self, made: &Normalized, channel: usize, place: [usize; 2], dark: bool) {
        let shown = self.drawn.replace(Some((channel, place)));
        let look = self.look;
        if shown.map(|(channel, _)| channel) != Some(channel) {
            let plane = channel * PLANE..(channel + 1) * PLANE;
            let divided = made.sums[plane.clone()].iter().map(|sum| 1.0 / made.op.divisor(*sum));
            let ratio: Vec<f32> = divided.collect();
            let maps = [&made.before.values[plane.clone()], &made.after[plane], &ratio];
            // The most that is left is where there are no neighbours.
            let whole = 1.0 / made.op.divisor(0.0);
            let ends = maps.map(|map| Range::of(map).ends().1);
            let ends = [ends[0], ends[1], whole];
            for at in 0..3 {
                let range = Range::Positive(ends[at]);
                fill(look.maps[at], &pixels(maps[at], range, dark), SIDE);
                fill(look.scales[at], &ramp(range, dark, 64), 64);
            }
            look.ends.set(ends.map(|end| format!("{end:.3}")));
        }
        let [a, sums, b] =
            [&made.before.values, &*made.sums, &made.after].map(|all| across(all, place));
        let divisors: Vec<f32> = sums.iter().map(|sum| made.op.divisor(*sum)).collect();
        let window = window(channel, made.op.n);
        let before = Channels { bars: &a, chosen: channel, window, level: None, tenfold: false };
        let sums = Channels {
            bars: &sums,
            level: Some(made.op.k / made.op.alpha),
            tenfold: true,
            ..before
        };
        for (at, channels, hue) in [
            (0, before, Hue::Input),
            (1, Channels { bars: &b, ..before }, Hue::Output),
            (2, sums, Hue::Statistic),
            (3, Channels { bars: &divisors, ..before }, Hue::Statistic),
        ] {
            if let Some(node) = look.charts[at].get_untracked() {
                canvas::channels(&node, &channels, hue, dark);
            }
        }
    }

    /// How the number came about, and its neighbours.
    fn explain(&self, response: &Response, place: [usize; 3], sum: f32, trace: &Trace) {
        let t = words(self.frame.lang);
        // a, beta, k, then alpha times each square.
        let [a, _, _, squares @ ..] = trace.terms.as_slice() else { return };
        let near = squares.iter().filter_map(|term| {
            let first = term.factors.first()?;
            Some((*first.index.get(1)?, first.value, term.value))
        });
        let line = made(response, place, [a.value, f64::from(sum), trace.value]);
        self.look.lines.set(vec![line]);
        let rows = near.map(|(channel, value, part)| {
            vec![
                channel.to_string(),
                format!("{value:.4}"),
                format!("{:.4}", value * value),
                format!("{part:.6}"),
            ]
        });
        let head = [t.channel, "a", t.square, t.share].map(str::to_owned).to_vec();
        self.frame.shown.data.set(Table { head, rows: rows.collect() });
    }
}
