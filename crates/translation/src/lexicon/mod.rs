//! The words of the grammar, by their kinds: what can be eaten, who has a measure word of respect.
//!
//! Each word stands once with all that both languages need of it; which words go together follows
//! from [`Kind`]. Several words in one entry are set apart by spaces.

mod adjectives;
mod mass;
mod nouns;
mod numerals;
mod people;
mod phrases;
mod places;
mod regions;
mod things;
mod times;
mod verbs;

pub use adjectives::{ADJECTIVES, Adjective, Attributive};
pub use mass::{MASSES, Mass, Vessel};
pub use nouns::{NOUNS, Noun};
pub use numerals::{NUMERALS, Numeral, UNITS, Unit};
pub use people::{KIN, NAMES, Name, PRONOUNS, Pronoun};
pub use phrases::{PHRASES, Phrase};
pub use places::{LANDMARKS, Landmark, Relation};
pub use regions::{REGIONS, Region};
pub use times::{FREQUENCIES, Frequency, TIMES, Tense, Time};
pub use verbs::{Aspect, FEELINGS, GIFTS, INTRANSITIVES, MEANS, Means, STAYS, TRANSITIVES, Verb};

/// What a thing is, as far as verbs and adjectives ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A human being; also names and pronouns.
    Person,
    /// Somebody whom one has: a friend, a doctor.
    Had,
    /// A relative, who is always somebody's.
    Kin,
    /// An animal.
    Animal,
    /// An animal that is ridden, and a bike.
    Ridden,
    /// What is read.
    Reading,
    /// What is written by hand.
    Written,
    /// What is eaten.
    Food,
    /// What is boiled before it is eaten.
    Boiled,
    /// What is drunk.
    Drink,
    /// What is put on with 穿.
    Clothes,
    /// What is put on with 戴.
    Headwear,
    /// Furniture.
    Furniture,
    /// What is opened and closed.
    Opening,
    /// What breaks.
    Fragile,
    /// A small thing that is bought, lent and lost.
    Tool,
    /// A machine that is repaired.
    Machine,
    /// A flower or a tree.
    Plant,
    /// An instrument that is bought.
    Instrument,
    /// An instrument that is plucked or struck: 弹.
    Plucked,
    /// An instrument that is bowed: 拉.
    Bowed,
    /// What is driven: 开.
    Vehicle,
    /// What goes by a timetable, and is waited for.
    Transport,
    /// A building or a landscape that one goes to see.
    Sight,
    /// What is built.
    Building,
    /// What is climbed.
    Height,
    /// A room, which is cleaned.
    Room,
    /// What is watched.
    Shown,
    /// What is sung and listened to.
    Sung,
    /// What is listened to.
    Heard,
    /// A question or a word.
    Said,
    /// A language.
    Language,
    /// What is studied.
    Subject,
    /// What is played with the foot: 踢.
    Kicked,
    /// What is played with the hand: 打.
    Batted,
    /// What is played on a board: 下.
    Board,
    /// The weather.
    Sky,
}
