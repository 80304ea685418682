//! What the widget shows beside the frame, and the selection of an output cell.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};

use crate::convolution::paint::Paint;
use crate::widget::{Act, Frame};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) canvases: Canvases,
    /// The kernel as the reader paints it.
    pub(crate) paint: Paint,
    /// Sides of input, output and pooled map (0: too small to pool).
    pub(crate) sides: RwSignal<[usize; 3]>,
    /// The selected output cell: row, column.
    pub(crate) cell: RwSignal<(usize, usize)>,
    /// The numbers at the two ends of the output's and the rectified colours.
    pub(crate) ends: RwSignal<[String; 4]>,
    /// How the selected number adds up: the sum, and a line a channel.
    pub(crate) sums: RwSignal<Vec<String>>,
}

/// The canvases.
#[derive(Clone, Copy)]
pub(crate) struct Canvases {
    pub(crate) input: NodeRef<Canvas>,
    pub(crate) kernel: NodeRef<Canvas>,
    pub(crate) output: NodeRef<Canvas>,
    pub(crate) relu: NodeRef<Canvas>,
    pub(crate) pooled: NodeRef<Canvas>,
    pub(crate) signed: NodeRef<Canvas>,
    pub(crate) positive: NodeRef<Canvas>,
    pub(crate) pooled_scale: NodeRef<Canvas>,
    pub(crate) histogram: NodeRef<Canvas>,
}

impl Look {
    /// Nothing computed: the sizes of the table's defaults.
    pub(crate) fn new() -> Self {
        Self {
            canvases: Canvases {
                input: NodeRef::new(),
                kernel: NodeRef::new(),
                output: NodeRef::new(),
                relu: NodeRef::new(),
                pooled: NodeRef::new(),
                signed: NodeRef::new(),
                positive: NodeRef::new(),
                pooled_scale: NodeRef::new(),
                histogram: NodeRef::new(),
            },
            paint: Paint::new(),
            sides: RwSignal::new([227, 55, 27]),
            cell: RwSignal::new((27, 27)),
            ends: RwSignal::new(Default::default()),
            sums: RwSignal::new(Vec::new()),
        }
    }

    /// Arrow keys move the selection by one.
    pub(crate) fn key(self, frame: Frame, event: &KeyboardEvent) {
        let (down, right) = match event.key().as_str() {
            "ArrowUp" => (-1, 0),
            "ArrowDown" => (1, 0),
            "ArrowLeft" => (0, -1),
            "ArrowRight" => (0, 1),
            _ => return,
        };
        event.prevent_default();
        let (row, column) = self.cell.get_untracked();
        self.pick(frame, [row as i32 + down, column as i32 + right]);
    }

    /// The pointer selects the cell under it; a press also notes it in the address.
    pub(crate) fn point(self, frame: Frame, event: &PointerEvent, pressed: bool) {
        let Some(map) = self.canvases.output.get_untracked() else { return };
        let side = self.sides.with_untracked(|s| s[1]) as f64;
        let at = |offset: i32, size: i32| {
            (f64::from(offset) / f64::from(size.max(1)) * side).floor() as i32
        };
        let row = at(event.offset_y(), map.client_height());
        let column = at(event.offset_x(), map.client_width());
        self.pick(frame, [row, column]);
        if pressed {
            frame.act(Act::Noted);
        }
    }

    /// Moves the selection to a cell, kept inside the output.
    fn pick(self, frame: Frame, [row, column]: [i32; 2]) {
        let last = self.sides.with_untracked(|s| s[1]) as i32 - 1;
        if last < 0 {
            return;
        }
        let (row, column) = (row.clamp(0, last), column.clamp(0, last));
        if self.cell.get_untracked() != (row as usize, column as usize) {
            frame.state.update(|s| {
                s.set("row", f64::from(row));
                s.set("column", f64::from(column));
            });
        }
    }
}
