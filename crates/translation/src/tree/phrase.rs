//! What stands for people, things and places.

use crate::lexicon::{
    Adjective, Kind, Landmark, Mass, Name, Noun, Numeral, Pronoun, Region, Relation, Vessel,
};
use crate::tree::Clause;

/// Who or what.
#[derive(Debug, Clone, PartialEq)]
pub enum NounPhrase {
    /// she
    Pronoun(&'static Pronoun),
    /// Mary
    Name(&'static Name),
    /// the three old books
    Common(Common),
    /// tea; some tea
    Mass {
        /// Of what.
        noun: &'static Mass,
        /// Whether some of it.
        some: bool,
    },
    /// two cups of tea
    Portion {
        /// How many; one is "a".
        count: &'static Numeral,
        /// Of what.
        noun: &'static Mass,
        /// What it comes in.
        vessel: &'static Vessel,
    },
    /// Tom and Mary
    Pair(Box<[Self; 2]>),
    /// this; those
    Pointed {
        /// that, not this.
        far: bool,
        /// these or those.
        plural: bool,
    },
    /// The "it" that rains.
    Sky,
    /// who
    Who,
    /// what
    What,
    /// how many books
    HowMany(&'static Noun),
    /// which book
    Which(&'static Noun),
    /// whose book
    Whose(&'static Noun),
    /// What a relative clause leaves out.
    Gap {
        /// Whether it is a person: "who", not "that".
        person: bool,
        /// Whether it is more than one.
        plural: bool,
    },
}

/// A noun with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// Which of them.
    pub determiner: Determiner,
    /// What it is like.
    pub adjective: Option<&'static Adjective>,
    /// What it is.
    pub noun: &'static Noun,
    /// Whether it is more than one.
    pub plural: bool,
    /// What is told of it.
    pub relative: Option<Relative>,
}

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Determiner {
    /// Any, in the plural: books.
    None,
    /// a book
    A,
    /// the book, the books
    The,
    /// this book, these books
    This,
    /// that book, those books
    That,
    /// some books
    Some,
    /// many books
    Many,
    /// several books
    Several,
    /// every book
    Every,
    /// all the books
    All,
    /// three books
    Count(&'static Numeral),
    /// my book
    Of(&'static Pronoun),
    /// Mary's book
    OfName(&'static Name),
}

/// What is told of a noun.
#[derive(Debug, Clone, PartialEq)]
pub enum Relative {
    /// the book on the table
    Place(Place),
    /// the girl who reads
    Subject(Box<Clause>),
    /// the book that she reads
    Object {
        /// What is said, with a gap as its object.
        clause: Box<Clause>,
        /// Whether English says "that".
        that: bool,
    },
}

/// Where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Place {
    /// on the table
    At(Relation, &'static Landmark),
    /// in Paris
    In(&'static Region),
    /// where
    Where,
}

impl NounPhrase {
    /// Whether a verb agrees with it as with more than one.
    #[must_use]
    pub fn plural(&self) -> bool {
        match self {
            Self::Pronoun(pronoun) => pronoun.plural || pronoun.be == "are",
            Self::Common(common) => common.plural,
            Self::Pair(_) | Self::HowMany(_) => true,
            Self::Portion { count, .. } => count.english != "one",
            Self::Pointed { plural, .. } | Self::Gap { plural, .. } => *plural,
            _ => false,
        }
    }

    /// Whether it asks.
    #[must_use]
    pub fn asks(&self) -> bool {
        use NounPhrase::{HowMany, What, Which, Who, Whose};
        matches!(self, Who | What | HowMany(_) | Which(_) | Whose(_))
    }

    /// Whether "all of them" is told by 都: every student, all the students.
    #[must_use]
    pub fn is_all(&self) -> bool {
        use Determiner::{All, Every};
        matches!(self, Self::Common(Common { determiner: All | Every, .. }))
    }

    /// What it is, as far as verbs and adjectives ask.
    #[must_use]
    pub fn kinds(&self) -> &'static [Kind] {
        match self {
            Self::Common(common) => common.noun.kinds,
            Self::HowMany(noun) | Self::Which(noun) | Self::Whose(noun) => noun.kinds,
            Self::Mass { noun, .. } | Self::Portion { noun, .. } => noun.kinds,
            Self::Sky => &[Kind::Sky],
            // "It" is a small thing here.
            Self::Pronoun(pronoun) if pronoun.subject == "it" => &[Kind::Tool],
            Self::Pair(pair) => pair[0].kinds(),
            Self::Pointed { .. } | Self::What => &[],
            _ => &[Kind::Person],
        }
    }
}
