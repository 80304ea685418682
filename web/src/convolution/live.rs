//! The widget in a browser: what it computes, draws and says.

use std::rc::Rc;

use figures::{Range, SHIPPED_SIDE, kernel_pixels, pixels, ramp};
use leptos::prelude::*;
use share::{Link, State};

use crate::browser::{
    canvas::{self, fill},
    engine::{ThirdPass, Trace},
};
use crate::convolution::{
    compute::{Kept, Maps, run},
    look::Look,
    words::words,
};
use crate::widget::{
    Frame, Table, check::Compared, latest::Latest, numbers::thousands, own_picture::OwnPicture,
    photos::Photos, subject::Subject,
};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture) {
    let photos = Photos::new(frame, own);
    look.paint.follow(frame);
    frame.live(Convolving { frame, look, photos, tracing: Rc::default() });
}

struct Convolving {
    frame: Frame,
    look: Look,
    photos: Rc<Photos>,
    tracing: Rc<Latest>,
}

impl Subject for Convolving {
    type Values = Maps;
    type Kept = Kept;
    const LOOKED_AT: &'static [&'static str] = &["row", "column"];

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.photos.get(state.word("picture")).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Maps, String> {
        let photo = self.photos.get(state.word("picture")).await?;
        run(engine, state, photo, kept).await
    }

    fn draw(&self, maps: &Maps, state: &State, dark: bool) {
        let (c, side) = (self.look.canvases, state.int("side") as usize);
        self.frame.state.with_untracked(|s| self.look.paint.draw(s, dark));
        self.look.sides.set([side, maps.sides[0], maps.sides[1]]);
        fill(c.input, &crop(&maps.photo.rgba, side), side);
        let kernel = (maps.weights.len() / 3).isqrt();
        fill(c.kernel, &kernel_pixels(&maps.weights, kernel), kernel);
        let (range, above) = (Range::of(&maps.y), Range::of(&maps.relu));
        fill(c.output, &pixels(&maps.y, range, dark), maps.sides[0]);
        fill(c.relu, &pixels(&maps.relu, above, dark), maps.sides[0]);
        fill(c.pooled, &pixels(&maps.pooled, above, dark), maps.sides[1]);
        fill(c.signed, &ramp(range, dark, 64), 64);
        // ReLU and pooling share one scale: a maximum is one of the numbers.
        fill(c.positive, &ramp(above, dark, 64), 64);
        fill(c.pooled_scale, &ramp(above, dark, 64), 64);
        let ends = [range.ends().0, range.ends().1, above.ends().0, above.ends().1];
        self.look.ends.set(ends.map(|end| format!("{end:.3}")));
        if let Some(node) = c.histogram.get_untracked() {
            canvas::chart(&node, &maps.y);
        }
    }

    /// Shows the selected cell and asks for its terms.
    fn look(self: Rc<Self>, maps: Rc<Maps>, engine: ThirdPass, state: &State) {
        let last = maps.sides[0].saturating_sub(1);
        let place = |key: &str| match state.int(key) {
            -1 => maps.sides[0] / 2,
            at => (at as usize).min(last),
        };
        let cell = (place("row"), place("column"));
        if self.look.cell.get_untracked() != cell {
            self.look.cell.set(cell);
        }
        Rc::clone(&self.tracing).ask(async move {
            // Of a worker that is gone there is nothing to tell; the next forward brings another.
            if let Ok(found) = engine.terms(&maps.output, &[0, 0, cell.0, cell.1]).await {
                self.explain(cell, &products(&found));
            }
        });
    }

    fn summary(&self, maps: &Maps, state: &State) -> String {
        let (t, side) = (words(self.frame.lang), maps.sides[0]);
        let parameters = 3 * state.int("size") as usize * state.int("size") as usize;
        let macs = parameters * side * side;
        format!(
            "{} [1, 1, {side}, {side}] · {} {} · {} {}",
            t.shape,
            t.params,
            thousands(parameters),
            t.macs,
            thousands(macs)
        )
    }

    fn csv(&self, maps: &Maps, _: &State) -> String {
        let rows = maps.y.chunks(maps.sides[0].max(1));
        let row = |r: &[f32]| r.iter().map(f32::to_string).collect::<Vec<_>>().join(",");
        rows.map(row).collect::<Vec<_>>().join("\n")
    }

    fn check<'a>(&self, maps: &'a Maps) -> Vec<Compared<'a>> {
        vec![
            Compared { name: "w", got: &maps.weights, tolerance: (1e-7, 1e-7) },
            Compared { name: "y", got: &maps.y, tolerance: (2e-5, 2e-5) },
        ]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.photos.adopt(link)
    }
}

impl Convolving {
    /// How the selected number adds up.
    fn explain(&self, (row, column): (usize, usize), found: &[Product]) {
        let t = words(self.frame.lang);
        let colour = |channel: usize| ["R", "G", "B"][channel.min(2)];
        let part = |channel: usize| -> f64 {
            found.iter().filter(|p| p.channel == channel).map(|p| p.x * p.w).sum()
        };
        let parts = [0, 1, 2].map(part);
        let sum: f64 = parts.iter().sum();
        let (selected, what) = (t.selected, t.sum_of_products);
        let mut lines = vec![format!("{selected} y[0, 0, {row}, {column}] = {sum:.4} · {what}")];
        let each = parts.iter().enumerate();
        lines.extend(each.map(|(c, part)| format!("{} {}: {part:+.4}", t.channel, colour(c))));
        self.look.sums.set(lines);
        let rows = found.iter().map(|p| {
            vec![
                colour(p.channel).to_owned(),
                p.row.to_string(),
                p.column.to_string(),
                format!("{:.4}", p.x),
                format!("{:.4}", p.w),
                format!("{:.5}", p.x * p.w),
            ]
        });
        let head = [t.channel, "u", "v", t.x_value, t.weight, t.product];
        self.frame
            .shown
            .data
            .set(Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() });
    }
}

/// One product of a convolution.
struct Product {
    channel: usize,
    row: usize,
    column: usize,
    x: f64,
    w: f64,
}

/// The products of a trace; a weight's index is output channel, channel, row, column.
fn products(trace: &Trace) -> Vec<Product> {
    let products = trace.terms.iter().filter_map(|term| {
        let [x, w] = term.factors.as_slice() else { return None };
        let &[_, channel, row, column] = w.index.as_slice() else { return None };
        Some(Product { channel, row, column, x: x.value, w: w.value })
    });
    products.collect()
}

/// The square in the middle of a photograph.
fn crop(rgba: &[u8], side: usize) -> Vec<u8> {
    let from = (SHIPPED_SIDE - side) / 2;
    let row = |row: usize| {
        let at = ((from + row) * SHIPPED_SIDE + from) * 4;
        rgba[at..at + side * 4].iter().copied()
    };
    (0..side).flat_map(row).collect()
}
