//! The widget in a browser: what it computes, draws and says.

use std::rc::Rc;

use figures::tensor_pixels;
use leptos::prelude::*;
use nets::augmentation::{Cut, Eigen, PATCH, SIDE};
use share::{Link, State};

use crate::augmentation::{
    compute::{Kept, Patches, run},
    look::{Look, cut},
    words::{Words, words},
};
use crate::browser::{canvas::fill, engine::ThirdPass};
use crate::widget::{
    Frame, Table, check::Compared, markup::table, own_picture::OwnPicture, photos::Photos,
    subject::Subject,
};

/// Wakes the widget up.
pub(crate) fn start(frame: Frame, look: Look, own: OwnPicture) {
    let photos = Photos::new(frame, own);
    frame.live(Augmenting { frame, look, photos, t: words(frame.lang) });
}

struct Augmenting {
    frame: Frame,
    look: Look,
    photos: Rc<Photos>,
    t: &'static Words,
}

impl Subject for Augmenting {
    type Values = Patches;
    type Kept = Kept;

    async fn prepare(&self, state: &State) -> Result<(), String> {
        self.photos.get(state.word("picture")).await.map(drop)
    }

    async fn compute(
        &self,
        engine: &ThirdPass,
        state: &State,
        kept: &mut Kept,
    ) -> Result<Patches, String> {
        let photo = self.photos.get(state.word("picture")).await?;
        run(engine, state, photo, kept).await
    }

    fn draw(&self, made: &Patches, _state: &State, _dark: bool) {
        let (look, t) = (self.look, self.t);
        fill(look.input, &made.photo.rgba, SIDE);
        fill(look.cut, &tensor_pixels(&made.cut, PATCH), PATCH);
        fill(look.patch, &tensor_pixels(&made.patch, PATCH), PATCH);
        for (node, values) in look.ten.into_iter().zip(&made.ten) {
            fill(node, &tensor_pixels(values, PATCH), PATCH);
        }
        let levels = made.shift.map(|v| format!("{:+.2}", v * 255.0));
        let [r, g, b] = &levels;
        look.shift.set(format!("{}R {r}, G {g}, B {b}", t.shift));
        let rows = rows(&made.eigen, made.alphas);
        let head = [t.component, "λ", "p (R)", "p (G)", "p (B)", "α"];
        let head = head.map(str::to_owned).to_vec();
        look.components.set(table(&Table { head, rows }, |_| ""));
        let names = ["R", "G", "B"].into_iter().zip(made.shift).zip(&levels);
        let rows = names.map(|((name, shift), level)| {
            vec![name.to_owned(), format!("{shift:+.6}"), level.clone()]
        });
        let head = [t.channel, t.added, t.added_255].map(str::to_owned).to_vec();
        self.frame.shown.data.set(Table { head, rows: rows.collect() });
    }

    fn summary(&self, made: &Patches, state: &State) -> String {
        let count = if made.ten.is_empty() { 1 } else { made.ten.len() };
        let Cut { top, left, mirror } = cut(state);
        let mirrored = if mirror { self.t.mirrored } else { "" };
        match made.ten.is_empty() {
            true => format!("[{count}, 3, {PATCH}, {PATCH}] · ({top}, {left}){mirrored}"),
            false => format!("[{count}, 3, {PATCH}, {PATCH}]"),
        }
    }

    /// The patch with its colours shifted, a line a row and channel.
    fn csv(&self, made: &Patches, _state: &State) -> String {
        let row = |row: &[f32]| row.iter().map(f32::to_string).collect::<Vec<_>>().join(",");
        made.patch.chunks(PATCH).map(row).collect::<Vec<_>>().join("\n")
    }

    fn check<'a>(&self, made: &'a Patches) -> Vec<Compared<'a>> {
        let [lambdas, shift, patch] = &made.compared;
        let of = |name, got| Compared { name, got, tolerance: (1e-6, 1e-6) };
        vec![of("lambdas", lambdas), of("shift", shift), of("patch", patch)]
    }

    fn adopt(&self, link: &mut Link) -> Vec<String> {
        self.photos.adopt(link)
    }
}

/// A row a component.
fn rows(of: &Eigen, alphas: [f64; 3]) -> Vec<Vec<String>> {
    let row = |i: usize| {
        let numbers = [&[of.values[i]][..], &of.vectors[i], &[alphas[i]]].concat();
        let numbers = numbers.iter().map(|v| format!("{v:.4}"));
        std::iter::once((i + 1).to_string()).chain(numbers).collect()
    };
    (0..3).map(row).collect()
}
