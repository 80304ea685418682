//! Sentences as trees, before they are words of a language.

mod clause;
mod combinations;
mod phrase;
mod sentence;

pub use clause::{Asks, By, Clause, Degree, Goal, Mode, Predicate, Than, When};
pub use combinations::{Combination, combinations};
pub use phrase::{Common, Determiner, NounPhrase, Place, Relative};
pub use sentence::{Conjunction, Sentence};
