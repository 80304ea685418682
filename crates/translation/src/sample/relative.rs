//! What is told of a noun.

use crate::lexicon::{Aspect, INTRANSITIVES, Kind, Noun, STAYS, TRANSITIVES, Tense, Verb};
use crate::sample::Sampler;
use crate::sample::object::What;
use crate::sample::somebody::Who;
use crate::tree::{Clause, Mode, NounPhrase, Predicate, Relative};

/// What lies and stands about in a place.
const ABOUT: &[Kind] = &[
    Kind::Person,
    Kind::Animal,
    Kind::Reading,
    Kind::Food,
    Kind::Clothes,
    Kind::Headwear,
    Kind::Furniture,
    Kind::Tool,
    Kind::Plant,
];

impl Sampler<'_> {
    /// Something that is told of a noun, where it fits.
    pub(super) fn relative(&mut self, noun: &'static Noun, plural: bool) -> Option<Relative> {
        let lives = noun.is(&[Kind::Person, Kind::Animal]);
        match self.below(10) {
            0..3 if noun.is(ABOUT) => Some(Relative::Place(self.any_place())),
            3..8 if lives => Some(self.who_does(noun, plural)),
            _ if lives && self.often(60) => Some(self.who_does(noun, plural)),
            _ => self.what_is_done(noun, plural),
        }
    }

    /// the girl who is reading a book
    fn who_does(&mut self, noun: &'static Noun, plural: bool) -> Relative {
        let person = noun.is(&[Kind::Person]);
        let gap = NounPhrase::Gap { person, plural };
        let fits = |verb: &Verb| person || verb.beasts;
        let mut clause = match self.below(10) {
            0..6 => {
                let verb = self.pick_where(TRANSITIVES, fits).unwrap_or(&TRANSITIVES[0]);
                let mode = self.told_mode(verb);
                let what = What { denied: false, short: true };
                let object = self.object(verb, &gap, mode, what);
                let predicate = Predicate::Transitive { verb, object, receiver: None };
                Clause { mode, ..Clause::new(gap, predicate) }
            }
            6..8 => {
                let verb = self
                    .pick_where(INTRANSITIVES, |verb| fits(verb) && verb.aspect == Aspect::Action);
                let verb = verb.unwrap_or(&INTRANSITIVES[0]);
                let mode = self.told_mode(verb);
                Clause { mode, ..Clause::new(gap, Predicate::Intransitive(verb)) }
            }
            _ => {
                let verb = self.pick_where(STAYS, fits).unwrap_or(&STAYS[0]);
                let (mode, place) = self.stay(verb);
                Clause { mode, ..Clause::new(gap, Predicate::Stay(verb, place)) }
            }
        };
        if clause.mode == Mode::Past && self.often(20) {
            clause.time = self.time(Tense::Past);
        }
        Relative::Subject(Box::new(clause))
    }

    /// the book that Mary bought
    fn what_is_done(&mut self, noun: &'static Noun, plural: bool) -> Option<Relative> {
        let verb = self.pick_where(TRANSITIVES, |verb| noun.is(verb.objects))?;
        let mode = match verb.aspect {
            Aspect::State => Mode::Present,
            _ if self.often(80) => Mode::Past,
            _ => Mode::Will,
        };
        let who = Who { beasts: false, new: false, short: true };
        let subject = if self.often(75) { self.pronoun() } else { self.somebody(who) };
        let gap = NounPhrase::Gap { person: noun.is(&[Kind::Person]), plural };
        let predicate = Predicate::Transitive { verb, object: gap, receiver: None };
        let mut clause = Clause { mode, ..Clause::new(subject, predicate) };
        if mode == Mode::Past && self.often(20) {
            clause.time = self.time(Tense::Past);
        }
        Some(Relative::Object { clause: Box::new(clause), that: self.often(75) })
    }

    fn told_mode(&mut self, verb: &'static Verb) -> Mode {
        match verb.aspect {
            Aspect::State => Mode::Present,
            Aspect::Event => Mode::Past,
            Aspect::Action if self.often(50) => Mode::Past,
            Aspect::Action => Mode::Progressive,
        }
    }
}
