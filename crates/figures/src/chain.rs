//! Attention as a chain of matrices: which matrix is made in which step, and from what
//! (Transformer, equation 1).

/// A matrix of the chain, in the order in which they are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Embeddings, tokens × d_model.
    X,
    /// Queries, tokens × d_k.
    Q,
    /// Keys, tokens × d_k.
    K,
    /// Values, tokens × d_v.
    V,
    /// Similarity of every query to every key.
    Scores,
    /// The scores, divided by √d_k where the similarity says so.
    Scaled,
    /// The same with what is hidden.
    Masked,
    /// Softmax of each row.
    Weights,
    /// The weighted means of the values, tokens × d_v.
    Y,
}

/// Some numbers of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A whole row.
    Row(usize),
    /// A whole column.
    Column(usize),
    /// One number: row, column.
    Cell(usize, usize),
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::X,
        Self::Q,
        Self::K,
        Self::V,
        Self::Scores,
        Self::Scaled,
        Self::Masked,
        Self::Weights,
        Self::Y,
    ];

    /// Its place among [`Self::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// Its word in links.
    #[must_use]
    pub fn word(self) -> &'static str {
        ["x", "q", "k", "v", "scores", "scaled", "masked", "weights", "y"][self.index()]
    }

    /// The part of a link's word; the weights for a word that is none.
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|part| part.word() == word).unwrap_or(Self::Weights)
    }

    /// Whether rows and columns are tokens.
    #[must_use]
    pub fn square(self) -> bool {
        matches!(self, Self::Scores | Self::Scaled | Self::Masked | Self::Weights)
    }

    /// What the number at `row`, `column` is made from.
    #[must_use]
    pub fn sources(self, row: usize, column: usize) -> Vec<(Self, Place)> {
        match self {
            Self::X => vec![],
            Self::Q | Self::K | Self::V => vec![(Self::X, Place::Row(row))],
            Self::Scores => vec![(Self::Q, Place::Row(row)), (Self::K, Place::Row(column))],
            Self::Scaled => vec![(Self::Scores, Place::Cell(row, column))],
            Self::Masked => vec![(Self::Scaled, Place::Cell(row, column))],
            Self::Weights => vec![(Self::Masked, Place::Row(row))],
            Self::Y => vec![(Self::Weights, Place::Row(row)), (Self::V, Place::Column(column))],
        }
    }
}

/// How many steps the chain has; step 0 is the whole of it.
pub const STEPS: usize = 6;

/// The parts of a step, what it makes last; of step 0 and of one that is none, all.
#[must_use]
pub fn parts_of(step: usize) -> &'static [Part] {
    use Part::{K, Masked, Q, Scaled, Scores, V, Weights, X, Y};
    match step {
        1 => &[X, V, K, Q],
        2 => &[Q, K, Scores],
        3 => &[Scores, Scaled],
        4 => &[Scaled, Masked],
        5 => &[Masked, Weights],
        6 => &[Weights, V, Y],
        _ => &Part::ALL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for part in Part::ALL {
            assert_eq!((Part::of(part.word()), Part::ALL[part.index()]), (part, part));
        }
        assert_eq!(Part::of("none"), Part::Weights);
    }

    /// Whatever a step makes is made from parts of the same step.
    #[test]
    fn a_step_has_what_its_result_is_made_from() {
        for step in 1..=STEPS {
            let parts = parts_of(step);
            let result = parts[parts.len() - 1];
            let sources = result.sources(1, 2);
            assert!(!sources.is_empty(), "{step}");
            assert!(sources.iter().all(|(part, _)| parts.contains(part)), "{step}");
        }
        assert_eq!(parts_of(0), Part::ALL);
    }

    #[test]
    fn a_score_is_a_query_s_row_against_a_key_s() {
        let sources = Part::Scores.sources(1, 4);
        assert_eq!(sources, [(Part::Q, Place::Row(1)), (Part::K, Place::Row(4))]);
        let sources = Part::Y.sources(1, 4);
        assert_eq!(sources, [(Part::Weights, Place::Row(1)), (Part::V, Place::Column(4))]);
    }
}
