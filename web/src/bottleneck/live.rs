//! The widget in a browser: what it computes, draws and says.

use std::cell::Cell;
use std::fmt::Write;
use std::rc::Rc;

use figures::{Range, pixels, ramp, tensor_pixels};
use leptos::{html::Canvas, prelude::*};
use nets::blocks::Block;
use share::{Link, State};
use tensor::show_shape;

use crate::bottleneck::{
    compute::{Both, Half, Kept, run},
    look::{Look, Seen},
    terms,
    words::words,
};
use crate::browser::{
    canvas::{self, fill},
    engine::ThirdPass,
};
use crate::widget::{
    Frame, check::Compared, latest::Latest, own_picture::OwnPicture, photos::Photos,
    subject::Subject,
};

/// As far as the operations' goldens may be off.
const TOLERANCE: (f32, f32) = (5e-5, 5e-5);

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture) {
    let photos = Photos::new(frame, own);
    let drawn = Cell::new(0);
    frame.live(Blocks { frame, look, photos, drawn, tracing: Rc::default() });
}

struct Blocks {
    frame: Frame,
    look: Look,
    photos: Rc<Photos>,
    /// The channel that is drawn.
    drawn: Cell<usize>,
    tracing: Rc<Latest>,
}

impl Subject for Blocks {
    type Values = Both;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["channel", "terms", "row", "column"];

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.photos.get(state.word("picture")).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Both, String> {
        let photo = self.photos.get(state.word("picture")).await?;
        run(engine, &Seen::of(state).pair, photo, kept).await
    }

    fn draw(&self, both: &Both, state: &State, dark: bool) {
        let chosen = self.frame.state.with_untracked(|s| s.int("channel"));
        let mut state = state.clone();
        state.set("channel", f64::from(chosen));
        let seen = Seen::of(&state);
        let picture = (both.stem.picture.len() / 3).isqrt();
        fill(self.look.picture, &tensor_pixels(&both.stem.picture, picture), picture);
        self.look.times.set([0, 1].map(|i: usize| Some(both.halves[i].time_ms)));
        self.draw_channel(both, &seen, dark);
    }

    /// Shows the chosen channel, and asks for the selected cell's terms.
    fn look(self: Rc<Self>, both: Rc<Both>, engine: ThirdPass, state: &State) {
        let seen = Seen::of(state);
        // While another state is being computed, the picture is still that of the one before.
        if both.halves.iter().map(|h| h.block).ne(seen.pair.blocks()) {
            return;
        }
        if self.drawn.get() != seen.channel {
            self.draw_channel(&both, &seen, canvas::dark());
        }
        let (frame, lines) = (self.frame, self.look.lines);
        let which = state.word("terms");
        Rc::clone(&self.tracing).ask(async move {
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            if let Ok(told) = terms::tell(&engine, &both, &seen, which, frame.lang).await {
                lines.set(told.lines);
                frame.shown.data.set(told.table);
            }
        });
    }

    fn summary(&self, both: &Both, state: &State) -> String {
        let pair = Seen::of(state).pair;
        let t = words(self.frame.lang);
        let part = |half: &Half, name: &str| {
            let x = show_shape(&[1, half.block.input, pair.side, pair.side]);
            let y = half.block.residual_shape(pair.side).unwrap_or_default();
            format!("{name} {x} → {}", show_shape(&y))
        };
        let [basic, neck] = &both.halves;
        format!("{} · {}", part(basic, t.basic), part(neck, t.bottleneck))
    }

    fn csv(&self, both: &Both, state: &State) -> String {
        let pair = Seen::of(state).pair;
        let channel = self.frame.state.with_untracked(Seen::of).channel;
        let mut out = String::from("block,map,channel,row,column,value\n");
        let mut add = |block: &str, map: &str, values: Option<Plane<'_>>| {
            let Some(Plane { values, side }) = values else { return };
            for (i, v) in values.iter().enumerate() {
                let (row, column) = (i / side, i % side);
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{block},{map},{channel},{row},{column},{v}");
            }
        };
        add("", "x", plane(&both.stem.x, pair.stem_channels(), channel));
        for half in &both.halves {
            let name = half.block.name();
            let [residual, shortcut, y] = half.planes(channel);
            add(name, "residual", residual);
            add(name, "shortcut", shortcut);
            add(name, "y", y);
        }
        out
    }

    fn check<'a>(&self, both: &'a Both) -> Vec<Compared<'a>> {
        let [basic, neck] = &both.halves;
        vec![
            Compared { name: "y_basic", got: &basic.y, tolerance: TOLERANCE },
            Compared { name: "y_neck", got: &neck.y, tolerance: TOLERANCE },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.photos.adopt(link)
    }
}

impl Blocks {
    /// Every map of a channel, in one scale of colours.
    fn draw_channel(&self, both: &Both, seen: &Seen, dark: bool) {
        self.drawn.set(seen.channel);
        let x = plane(&both.stem.x, seen.pair.stem_channels(), seen.channel);
        let maps = [0, 1].map(|i: usize| both.halves[i].planes(seen.channel));
        let shown = maps.iter().flatten().chain([&x]).flatten();
        let all: Vec<f32> = shown.flat_map(|plane| plane.values).copied().collect();
        let range = Range::Signed(Range::of(&all).ends().1);
        let draw = |node: NodeRef<Canvas>, plane: Option<Plane<'_>>| {
            let Some(Plane { values, side }) = plane else { return };
            fill(node, &pixels(values, range, dark), side);
        };
        draw(self.look.x, x);
        for (nodes, [residual, shortcut, y]) in self.look.maps.iter().zip(maps) {
            draw(nodes.residual, residual);
            draw(nodes.shortcut, shortcut);
            draw(nodes.y, y);
        }
        fill(self.look.scale, &ramp(range, dark, 64), 64);
        let (low, high) = range.ends();
        self.look.ends.set([low, high].map(|end| format!("{end:.2}")));
    }
}

/// One channel of a map.
pub(crate) struct Plane<'a> {
    pub(crate) values: &'a [f32],
    pub(crate) side: usize,
}

/// A channel of `[1, channels, side, side]`; `None` where there is none.
fn plane(values: &[f32], channels: usize, channel: usize) -> Option<Plane<'_>> {
    let size = values.len() / channels.max(1);
    let values = values.get(channel * size..(channel + 1) * size)?;
    (size > 0).then_some(Plane { values, side: size.isqrt() })
}

impl Half {
    /// A channel of F(x), of the shortcut and of y, where they have it.
    pub(crate) fn planes(&self, channel: usize) -> [Option<Plane<'_>>; 3] {
        let Block { input, output, .. } = self.block;
        // What cannot be added has the shape of x still.
        let brought = if self.sum.is_some() { output } else { input };
        [
            plane(&self.residual, output, channel),
            plane(&self.shortcut, brought, channel),
            plane(&self.y, output, channel),
        ]
    }
}
