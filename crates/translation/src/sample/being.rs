//! What somebody or something is: where, like what, more than whom.

use crate::lexicon::{
    ADJECTIVES, Adjective, FREQUENCIES, Kind, NAMES, NOUNS, PRONOUNS, REGIONS, Verb,
};
use crate::sample::Sampler;
use crate::sample::somebody::{Who, plain};
use crate::tree::{Clause, Common, Degree, Determiner, Mode, NounPhrase, Predicate, Than};

/// What lies about and is asked for.
const THERE: &[Kind] = &[
    Kind::Reading,
    Kind::Food,
    Kind::Clothes,
    Kind::Headwear,
    Kind::Tool,
    Kind::Plant,
    Kind::Furniture,
];

impl Sampler<'_> {
    pub(super) fn located(&mut self, short: bool) -> Clause {
        let who = Who { beasts: true, new: false, short };
        let subject = if self.often(55) { self.somebody(who) } else { self.it(THERE, who) };
        let mode = self.weighted(&[(75, Mode::Present), (15, Mode::Past), (10, Mode::Will)]);
        let place = if self.often(75) { self.any_place() } else { self.place() };
        Clause { mode, ..Clause::new(subject, Predicate::Located(place)) }
    }

    pub(super) fn like(&mut self, short: bool) -> Clause {
        let who = Who { beasts: true, new: false, short };
        let (subject, adjective) = self.described(who);
        let mode = self.weighted(&[(80, Mode::Present), (12, Mode::Past), (8, Mode::Will)]);
        let coloured = adjective.attributive == crate::lexicon::Attributive::Shi;
        let person = subject.kinds().contains(&Kind::Person);
        let mode = if coloured || !person { Mode::Present } else { mode };
        let degree = if coloured || mode != Mode::Present {
            Degree::Plain
        } else {
            self.weighted(&[(58, Degree::Plain), (24, Degree::Very), (18, Degree::Too)])
        };
        let mut clause = Clause::new(subject, Predicate::Adjective(adjective, degree));
        let stays = !coloured && mode == Mode::Present && degree == Degree::Plain;
        if stays && self.often(8) && person {
            // Never comes with a verb: 从不 denies one.
            clause.frequency = Some(&FREQUENCIES[self.below(FREQUENCIES.len() - 1)]);
        }
        Clause { mode, ..clause }
    }

    /// Somebody or something, and a word for it.
    fn described(&mut self, who: Who) -> (NounPhrase, &'static Adjective) {
        loop {
            let subject = if self.often(55) {
                self.somebody(who)
            } else if self.often(20) {
                NounPhrase::Pronoun(&PRONOUNS[6])
            } else {
                // The word first, so that one that is said of few things is not rare.
                let adjective = self.pick(ADJECTIVES);
                if !adjective.is_plain() || !NOUNS[1].iter().any(|noun| noun.is(adjective.of)) {
                    continue;
                }
                return (self.it(adjective.of, who), adjective);
            };
            let kinds = subject.kinds();
            let found = self.pick_where(ADJECTIVES, |one| one.is_of(kinds) && one.is_plain());
            if let Some(found) = found {
                return (subject, found);
            }
        }
    }

    /// A thing as a subject; one of these kinds, or of any.
    fn it(&mut self, kinds: &[Kind], who: Who) -> NounPhrase {
        let found = self.pick_where(NOUNS[1], |noun| kinds.is_empty() || noun.is(kinds));
        let noun = found.unwrap_or(&NOUNS[1][0]);
        NounPhrase::Common(self.known(noun, Who { new: false, ..who }))
    }

    pub(super) fn being(&mut self, short: bool) -> Clause {
        if self.often(45) {
            let (far, plural) = (self.often(45), self.often(25));
            if !plural && self.often(12) {
                let who = self.relative_of_somebody();
                return Clause::new(NounPhrase::Pointed { far, plural }, Predicate::Noun(who));
            }
            let noun = self.pick(NOUNS[1]);
            let determiner = match (plural, self.often(50)) {
                (_, true) => self.owner_of(noun),
                (true, _) => Determiner::None,
                (false, _) => Determiner::A,
            };
            let mut made = plain(determiner, noun, plural);
            if self.often(25) {
                made.adjective = self.attribute(noun);
            } else if !short && self.often(20) {
                made.determiner = Determiner::The;
                made.relative = self.relative(noun, plural);
            }
            let subject = NounPhrase::Pointed { far, plural };
            return Clause::new(subject, Predicate::Noun(NounPhrase::Common(made)));
        }
        let subject = match self.below(10) {
            0..6 => self.pronoun(),
            6..8 => NounPhrase::Name(self.pick(NAMES)),
            _ => self.relative_of_somebody(),
        };
        let plural = matches!(&subject, NounPhrase::Pronoun(one) if one.plural);
        if !plural && self.often(18) {
            return Clause::new(subject, Predicate::Noun(self.relative_of_somebody()));
        }
        let noun = self.noun(&[Kind::Person]);
        let determiner = match (plural, noun.is(&[Kind::Had]) && self.often(40)) {
            (_, true) => self.owner(),
            (true, _) => Determiner::None,
            (false, _) => Determiner::A,
        };
        let mut made = plain(determiner, noun, plural);
        if self.often(30) {
            made.adjective = self.attribute(noun);
        }
        Clause::new(subject, Predicate::Noun(NounPhrase::Common(made)))
    }

    pub(super) fn sky(&mut self) -> Clause {
        let mode = self.weighted(&[
            (30, Mode::Past),
            (30, Mode::Progressive),
            (25, Mode::Will),
            (15, Mode::Present),
        ]);
        if self.often(55) {
            let verb = self.pick(Verb::SKY);
            return Clause { mode, ..Clause::new(NounPhrase::Sky, Predicate::Intransitive(verb)) };
        }
        let word = self.pick_where(ADJECTIVES, |one| one.is_of(&[Kind::Sky]));
        let degree = self.weighted(&[(60, Degree::Plain), (25, Degree::Very), (15, Degree::Too)]);
        let predicate = Predicate::Adjective(word.unwrap_or(&ADJECTIVES[0]), degree);
        let mode = if mode == Mode::Progressive { Mode::Present } else { mode };
        Clause { mode, ..Clause::new(NounPhrase::Sky, predicate) }
    }

    pub(super) fn from(&mut self) -> Clause {
        let who = Who { beasts: false, new: false, short: true };
        Clause::new(self.somebody(who), Predicate::From(Some(self.pick(REGIONS))))
    }

    pub(super) fn compared(&mut self) -> Clause {
        let than = self.weighted(&[(60, Than::More), (25, Than::Same), (15, Than::Less)]);
        loop {
            let adjective = self.pick(ADJECTIVES);
            let of_things = NOUNS[1].iter().any(|noun| noun.is(adjective.of));
            let people = adjective.is_of(&[Kind::Person]) && (!of_things || self.often(60));
            if !adjective.compares || (!people && !of_things) {
                continue;
            }
            let who = Who { beasts: false, new: false, short: true };
            if people {
                let subject = self.somebody(who);
                if matches!(subject, NounPhrase::Pair(_)) || subject.is_all() {
                    continue;
                }
                let other = self.other_than(&subject);
                return Clause::new(subject, Predicate::Compared(adjective, than, other));
            }
            let one = self.it(adjective.of, who);
            let other = self.it(adjective.of, who);
            let simple = |phrase: &NounPhrase| {
                matches!(phrase, NounPhrase::Common(Common { adjective: None, .. }))
                    && !phrase.is_all()
            };
            if one != other && simple(&one) && simple(&other) {
                return Clause::new(one, Predicate::Compared(adjective, than, other));
            }
        }
    }
}
