//! What the widget shows beside the frame, and what a state says, worked out.

use figures::Windows;
use leptos::{html::Canvas, prelude::*};
use share::State;

use crate::widget::pick;

/// Rows and columns of the activation: AlexNet's conv1 over 227×227.
pub(crate) const SIDE: usize = 55;

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) activation: NodeRef<Canvas>,
    /// What each pool gives.
    pub(crate) pooled: [NodeRef<Canvas>; 2],
    /// How often each cell of the activation is read by each pool.
    pub(crate) reads: [NodeRef<Canvas>; 2],
    pub(crate) scale: NodeRef<Canvas>,
    pub(crate) reads_scale: NodeRef<Canvas>,
    /// The largest number of the activation, and the most reads.
    pub(crate) ends: RwSignal<[String; 2]>,
    /// Where the largest number of each window lies.
    pub(crate) largest: RwSignal<[Option<[usize; 2]>; 2]>,
    /// In how many cells both pools took the same number.
    pub(crate) same: RwSignal<Option<usize>>,
    /// How the selected numbers came about, a line a pool.
    pub(crate) lines: RwSignal<Vec<String>>,
}

impl Look {
    pub(crate) fn new() -> Self {
        Self {
            activation: NodeRef::new(),
            pooled: [NodeRef::new(), NodeRef::new()],
            reads: [NodeRef::new(), NodeRef::new()],
            scale: NodeRef::new(),
            reads_scale: NodeRef::new(),
            ends: RwSignal::default(),
            largest: RwSignal::default(),
            same: RwSignal::default(),
            lines: RwSignal::default(),
        }
    }
}

/// What a state says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Whether the mean of a window is taken, not its largest number.
    pub(crate) average: bool,
    /// The windows of the two pools.
    pub(crate) windows: [Windows; 2],
    /// The selected cell, which both pools have: row, column.
    pub(crate) cell: [usize; 2],
}

impl Seen {
    pub(crate) fn of(state: &State) -> Self {
        let [size, stride] = ["size", "stride"].map(|key| state.int(key) as usize);
        let windows = [size, stride].map(|size| {
            let op = ops::MaxPool2d {
                kernel: [size; 2],
                stride: [stride; 2],
                padding: [0; 2],
                ceil_mode: false,
            };
            let shape = op.out_shape(&[1, 1, SIDE, SIDE]).unwrap_or_default();
            Windows { side: SIDE, size, stride, out: shape.last().copied().unwrap_or(0) }
        });
        let average = state.word("take") == "average";
        Self { average, windows, cell: pick::cell(state, Self::choices(&windows)) }
    }

    /// How many rows and columns there are to select from: those that both pools have.
    pub(crate) fn side(state: &State) -> usize {
        Self::choices(&Self::of(state).windows)
    }

    fn choices(windows: &[Windows; 2]) -> usize {
        windows[0].out.min(windows[1].out)
    }

    /// The window of the selected cell: row and column of its first cell, cells a side.
    pub(crate) fn window(&self, pool: usize) -> [usize; 3] {
        let Windows { size, stride, .. } = self.windows[pool];
        let [row, column] = self.cell.map(|at| at * stride);
        [row, column, size]
    }

    /// Whether both pools take a maximum for the same cells.
    pub(crate) fn compared(&self) -> bool {
        !self.average && self.windows[0].out == self.windows[1].out
    }

    /// What a pool does to make its output: of each window one number less than it has is
    /// compared, or added, with those before.
    #[cfg(any(test, target_arch = "wasm32"))]
    pub(crate) fn steps(&self, pool: usize) -> usize {
        let Windows { size, out, .. } = self.windows[pool];
        out * out * (size * size - 1)
    }
}
