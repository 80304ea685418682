//! What a state says, counted.

use nets::accounts::{Account, Cards};
use share::State;

/// A net's accounts, and what training it holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Counted {
    /// The picture's side.
    pub(crate) side: usize,
    /// conv1's padding.
    pub(crate) padding: usize,
    pub(crate) layers: Vec<Account>,
    pub(crate) cards: Cards,
}

impl Counted {
    /// Of a net's layers, in a state.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "counted in the browser"))]
    pub(crate) fn of(state: &State, layers: Vec<Account>) -> Self {
        let [side, padding] = ["side", "padding"].map(|key| state.int(key) as usize);
        let batch = state.int("batch") as u64;
        let both = state.word("hold") == "both";
        let cards = Cards::of(&layers, side, batch, both, state.word("net") == "paper");
        Self { side, padding, layers, cards }
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
