//! What the widget shows beside the frame, and what a state says, worked out.

use figures::MapGrid;
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent},
    html::Canvas,
    prelude::*,
};
use nets::{
    CifarResNet,
    changed::{BlockAt, Change},
};
use ops::Shortcut;
use share::State;

use crate::widget::{Act, Frame, counting::Count, pick};

/// What is shown of the block: the shortcut's x, F(x), their sum, what the ReLU leaves of it.
pub(crate) const PANELS: usize = 4;

/// The widget's own signals and canvases.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    pub(crate) input: NodeRef<Canvas>,
    /// The chosen channel, large.
    pub(crate) large: [NodeRef<Canvas>; PANELS],
    pub(crate) all: [NodeRef<Canvas>; PANELS],
    pub(crate) histograms: [NodeRef<Canvas>; PANELS],
    pub(crate) scale: NodeRef<Canvas>,
    pub(crate) ratios: NodeRef<Canvas>,
    pub(crate) curve: NodeRef<Canvas>,
    /// The net whose numbers are shown.
    pub(crate) net: RwSignal<CifarResNet>,
    /// The numbers at the ends of the colours.
    pub(crate) ends: RwSignal<[String; 2]>,
    /// The largest number of all channels.
    pub(crate) most: RwSignal<String>,
    /// What the input is: its true class.
    pub(crate) truth: RwSignal<String>,
    /// The bars of the guesses as markup: of the net as it was, and changed.
    pub(crate) guesses: RwSignal<[String; 2]>,
    pub(crate) verdict: RwSignal<String>,
    pub(crate) lines: RwSignal<Vec<String>>,
    /// The card as rows of a table, as markup.
    pub(crate) card: RwSignal<String>,
    pub(crate) count: RwSignal<Count>,
    asks: StoredValue<Option<Callback<Ask>>>,
}

/// What the reader asks for beside the state.
#[derive(Clone, Copy)]
#[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "answered in the browser"))]
pub(crate) enum Ask {
    Count,
    Cancel,
    /// The curve of the card has come into sight.
    Curve,
}

/// The nets that were trained here, as their recipe says.
pub(crate) fn shipped(plain: bool) -> CifarResNet {
    let shortcut = if plain { Shortcut::None } else { Shortcut::ZeroPad };
    CifarResNet { n: 3, widths: vec![8, 16, 32], shortcut, norm: true, classes: 49 }
}

/// The stages of the shipped nets.
const STAGES: usize = 3;

/// The stage of a state, the first being 1.
fn stage(state: &State) -> usize {
    let stage = state.int("stage").max(1) as usize;
    if state.word("net") == "own" { stage } else { stage.min(STAGES) }
}

/// Side of what a block of this state gives, for pickers of cells.
pub(crate) fn side(state: &State) -> usize {
    (0..stage(state) - 1).fold(32, |side: usize, _| side.div_ceil(2))
}

/// What a state says of a net.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    /// The block's number among all.
    pub(crate) at: usize,
    pub(crate) block: BlockAt,
    /// The channel of F(x): there are blocks with fewer than the reader once chose of.
    pub(crate) channel: usize,
    /// Row and column.
    pub(crate) cell: [usize; 2],
    pub(crate) change: Change,
}

impl Seen {
    pub(crate) fn of(state: &State, net: &CifarResNet) -> Self {
        let stage = stage(state).min(net.widths.len().max(1));
        let at = (stage - 1) * net.n + (state.int("block") as usize).min(net.n.saturating_sub(1));
        let block = net.blocks().swap_remove(at);
        let channel = (state.int("map") as usize).min(block.channels[1].saturating_sub(1));
        let cell = pick::cell(state, block.side);
        let change = Change::of(|key| state.int(key), |key| state.word(key));
        Self { at, block, channel, cell, change }
    }

    /// The grid of all channels.
    pub(crate) fn grid(&self) -> MapGrid {
        MapGrid::whole(self.block.channels[1], self.block.side)
    }

    /// The selected cell as an index of `[1, channels, side, side]`.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn index(&self) -> [usize; 4] {
        [0, self.channel, self.cell[0], self.cell[1]]
    }
}

impl Look {
    /// Nothing computed; before, the net is the one that the state names.
    pub(crate) fn new(frame: Frame) -> Self {
        let nodes = || [0; PANELS].map(|_| NodeRef::new());
        let plain = frame.state.with_untracked(|s| s.word("net") == "plain");
        Self {
            input: NodeRef::new(),
            large: nodes(),
            all: nodes(),
            histograms: nodes(),
            scale: NodeRef::new(),
            ratios: NodeRef::new(),
            curve: NodeRef::new(),
            net: RwSignal::new(shipped(plain)),
            ends: RwSignal::default(),
            most: RwSignal::default(),
            truth: RwSignal::default(),
            guesses: RwSignal::default(),
            verdict: RwSignal::default(),
            lines: RwSignal::default(),
            card: RwSignal::default(),
            count: RwSignal::default(),
            asks: StoredValue::new(None),
        }
    }

