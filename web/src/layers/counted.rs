//! What a state says, counted.

use nets::accounts::{Account, Memory, largest_batch};
use share::State;

/// A net's accounts, and what training it holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    /// The picture's side.
    pub(crate) side: usize,
    /// conv1's padding.
    pub(crate) padding: usize,
    pub(crate) batch: u64,
    pub(crate) layers: Vec<Account>,
    /// Of one card; then, of a net in two columns, of each of two.
    pub(crate) cards: Vec<Memory>,
    /// How many pictures fit at most, of the same.
    pub(crate) largest: Vec<u64>,
}

impl Counted {
    /// Of a net's layers, in a state.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "counted in the browser"))]
    pub(crate) fn of(state: &State, layers: Vec<Account>) -> Self {
        let [side, padding] = ["side", "padding"].map(|key| state.int(key) as usize);
        let batch = state.int("batch") as u64;
        let both = state.word("hold") == "both";
        let held = |batch, halves| Memory::of(&layers, side, batch, halves, both);
        let cards = if state.word("net") == "paper" { &[false, true][..] } else { &[false] };
        Self {
            side,
            padding,
            batch,
            cards: cards.iter().map(|&halves| held(batch, halves)).collect(),
            largest: cards
                .iter()
                .map(|&halves| largest_batch(&held(1, halves), &held(2, halves)))
                .collect(),
            layers,
        }
    }

    /// The layer that a state selects, if any are known.
    pub(crate) fn chosen(&self, state: &State) -> usize {
        (state.int("layer") as usize).min(self.layers.len().saturating_sub(1))
    }

    /// Parameters, multiply-adds, activations: what the three charts show of a layer.
    pub(crate) fn numbers(account: &Account) -> [u64; 3] {
        [account.parameters, account.multiply_adds, account.activations()]
    }

    /// One of these, of all layers.
    pub(crate) fn sum(&self, which: usize) -> u64 {
        self.layers.iter().map(|layer| Self::numbers(layer)[which]).sum()
    }

    /// What share of it the fully connected layers have.
    pub(crate) fn share_of_full(&self, which: usize) -> f64 {
        let full = self.layers.iter().filter(|layer| layer.full());
        let full: u64 = full.map(|layer| Self::numbers(layer)[which]).sum();
        full as f64 / self.sum(which).max(1) as f64
    }

    /// Sides of the maps of the convolutions and pools, in order, each once.
    pub(crate) fn sides(&self) -> Vec<usize> {
        let mut sides: Vec<usize> =
            self.layers.iter().filter_map(|layer| layer.out.get(1).copied()).collect();
        sides.dedup();
        sides
    }
}
