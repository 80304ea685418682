//! What a state says, worked out: the model's parts, and three trainings.

use nets::sizes::{BASE, BIG, Part, Sizes, training};
use share::{State, widgets::parameters::shape};

/// Millions of parameters that table 3 states, of base and of big.
pub(crate) const STATED: [u64; 2] = [65, 213];
/// Operations of table 2, likewise.
pub(crate) const TABLE_2: [&str; 2] = ["3.3×10¹⁸", "2.3×10¹⁹"];
/// Hours, cards and TFLOPS of both (section 5.2, footnote 5 to section 6.1).
pub(crate) const TRAINED: [[f64; 3]; 2] = [[12.0, 8.0, 9.5], [84.0, 8.0, 9.5]];

/// The model that is looked at, and its training.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Seen {
    pub(crate) sizes: Sizes,
    /// 0 of base, 1 of big.
    pub(crate) paper: Option<usize>,
    /// Hours, cards, TFLOPS.
    pub(crate) training: [f64; 3],
}

impl Seen {
    pub(crate) fn of(state: &State) -> Self {
        let whole = |n: i32| u64::from(n.unsigned_abs());
        let [layers, d_model, d_ff, heads, d_k, d_v] = shape(state).map(whole);
        let vocabulary = whole(state.int("vocabulary"));
        let biases = state.word("bias") == "all";
        let [hours, cards, gflops] =
            ["hours", "cards", "gflops"].map(|key| f64::from(state.int(key)));
        Self {
            sizes: Sizes { layers, d_model, d_ff, heads, d_k, d_v, vocabulary, biases },
            paper: ["base", "big"].iter().position(|word| *word == state.word("model")),
            training: [hours, cards, gflops / 1e3],
        }
    }

    /// Base and big with this vocabulary, and these biases.
    pub(crate) fn both(&self) -> [Sizes; 2] {
        let Sizes { vocabulary, biases, .. } = self.sizes;
        [BASE, BIG].map(|sizes| Sizes { vocabulary, biases, ..sizes })
    }

    /// The parts, and each one's share of all, in percent.
    pub(crate) fn parts(&self) -> [(Part, f64); 4] {
        let all = self.sizes.total().max(1) as f64;
        self.sizes.parts().map(|part| (part, 100.0 * part.total() as f64 / all))
    }
}

/// The operations of a training.
pub(crate) fn cost([hours, cards, tflops]: [f64; 3]) -> f64 {
    training(hours, cards, tflops)
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::parameters::PARAMETERS};

    fn seen(settings: &str) -> Seen {
        let (link, warnings) = decode(settings, &PARAMETERS);
        assert_eq!(warnings, [], "{settings}");
        Seen::of(&link.state)
    }

    #[test]
    fn base_and_big_are_the_paper_s_whatever_an_own_net_has() {
        assert_eq!(seen("").sizes, BASE);
        assert_eq!(seen("model=big&layers=2").sizes, BIG);
        assert_eq!(seen("model=own").sizes, BASE);
        assert_eq!(
            (seen("").paper, seen("model=big").paper, seen("model=own").paper),
            (Some(0), Some(1), None)
        );
        assert_eq!(seen("bias=all").both()[0].total(), 63_082_496);
    }

    #[test]
    fn the_default_training_is_base_s() {
        assert_eq!(seen("").training, TRAINED[0]);
        assert_eq!(seen("hours=84").training, TRAINED[1]);
    }
}
