//! Whole sentences.

use crate::lexicon::Phrase;
use crate::tree::{Clause, NounPhrase, Place};

/// A sentence.
#[derive(Debug, Clone, PartialEq)]
pub enum Sentence {
    /// She reads.
    Statement(Clause),
    /// Does she read? What does she read?
    Question(Clause),
    /// Please read the book. Of the clause the subject is not said.
    Command {
        /// What is to be done, or not.
        clause: Clause,
        /// Whether it is asked for.
        please: bool,
    },
    /// Let us go to the park.
    Suggestion(Clause),
    /// There is a cat under the table.
    There {
        /// What there is.
        what: NounPhrase,
        /// Where.
        place: Place,
        /// Whether it is not so.
        negative: bool,
        /// Whether it is asked.
        question: bool,
    },
    /// I like tea, but he likes coffee.
    Joined(Box<[Clause; 2]>, Conjunction),
    /// My name is Tom.
    Named(&'static crate::lexicon::Pronoun, &'static crate::lexicon::Name),
    /// How much is this book?
    Price(NounPhrase),
    /// Hello.
    Phrase(&'static Phrase),
}

/// What joins two clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Conjunction {
    /// and; Chinese needs no word
    And,
    /// but 但是
    But,
    /// because 因为
    Because,
    /// so 所以
    So,
    /// if …, 如果 …
    If,
}

impl Sentence {
    /// Whether it ends with a question mark.
    #[must_use]
    pub fn is_question(&self) -> bool {
        match self {
            Self::Question(_) | Self::Price(_) => true,
            Self::There { what, question, .. } => *question || what.asks(),
            Self::Phrase(phrase) => phrase.asks,
            _ => false,
        }
    }

    /// Its clauses; those inside of them are not among them.
    pub fn clauses(&self) -> impl Iterator<Item = &Clause> {
        let (one, two) = match self {
            Self::Statement(clause)
            | Self::Question(clause)
            | Self::Suggestion(clause)
            | Self::Command { clause, .. } => (Some(clause), None),
            Self::Joined(both, _) => (Some(&both[0]), Some(&both[1])),
            _ => (None, None),
        };
        one.into_iter().chain(two)
    }
}
