//! What the widget shows beside the frame, and the selection of a cell.

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::blocks::{Block, Pair};
use share::State;

use crate::widget::{Act, Frame};

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) picture: NodeRef<Canvas>,
    pub(crate) x: NodeRef<Canvas>,
    /// The maps of the basic block and of the bottleneck.
    pub(crate) maps: [Maps; 2],
    pub(crate) scale: NodeRef<Canvas>,
    /// The numbers at the ends of the colours.
    pub(crate) ends: RwSignal<[String; 2]>,
    /// Milliseconds of each block; empty before.
    pub(crate) times: RwSignal<[Option<f64>; 2]>,
    /// How the selected cell adds up, a line a block, and a line on what is spread out.
    pub(crate) lines: RwSignal<Vec<String>>,
}

/// The canvases of one block.
#[derive(Clone, Copy)]
pub(crate) struct Maps {
    pub(crate) residual: NodeRef<Canvas>,
    pub(crate) shortcut: NodeRef<Canvas>,
    pub(crate) y: NodeRef<Canvas>,
}

/// What a state says, worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) pair: Pair,
    /// The channel that is shown: there are states with fewer than the reader once chose of.
    pub(crate) channel: usize,
    /// How many of them there are to choose from.
    pub(crate) channels: usize,
    /// Side of F(x).
    pub(crate) side: usize,
    /// The selected cell of F(x): row, column.
    pub(crate) cell: [usize; 2],
}

impl Seen {
    pub(crate) fn of(state: &State) -> Self {
        let pair = Pair::of(|key| state.int(key), |key| state.word(key));
        let channels = pair.blocks().map(|b| b.output.max(b.input)).into_iter().max().unwrap_or(1);
        let channel = (state.int("channel") as usize).min(channels.saturating_sub(1));
        let side = pair.side.div_ceil(pair.basic.stride.max(1));
        let place = |key: &str| match state.int(key) {
            -1 => side / 2,
            at => (at as usize).min(side.saturating_sub(1)),
        };
        Self { pair, channel, channels, side, cell: [place("row"), place("column")] }
    }

    /// Of a map of this side: which pixel lies where the selected cell is.
    pub(crate) fn mark(&self, side: usize) -> [usize; 2] {
        let step = if side == self.side { 1 } else { self.pair.basic.stride };
        self.cell.map(|at| at * step)
    }
}

/// The side of what the shortcut brings: that of F(x), but for an x that does not fit.
pub(crate) fn shortcut_side(seen: &Seen, block: &Block) -> usize {
    if block.fits(seen.pair.side) { seen.side } else { seen.pair.side }
}

impl Look {
    pub(crate) fn new() -> Self {
        let maps =
            || Maps { residual: NodeRef::new(), shortcut: NodeRef::new(), y: NodeRef::new() };
        Self {
            picture: NodeRef::new(),
            x: NodeRef::new(),
            maps: [maps(), maps()],
            scale: NodeRef::new(),
            ends: RwSignal::default(),
            times: RwSignal::default(),
            lines: RwSignal::default(),
        }
    }

    /// Arrow keys move the selection by one.
    pub(crate) fn key(frame: Frame, event: &KeyboardEvent) {
        let (down, right) = match event.key().as_str() {
            "ArrowUp" => (-1, 0),
            "ArrowDown" => (1, 0),
            "ArrowLeft" => (0, -1),
            "ArrowRight" => (0, 1),
            _ => return,
        };
        event.prevent_default();
        let [row, column] = frame.state.with_untracked(Seen::of).cell;
        pick(frame, [row as i32 + down, column as i32 + right]);
        frame.act(Act::Noted);
    }

    /// The pointer selects the cell under it; a press also notes it in the address.
    pub(crate) fn point(frame: Frame, map: NodeRef<Canvas>, event: &PointerEvent, pressed: bool) {
        let Some(map) = map.get_untracked() else { return };
        let side = frame.state.with_untracked(Seen::of).side as f64;
        let at = |offset: i32, size: i32| {
            (f64::from(offset) / f64::from(size.max(1)) * side).floor() as i32
        };
        let row = at(event.offset_y(), map.client_height());
        let column = at(event.offset_x(), map.client_width());
        pick(frame, [row, column]);
        if pressed {
            frame.act(Act::Noted);
        }
    }
}

/// Moves the selection to a cell, kept inside F(x).
fn pick(frame: Frame, [row, column]: [i32; 2]) {
    let seen = frame.state.with_untracked(Seen::of);
    let last = seen.side as i32 - 1;
    let (row, column) = (row.clamp(0, last.max(0)), column.clamp(0, last.max(0)));
    if seen.cell != [row as usize, column as usize] {
        frame.state.update(|s| {
            s.set("row", f64::from(row));
            s.set("column", f64::from(column));
        });
    }
}
