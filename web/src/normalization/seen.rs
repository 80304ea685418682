//! What a state says, worked out: the block, its groups, the selected number.

use figures::{Block, Cell, Mark, Palette, Rgb, Scene, Sharing, Sizes, View};
use nets::normalize::{Norm, Setup};
use share::{Lang, State};

/// Width and height of a block before anything is computed, in CSS pixels.
pub(crate) const POSTER: (u32, u32) = (320, 250);

/// A state, worked out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) setup: Setup,
    pub(crate) sizes: Sizes,
    /// The selected number; `None` in an empty batch.
    pub(crate) cell: Option<Cell>,
    pub(crate) view: View,
    /// Whether y is shown, not x.
    pub(crate) after: bool,
}

impl Seen {
    pub(crate) fn of(state: &State, lang: Lang) -> Self {
        let setup =
            Setup::of(|key| state.int(key), |key| state.word(key), state.text("text", lang));
        let [samples, channels, places] = setup.shape();
        let sizes = Sizes { samples, channels, places };
        let at = |key: &str| state.int(key) as usize;
        let cell = Cell { sample: at("sample"), channel: at("channel"), place: at("place") };
        Self {
            cell: sizes.nearest(cell),
            sizes,
            view: View { turn: f64::from(state.int("turn")), tilt: f64::from(state.int("tilt")) },
            after: state.word("values") == "after",
            setup,
        }
    }

    /// The same look at what another state made.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn at(&self, setup: &Setup) -> Self {
        let [samples, channels, places] = setup.shape();
        let sizes = Sizes { samples, channels, places };
        let cell = self.cell.and_then(|cell| sizes.nearest(cell));
        Self { setup: setup.clone(), sizes, cell, view: self.view, after: self.after }
    }

    /// The normalization of a side: 0 is the left one.
    pub(crate) fn norm(&self, side: usize) -> Norm {
        self.setup.norms[side.min(1)]
    }

    /// What the normalization of a side takes together.
    pub(crate) fn sharing(&self, side: usize) -> Sharing {
        match self.norm(side) {
            Norm::Batch => Sharing::Batch,
            Norm::Layer => Sharing::Place,
            Norm::Sample => Sharing::Sample,
            Norm::Instance => Sharing::Instance,
            Norm::Group => {
                Sharing::Group { channels: self.sizes.channels / self.setup.groups.max(1) }
            }
        }
    }

    /// The numbers that share the selected number's mean and variance.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "shown in the browser"))]
    pub(crate) fn group(&self, side: usize) -> Vec<Cell> {
        let Some(chosen) = self.cell else { return Vec::new() };
        let skips = self.setup.skips(self.norm(side));
        let out = |cell: &Cell| skips && self.setup.is_padding(cell.sample, cell.place);
        if out(&chosen) {
            return Vec::new();
        }
        let group = self.sharing(side).group(self.sizes, chosen);
        group.into_iter().filter(|cell| !out(cell)).collect()
    }

    /// What PyTorch writes for the normalization of a side.
    pub(crate) fn call(&self, side: usize) -> String {
        let [_, c, places] = self.setup.shape();
        let images = self.setup.sentences.is_none();
        let rank = if images { "2d" } else { "1d" };
        let groups = self.setup.groups;
        match self.norm(side) {
            Norm::Batch => format!("nn.BatchNorm{rank}({c})"),
            Norm::Layer => format!("nn.LayerNorm({c})"),
            Norm::Sample if images => {
                let side = places.isqrt();
                format!("nn.LayerNorm(({c}, {side}, {side}))")
            }
            Norm::Sample => format!("nn.LayerNorm(({places}, {c}))"),
            Norm::Instance => format!("nn.InstanceNorm{rank}({c})"),
            Norm::Group => format!("nn.GroupNorm({groups}, {c})"),
        }
    }

    /// The names of the block's axes.
    fn names(&self) -> [String; 3] {
        let Sizes { samples, channels, places } = self.sizes;
        match self.setup.sentences {
            Some(_) => [format!("D={channels}"), format!("T={places}"), format!("B={samples}")],
            None => [format!("C={channels}"), format!("H·W={places}"), format!("N={samples}")],
        }
    }

    /// The block of a side as SVG before there are colours: what is not lit in outline alone.
    pub(crate) fn poster(&self, side: usize) -> String {
        let mut scene = self.scene(side, &|_| None, POSTER, &Palette::new(false, 1.0));
        scene.marks.retain(|mark| !matches!(mark, Mark::Face { alpha, .. } if *alpha < 1.0));
        scene.svg()
    }

    /// The block of a side, each cell in its colour; none before anything is computed.
    pub(crate) fn scene(
        &self,
        side: usize,
        colour: &dyn Fn(Cell) -> Option<Rgb>,
        size: (u32, u32),
        ink: &Palette,
    ) -> Scene {
        let block = Block {
            sizes: self.sizes,
            sharing: self.sharing(side),
            chosen: self.cell,
            colour,
            padding: &|cell| self.setup.is_padding(cell.sample, cell.place),
            skips_padding: self.setup.skips(self.norm(side)),
            names: self.names(),
        };
        block.scene(self.view, size, ink)
    }
}

#[cfg(test)]
mod tests {
    use share::{decode, widgets::normalization::NORMALIZATION};

    use super::*;

    fn seen(settings: &str) -> Seen {
        let (link, warnings) = decode(settings, &NORMALIZATION);
        assert_eq!(warnings, [], "{settings}");
        Seen::of(&link.state, Lang::En)
    }

    #[test]
    fn the_selected_number_is_in_both_groups() {
        for settings in ["", "norm=layer&against=sample", "norm=instance&against=group&data=images"]
        {
            let seen = seen(settings);
            for side in [0, 1] {
                let group = seen.group(side);
                assert_eq!(group.len(), seen.setup.members(seen.norm(side)), "{settings}");
                assert!(group.contains(&seen.cell.unwrap()), "{settings}");
            }
        }
    }

    #[test]
    fn padding_that_is_skipped_has_no_company() {
        let words = seen("padding=skipped&place=0");
        assert_eq!(words.group(0).len(), 6 + 3 + 4 + 3);
        assert_eq!(
            (
                seen("padding=skipped&sample=1&place=5").group(0).len(),
                seen("sample=1&place=5").group(0).len()
            ),
            (0, 24)
        );
    }

    #[test]
    fn pytorch_s_calls_have_the_sizes() {
        let calls = |settings: &str| [0, 1].map(|side| seen(settings).call(side));
        assert_eq!(calls(""), ["nn.BatchNorm1d(8)", "nn.LayerNorm(8)"]);
        assert_eq!(calls("norm=sample&pad=2"), ["nn.LayerNorm((8, 8))", "nn.LayerNorm(8)"]);
        assert_eq!(
            calls("norm=sample&against=group&data=images&channels=6"),
            ["nn.LayerNorm((6, 4, 4))", "nn.GroupNorm(2, 6)"]
        );
    }

    #[test]
    fn an_empty_batch_is_drawn_empty() {
        let none = seen("batch=0");
        assert_eq!((none.cell, none.group(0).len()), (None, 0));
        assert!(none.scene(0, &|_| None, POSTER, &Palette::new(false, 1.0)).marks.is_empty());
    }
}
