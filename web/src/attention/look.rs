//! What the widget shows beside the frame, and what the reader points at.

use figures::{Part, STEPS, parts_of};
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::attention::{D_MODEL, D_V};
use share::widgets::attention::shown;

use crate::widget::{Act, Frame};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// A matrix each, in the order of [`Part::ALL`].
    pub(crate) canvases: [NodeRef<Canvas>; 9],
    /// Their scales of colours.
    pub(crate) ramps: [NodeRef<Canvas>; 9],
    /// The lenses over queries and keys.
    pub(crate) lenses: [NodeRef<Canvas>; 2],
    /// Spread, entropy, Jacobian.
    pub(crate) charts: [NodeRef<Canvas>; 3],
    pub(crate) tokens: RwSignal<Vec<String>>,
    pub(crate) d_k: RwSignal<usize>,
    /// The numbers at the two ends of the scales of colours.
    pub(crate) ends: RwSignal<[[String; 2]; 9]>,
    /// The matrix under the pointer, or under a letter of the formula.
    pub(crate) pointed: RwSignal<Option<Part>>,
    /// The selected number: matrix, row, column.
    pub(crate) cell: RwSignal<(Part, usize, usize)>,
    /// How the selected number comes about.
    pub(crate) sums: RwSignal<Vec<String>>,
    /// What is said in place: tokens that are left out, rows that see nothing.
    pub(crate) said: RwSignal<Vec<String>>,
    /// The measured numbers as a table's HTML.
    pub(crate) measured: RwSignal<String>,
}

impl Look {
    /// Nothing computed: the sizes of the frame's state.
    pub(crate) fn new(frame: Frame) -> Self {
        let state = frame.state.get_untracked();
        let nodes = |_| NodeRef::new();
        Self {
            canvases: std::array::from_fn(nodes),
            ramps: std::array::from_fn(nodes),
            lenses: std::array::from_fn(nodes),
            charts: std::array::from_fn(nodes),
            tokens: RwSignal::new(shown(&state, frame.lang).0),
            d_k: RwSignal::new(state.int("dk") as usize),
            ends: RwSignal::new(Default::default()),
            pointed: RwSignal::new(None),
            cell: RwSignal::new((Part::Weights, 0, 0)),
            sums: RwSignal::new(Vec::new()),
            said: RwSignal::new(Vec::new()),
            measured: RwSignal::new(String::new()),
        }
    }

    /// Rows and columns of a matrix.
    pub(crate) fn size(self, part: Part) -> [usize; 2] {
        let rows = self.tokens.with(Vec::len);
        let columns = match part {
            Part::X => D_MODEL,
            Part::Q | Part::K => self.d_k.get(),
            Part::V | Part::Y => D_V,
            _ => rows,
        };
        [rows, columns]
    }

    /// Whether the matrix belongs to what is looked at.
    pub(crate) fn lit(self, frame: Frame, part: Part) -> bool {
        let step = frame.state.with(|s| s.int("step")) as usize;
        self.pointed.get() == Some(part) || (step > 0 && parts_of(step).contains(&part))
    }

    /// Whether another step's matrices are looked at.
    pub(crate) fn dim(self, frame: Frame, part: Part) -> bool {
        frame.state.with(|s| s.int("step")) > 0 && !self.lit(frame, part)
    }

    /// Goes to a step, and to a number that it makes.
    pub(crate) fn go(self, frame: Frame, step: usize) {
        let step = step.min(STEPS);
        frame.state.update(|s| {
            s.set("step", step as f64);
            if let (1.., Some(made)) = (step, parts_of(step).last()) {
                s.choose("cell", made.word());
            }
        });
        frame.act(Act::Changed);
    }

    /// Arrow keys move the selection within a matrix by one.
    pub(crate) fn key(self, frame: Frame, part: Part, event: &KeyboardEvent) {
        let (down, right) = match event.key().as_str() {
            "ArrowUp" => (-1, 0),
            "ArrowDown" => (1, 0),
            "ArrowLeft" => (0, -1),
            "ArrowRight" => (0, 1),
            _ => return,
        };
        event.prevent_default();
        let (_, row, column) = self.cell.get_untracked();
        self.pick(frame, part, [row as i32 + down, column as i32 + right]);
        frame.act(Act::Noted);
    }

    /// The pointer selects the number under it, in a canvas that shows `columns` of them
    /// from `first` on; a press also notes it in the address.
    pub(crate) fn point(
        self,
        frame: Frame,
        part: Part,
        canvas: NodeRef<Canvas>,
        [first, columns]: [usize; 2],
        event: &PointerEvent,
        pressed: bool,
    ) {
        let Some(canvas) = canvas.get_untracked() else { return };
        let at = |offset: i32, size: i32, count: usize| {
            (f64::from(offset) / f64::from(size.max(1)) * count as f64).floor() as i32
        };
        let rows = self.tokens.with_untracked(Vec::len);
        let row = at(event.offset_y(), canvas.client_height(), rows);
        let column = at(event.offset_x(), canvas.client_width(), columns);
        let inside = column.clamp(0, columns.saturating_sub(1) as i32);
        self.pick(frame, part, [row, first as i32 + inside]);
        if pressed {
            frame.act(Act::Noted);
        }
    }

    /// Selects a number, kept inside the matrix.
    pub(crate) fn pick(self, frame: Frame, part: Part, [row, column]: [i32; 2]) {
        let [rows, columns] = untrack(|| self.size(part));
        let inside = |at: i32, count: usize| at.clamp(0, count.saturating_sub(1) as i32);
        let (row, column) = (inside(row, rows), inside(column, columns));
        if self.cell.get_untracked() != (part, row as usize, column as usize) {
            frame.state.update(|s| {
                s.choose("cell", part.word());
                s.set("row", f64::from(row));
                s.set("column", f64::from(column));
            });
        }
    }

    /// A matrix that takes the focus shows the number of the present place.
    pub(crate) fn focus(self, frame: Frame, part: Part) {
        self.pointed.set(Some(part));
        let (_, row, column) = self.cell.get_untracked();
        self.pick(frame, part, [row as i32, column as i32]);
    }
}