    /// Says who answers what the reader asks.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn answer(self, asks: Callback<Ask>) {
        self.asks.set_value(Some(asks));
    }

    pub(crate) fn ask(self, ask: Ask) {
        if let Some(asks) = self.asks.get_value() {
            asks.run(ask);
        }
    }

    fn seen(self, frame: Frame) -> Seen {
        self.net.with_untracked(|net| frame.state.with_untracked(|s| Seen::of(s, net)))
    }

    /// Arrow keys change the channel.
    pub(crate) fn channel_key(self, frame: Frame, event: &KeyboardEvent) {
        let seen = self.seen(frame);
        let (across, last) = (seen.grid().across() as i32, seen.block.channels[1] as i32 - 1);
        let by = match event.key().as_str() {
            "ArrowLeft" => -1,
            "ArrowRight" => 1,
            "ArrowUp" => -across,
            "ArrowDown" => across,
            _ => return,
        };
        event.prevent_default();
        let to = seen.channel as i32 + by;
        if (0..=last).contains(&to) {
            frame.state.update(|s| s.set("map", f64::from(to)));
            frame.act(Act::Noted);
        }
    }

    /// A press on a map among all chooses its channel and the cell under it.
    pub(crate) fn press(self, frame: Frame, panel: usize, event: &MouseEvent) {
        let Some(canvas) = self.all[panel].get_untracked() else { return };
        let grid = self.seen(frame).grid();
        let [width, height] = grid.size().map(|side| side as f64);
        let place = |offset: i32, client: i32, size: f64| {
            f64::from(offset) / f64::from(client.max(1)) * size
        };
        let x = place(event.offset_x(), canvas.client_width(), width);
        let y = place(event.offset_y(), canvas.client_height(), height);
        if let Some(hit) = grid.hit(x, y) {
            frame.state.update(|s| {
                for (key, value) in ["map", "row", "column"].into_iter().zip(hit) {
                    s.set(key, value as f64);
                }
            });
            frame.act(Act::Changed);
        }
    }

    /// Up and down choose the block before and behind.
    pub(crate) fn block_key(self, frame: Frame, event: &KeyboardEvent) {
        let (at, last) = (self.seen(frame).at, self.net.with_untracked(blocks) - 1);
        let to = match event.key().as_str() {
            "ArrowUp" => at.saturating_sub(1),
            "ArrowDown" => (at + 1).min(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        self.choose(frame, to);
    }

    /// A press on a bar chooses its block.
    pub(crate) fn block_point(self, frame: Frame, event: &PointerEvent) {
        let Some(canvas) = self.ratios.get_untracked() else { return };
        let share = f64::from(event.offset_y()) / f64::from(canvas.client_height().max(1));
        self.choose(frame, figures::bar_at(share, self.net.with_untracked(blocks)));
    }

    fn choose(self, frame: Frame, at: usize) {
        let locked = ["stage", "block"].iter().any(|key| frame.locked(key));
        if locked || at == self.seen(frame).at {
            return;
        }
        let n = self.net.with_untracked(|net| net.n.max(1));
        frame.state.update(|s| {
            s.set("stage", (at / n + 1) as f64);
            s.set("block", (at % n) as f64);
        });
        frame.act(Act::Changed);
    }
}

fn blocks(net: &CifarResNet) -> usize {
    (net.n * net.widths.len()).max(1)
}

#[cfg(test)]
mod tests {
    use share::{decode, widgets::block::BLOCK};

    use super::*;

    fn state(query: &str) -> State {
        decode(query, &BLOCK).0.state
    }

    #[test]
    fn a_state_means_a_block_that_there_is() {
        let net = shipped(false);
        for (query, name, wide) in [
            ("", "layer2.1", 16),
            ("stage=1&block=0", "layer1.0", 32),
            ("stage=3&block=2", "layer3.2", 8),
            ("stage=4&block=99", "layer3.2", 8),
        ] {
            let seen = Seen::of(&state(query), &net);
            assert_eq!((&seen.block.name[..], seen.block.side), (name, wide), "{query}");
            assert_eq!(side(&state(query)), wide, "{query}");
        }
        let seen = Seen::of(&state("stage=1&map=31&row=31"), &net);
        assert_eq!((seen.channel, seen.cell), (7, [31, 16]));
        // Another's net of four stages.
        let own = CifarResNet { n: 2, widths: vec![4; 4], ..net };
        let query = state("net=own&stage=4&block=1");
        assert_eq!((Seen::of(&query, &own).at, side(&query)), (7, 4));
    }
}
