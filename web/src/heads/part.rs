//! The matrices of the layer, and what a number of each is made from.

use crate::widget::sheet::outline;

/// The heads of the small translator.
pub(crate) const HEADS: usize = 4;
/// Its width.
pub(crate) const D_MODEL: usize = 64;
/// Numbers of a head's query.
pub(crate) const D_K: usize = D_MODEL / HEADS;
/// The width of its feed-forward network.
pub(crate) const D_FF: usize = 256;

/// A matrix, in the order in which they are made. Where there is one for every head, it is that
/// of the chosen one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    X,
    Q,
    K,
    V,
    Scores,
    Masked,
    Weights,
    Joined,
    Projected,
    Normalized,
    Hidden,
    Y,
}

impl Part {
    pub(crate) const ALL: [Self; 12] = [
        Self::X,
        Self::Q,
        Self::K,
        Self::V,
        Self::Scores,
        Self::Masked,
        Self::Weights,
        Self::Joined,
        Self::Projected,
        Self::Normalized,
        Self::Hidden,
        Self::Y,
    ];

    pub(crate) fn index(self) -> usize {
        self as usize
    }

    /// Its word in links, and its letter in numbers.
    pub(crate) fn word(self) -> &'static str {
        ["x", "q", "k", "v", "s", "m", "a", "j", "o", "n", "h", "f"][self.index()]
    }

    /// The part of a link's word; the weights for a word that is none.
    pub(crate) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|part| part.word() == word).unwrap_or(Self::Weights)
    }

    /// Whether columns are words too, and there is a matrix for every head.
    pub(crate) fn square(self) -> bool {
        matches!(self, Self::Scores | Self::Masked | Self::Weights)
    }

    pub(crate) fn columns(self, tokens: usize) -> usize {
        match self {
            Self::Hidden => D_FF,
            _ if self.square() => tokens,
            _ => D_MODEL,
        }
    }

    /// The class of its colour: one colour, one meaning.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::X | Self::Normalized => "c-input",
            Self::Q => "c-query",
            Self::K => "c-key",
            Self::V => "c-value",
            Self::Joined | Self::Projected | Self::Y => "c-output",
            _ => "c-plain",
        }
    }

    /// What of `self` makes the number `of` at `[row, column]`, in the matrices of a head for
    /// so many tokens, as the outline of it; empty where nothing of it does.
    pub(crate) fn source(
        self,
        (of, [row, column]): (Self, [usize; 2]),
        head: usize,
        tokens: usize,
    ) -> String {
        let whole = |row: usize| outline([row, 0], [1, self.columns(tokens)]);
        let of_head = |row: usize, head: usize| outline([row, head * D_K], [1, D_K]);
        match (of, self) {
            (Self::Q | Self::K | Self::V, Self::X)
            | (Self::Weights, Self::Masked)
            | (Self::Joined, Self::Weights)
            | (Self::Projected, Self::Joined)
            | (Self::Normalized, Self::X | Self::Projected)
            | (Self::Hidden, Self::Normalized)
            | (Self::Y, Self::Hidden) => whole(row),
            (Self::Scores, Self::Q) => of_head(row, head),
            (Self::Scores, Self::K) => of_head(column, head),
            (Self::Masked, Self::Scores) => outline([row, column], [1, 1]),
            (Self::Joined, Self::V) => outline([0, column], [tokens, 1]),
            _ => String::new(),
        }
    }
}

/// Parameters of the layer, its two LayerNorms included.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) const fn parameters() -> usize {
    4 * D_MODEL * D_MODEL + 2 * D_MODEL * D_FF + D_FF + D_MODEL + 4 * D_MODEL
}

/// Multiply-adds of the layer's matrix products for so many tokens: four projections, scores,
/// weighted means, feed-forward.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) const fn multiply_adds(tokens: usize) -> usize {
    tokens * D_MODEL * (4 * D_MODEL + 2 * tokens + 2 * D_FF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_table() {
        let key = share::widgets::heads::HEADS.keys.iter().find(|key| key.key == "cell");
        let Some(share::Key { kind: share::Kind::Choice(choices), .. }) = key else {
            panic!("no choice of cells")
        };
        assert_eq!(choices.len(), Part::ALL.len());
        for choice in *choices {
            assert_eq!(Part::of(choice.word).word(), choice.word);
        }
        assert_eq!(Part::of("?"), Part::Weights);
    }

    /// Parameters and work of the layer, as the operation counts them.
    #[test]
    fn the_cost_is_the_operation_s() {
        use ops::{EncoderLayer, Op};
        let op = Op::from(EncoderLayer { heads: HEADS, eps: 1e-5, residual: true });
        let (d, f) = (D_MODEL, D_FF);
        let x = [1, 7, d];
        let shapes: Vec<Option<Vec<usize>>> = op
            .entry()
            .inputs
            .iter()
            .map(|name| {
                match name.trim_end_matches('?').rsplit(['.', '/']).next().unwrap_or_default() {
                    "x" => Some(x.to_vec()),
                    "w1" => Some(vec![f, d]),
                    "w2" => Some(vec![d, f]),
                    "b1" => Some(vec![f]),
                    "b2" | "gamma" | "beta" => Some(vec![d]),
                    part if part.starts_with('w') => Some(vec![d, d]),
                    _ => None,
                }
            })
            .collect();
        let shapes: Vec<Option<&[usize]>> = shapes.iter().map(Option::as_deref).collect();
        let cost = op.cost(&shapes).expect("a cost");
        assert_eq!(cost.parameters, parameters() as u64);
        assert_eq!(cost.multiply_adds, multiply_adds(7) as u64);
    }

    #[test]
    fn every_number_is_made_from_something_before_it() {
        for of in Part::ALL.into_iter().skip(1) {
            let from = |part: &Part| !part.source((of, [1, 2]), 0, 5).is_empty();
            assert!(Part::ALL.iter().any(from), "{of:?}");
            assert!(Part::ALL[of.index()..].iter().all(|part| !from(part)), "{of:?}");
        }
        // The key of a score lies in the row of its column, within the head.
        assert_eq!(Part::K.source((Part::Scores, [1, 4]), 3, 9), outline([4, 48], [1, 16]));
        assert_eq!(Part::V.source((Part::Joined, [1, 20]), 1, 9), outline([0, 20], [9, 1]));
    }
}
