//! What the reader's hands do: pointer and keys.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    prelude::*,
};
use nets::Site;
use share::widgets::translator::{HEADS, LAYERS, heads_off, set_heads_off};

use crate::translator::look::{Look, SITES, WORDS, shown};
use crate::widget::{Act, Frame};

impl Look {
    /// Goes to a step, and to the word that it writes.
    pub(crate) fn go(self, frame: Frame, step: usize) {
        let step = step.min(self.size.get_untracked().written);
        frame.state.update(|s| {
            s.set("step", step as f64);
            if step > 0 {
                if s.word("site").starts_with("enc") {
                    s.choose("site", WORDS[SITES - 1]);
                }
                s.set("row", (step - 1) as f64);
            }
        });
        frame.act(Act::Changed);
    }

    /// Chooses the word that is written at this place, and where it looks most.
    pub(crate) fn word(self, frame: Frame, row: usize) {
        frame.state.update(|s| {
            if s.word("site").starts_with("enc") {
                s.choose("site", WORDS[SITES - 1]);
            }
            s.set("row", row as f64);
            if s.int("step") > 0 {
                s.set("step", (row + 1) as f64);
            }
        });
        frame.act(Act::Noted);
    }

    /// The pointer chooses the written word beside it.
    pub(crate) fn press(self, frame: Frame, event: &PointerEvent, height: i32) {
        let share = f64::from(event.offset_y()) / f64::from(height.max(1));
        let [shown, _] = frame.state.with_untracked(|s| shown(s, self.size.get_untracked()));
        let found = self.drawn.with_untracked(|d| d.of().at(share, d.targets.len()));
        if let Some(row) = found.filter(|row| *row < shown) {
            self.word(frame, row);
        }
    }

    /// Up and down choose a written word.
    pub(crate) fn word_key(self, frame: Frame, event: &KeyboardEvent) {
        let size = self.size.get_untracked();
        let [shown, at] = frame.state.with_untracked(|s| shown(s, size));
        let row = match event.key().as_str() {
            "ArrowUp" => at.saturating_sub(1),
            "ArrowDown" => (at + 1).min(shown.saturating_sub(1)),
            _ => return,
        };
        event.prevent_default();
        self.word(frame, row);
    }

    /// Chooses an attention and a head.
    pub(crate) fn head(self, frame: Frame, at: usize, head: usize) {
        frame.state.update(|s| {
            s.choose("site", WORDS[at.min(SITES - 1)]);
            s.set("head", (head + 1) as f64);
        });
        frame.act(Act::Changed);
    }

    /// Left and right change the head, up and down the attention.
    pub(crate) fn head_key(self, frame: Frame, event: &KeyboardEvent) {
        let was = untrack(|| self.chosen(frame));
        let (at, head) = match event.key().as_str() {
            "ArrowLeft" => (was.at, was.head.saturating_sub(1)),
            "ArrowRight" => (was.at, (was.head + 1).min(HEADS - 1)),
            "ArrowUp" => (was.at.saturating_sub(1), was.head),
            "ArrowDown" => ((was.at + 1).min(SITES - 1), was.head),
            _ => return,
        };
        event.prevent_default();
        self.head(frame, at, head);
    }

    /// The pointer selects the square under it; a press also notes it in the address.
    pub(crate) fn point(self, frame: Frame, event: &PointerEvent, pressed: bool) {
        let Some(map) = self.large.get_untracked() else { return };
        let [rows, columns] = self.size.get_untracked().of(untrack(|| self.chosen(frame)).site);
        let at = |offset: i32, size: i32, count: usize| {
            (f64::from(offset) / f64::from(size.max(1)) * count as f64).floor() as i32
        };
        let row = at(event.offset_y(), map.client_height(), rows);
        self.pick(frame, [row, at(event.offset_x(), map.client_width(), columns)]);
        if pressed {
            frame.act(Act::Noted);
        }
    }

    /// Arrow keys move the selected square.
    pub(crate) fn cell_key(self, frame: Frame, event: &KeyboardEvent) {
        let (down, right) = match event.key().as_str() {
            "ArrowUp" => (-1, 0),
            "ArrowDown" => (1, 0),
            "ArrowLeft" => (0, -1),
            "ArrowRight" => (0, 1),
            _ => return,
        };
        event.prevent_default();
        let was = untrack(|| self.chosen(frame));
        self.pick(frame, [was.row as i32 + down, was.column as i32 + right]);
        frame.act(Act::Noted);
    }

    fn pick(self, frame: Frame, to: [i32; 2]) {
        let was = untrack(|| self.chosen(frame));
        let sizes = self.size.get_untracked().of(was.site);
        let inside = |i: usize| to[i].clamp(0, sizes[i].saturating_sub(1) as i32);
        if [inside(0), inside(1)] != [was.row as i32, was.column as i32] {
            frame.state.update(|s| {
                s.set("row", f64::from(inside(0)));
                s.set("column", f64::from(inside(1)));
            });
        }
    }

    /// Switches heads.
    pub(crate) fn switch(self, frame: Frame, heads: impl Fn(usize, Site) -> Option<bool>) {
        frame.state.update(|s| {
            let was = heads_off(s);
            let sites = Site::all(LAYERS).flat_map(|site| [site; HEADS]);
            let off = sites.enumerate().filter(|&(number, site)| {
                heads(number, site).unwrap_or_else(|| was.contains(&number))
            });
            let off: Vec<usize> = off.map(|(number, _)| number).collect();
            set_heads_off(s, &off);
        });
        frame.act(Act::Changed);
    }
}
