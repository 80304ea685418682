//! The layer of the small net that is looked at, and what one of its maps reads.

use std::ops::Range;

use nets::{STAGES, Stage, stage_of};
use share::State;

/// The layer before, and the layer itself.
pub(crate) fn stages(state: &State) -> [Stage; 2] {
    let at = stage_of(state.word("conv")).unwrap_or(4).max(1);
    [STAGES[at - 1], STAGES[at]]
}

/// The output map that is selected.
pub(crate) fn map(state: &State) -> usize {
    let [_, stage] = stages(state);
    (state.int("map") as usize).min(stage.maps - 1)
}

/// The input channels for which the selected map has weights, as the net was trained: its half.
pub(crate) fn read(state: &State) -> Range<usize> {
    let [before, stage] = stages(state);
    let half = before.maps / 2;
    let from = if map(state) < stage.maps / 2 { 0 } else { half };
    from..from + half
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::widgets::columns::COLUMNS;

    #[test]
    fn a_map_reads_its_half_of_the_layer_before() {
        let mut state = State::of(&COLUMNS);
        for (conv, before, at, want) in [
            ("conv2", "pool1", 0, 0..8),
            ("conv2", "pool1", 23, 0..8),
            ("conv2", "pool1", 24, 8..16),
            ("conv4", "relu3", 63, 32..64),
            ("conv5", "relu4", 63, 32..64),
        ] {
            state.choose("conv", conv);
            state.set("map", f64::from(at));
            assert_eq!((stages(&state)[0].name, read(&state)), (before, want), "{conv} {at}");
        }
        assert_eq!(map(&state), 47, "conv5 has fewer maps than the control has places");
    }
}
