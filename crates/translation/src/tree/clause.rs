//! What is said of somebody, when, where and with whom.

use crate::lexicon::{
    Adjective, Aspect, Frequency, Landmark, Means, Numeral, Region, Time, Unit, Verb,
};
use crate::tree::{NounPhrase, Place};

/// A clause: who does what.
#[derive(Debug, Clone, PartialEq)]
pub struct Clause {
    /// Who.
    pub subject: NounPhrase,
    /// Does or is what.
    pub predicate: Predicate,
    /// In which mode.
    pub mode: Mode,
    /// Whether it is not so.
    pub negative: bool,
    /// Whether an English question says so at once: "did not she", as in "didn't she".
    pub early: bool,
    /// Whether it is also so: 也.
    pub also: bool,
    /// Whether English says so with "too" or "either", behind everything.
    pub too: bool,
    /// Whether it is so very much: 非常 before the verb.
    pub much: bool,
    /// Whether it is so of all of them, or of both: 都.
    pub all: bool,
    /// How often.
    pub frequency: Option<&'static Frequency>,
    /// When.
    pub time: Option<When>,
    /// Whether English begins with the time.
    pub time_first: bool,
    /// Where.
    pub place: Option<Place>,
    /// With whom.
    pub with: Option<NounPhrase>,
    /// Whether it is asked why.
    pub why: bool,
}

/// Is or does what.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// reads the book; for somebody, where it is so
    Transitive {
        /// The verb.
        verb: &'static Verb,
        /// What it is done to.
        object: NounPhrase,
        /// For whom.
        receiver: Option<NounPhrase>,
    },
    /// gives Mary the book
    Gift {
        /// The verb.
        verb: &'static Verb,
        /// To whom.
        receiver: NounPhrase,
        /// What.
        object: NounPhrase,
        /// Whether English says "to Mary" behind it.
        to: bool,
    },
    /// sleeps
    Intransitive(&'static Verb),
    /// goes to the park by bus
    Go {
        /// Where.
        to: Goal,
        /// How.
        by: Option<By>,
    },
    /// lives in the village
    Stay(&'static Verb, Place),
    /// is in the park
    Located(Place),
    /// is very tall
    Adjective(&'static Adjective, Degree),
    /// is taller than Mary
    Compared(&'static Adjective, Than, NounPhrase),
    /// is a teacher
    Noun(NounPhrase),
    /// is from China; `None`: from where
    From(Option<&'static Region>),
    /// knows that …
    That {
        /// The verb.
        verb: &'static Verb,
        /// What is known.
        clause: Box<Clause>,
        /// Whether English says "that".
        that: bool,
    },
}

/// Where one goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// to the park
    To(&'static Landmark),
    /// to Paris
    ToRegion(&'static Region),
    /// where
    Where,
}

/// How one goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By {
    /// by bus
    Means(&'static Means),
    /// how
    How,
}

/// How much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Degree {
    /// tall: Chinese says 很 all the same.
    Plain,
    /// very tall; not very tall
    Very,
    /// too tall
    Too,
}

/// How two are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Than {
    /// taller than
    More,
    /// as tall as
    Same,
    /// not as tall as
    Less,
}

/// Tense, aspect and will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// reads
    Present,
    /// read
    Past,
    /// is reading
    Progressive,
    /// will read
    Will,
    /// can read
    Can,
    /// should read
    Should,
    /// must read
    Must,
    /// wants to read
    Want,
    /// likes to read
    Like,
}

/// When.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// yesterday
    At(&'static Time),
    /// three days ago
    Ago(&'static Numeral, &'static Unit),
    /// when
    Asked,
}

/// What a clause asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing: of it only yes or no can be asked.
    Nothing,
    /// Who or what does it.
    Subject,
    /// Something else, which English puts in front.
    Other,
}

impl Clause {
    /// A plain clause in the present.
    #[must_use]
    pub fn new(subject: NounPhrase, predicate: Predicate) -> Self {
        Self {
            subject,
            predicate,
            mode: Mode::Present,
            negative: false,
            early: false,
            also: false,
            too: false,
            much: false,
            all: false,
            frequency: None,
            time: None,
            time_first: false,
            place: None,
            with: None,
            why: false,
        }
    }

    /// What it asks for.
    #[must_use]
    pub fn asks(&self) -> Asks {
        let other = match &self.predicate {
            Predicate::Transitive { object, .. } | Predicate::Noun(object) => object.asks(),
            Predicate::Go { to, by } => *to == Goal::Where || *by == Some(By::How),
            Predicate::Stay(_, place) | Predicate::Located(place) => *place == Place::Where,
            Predicate::From(region) => region.is_none(),
            _ => false,
        };
        let when = self.time == Some(When::Asked) || self.place == Some(Place::Where);
        if self.subject.asks() {
            Asks::Subject
        } else if other || when || self.why {
            Asks::Other
        } else {
            Asks::Nothing
        }
    }

    /// Whether English has a form of "be" and Chinese no verb that takes 了.
    #[must_use]
    pub fn is_be(&self) -> bool {
        use Predicate::{Adjective, Compared, From, Located, Noun};
        matches!(self.predicate, Adjective(..) | Compared(..) | From(_) | Located(_) | Noun(_))
    }

    /// Its verb, where it has one of its own.
    #[must_use]
    pub fn verb(&self) -> Option<&'static Verb> {
        match &self.predicate {
            Predicate::Transitive { verb, .. }
            | Predicate::Gift { verb, .. }
            | Predicate::That { verb, .. } => Some(verb),
            Predicate::Intransitive(verb) | Predicate::Stay(verb, _) => Some(verb),
            Predicate::Go { .. } => Some(&GO),
            _ => None,
        }
    }

    /// Whether its verb is a state.
    #[must_use]
    pub fn is_state(&self) -> bool {
        self.verb().is_none_or(|verb| verb.aspect == Aspect::State)
    }
}

static GO: Verb = Verb::GO;
