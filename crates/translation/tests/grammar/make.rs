//! Trees in few words.

use translation::lexicon::{
    ADJECTIVES, FEELINGS, GIFTS, INTRANSITIVES, KIN, LANDMARKS, MASSES, NAMES, NOUNS, NUMERALS,
    PRONOUNS, REGIONS, Relation, STAYS, TIMES, TRANSITIVES, Verb,
};
use translation::tree::{
    By, Clause, Common, Degree, Determiner, Goal, Mode, NounPhrase, Place, Predicate, Relative,
    Than, When,
};

pub(crate) fn he() -> NounPhrase {
    pronoun("he")
}

pub(crate) fn pronoun(word: &str) -> NounPhrase {
    NounPhrase::Pronoun(PRONOUNS.iter().find(|p| p.subject == word).expect("a pronoun"))
}

pub(crate) fn name(word: &str) -> NounPhrase {
    NounPhrase::Name(NAMES.iter().find(|n| n.english == word).expect("a name"))
}

pub(crate) fn common(determiner: Determiner, word: &str) -> Common {
    let all = NOUNS.iter().flat_map(|list| list.iter()).chain(KIN);
    let noun = all.into_iter().find(|n| n.one == word || n.many == word).expect("a noun");
    let plural = noun.one != word;
    Common { determiner, adjective: None, noun, plural, relative: None }
}

pub(crate) fn some(determiner: Determiner, word: &str) -> NounPhrase {
    NounPhrase::Common(common(determiner, word))
}

pub(crate) fn the(word: &str) -> NounPhrase {
    some(Determiner::The, word)
}

pub(crate) fn a(word: &str) -> NounPhrase {
    some(Determiner::A, word)
}

pub(crate) fn count(number: &str) -> Determiner {
    Determiner::Count(NUMERALS.iter().find(|n| n.english == number).expect("a numeral"))
}

pub(crate) fn my() -> Determiner {
    Determiner::Of(&PRONOUNS[0])
}

/// "a new book", where the word fits the noun.
pub(crate) fn like(determiner: Determiner, adjective: &str, word: &str) -> NounPhrase {
    let noun = common(determiner, word);
    let fits = |a: &&translation::lexicon::Adjective| {
        a.english == adjective && a.is_of(noun.noun.kinds) && a.is_attributive()
    };
    let adjective = Some(ADJECTIVES.iter().find(fits).expect("an adjective"));
    NounPhrase::Common(Common { adjective, ..noun })
}

pub(crate) fn told(word: &str, relative: Relative) -> NounPhrase {
    NounPhrase::Common(Common { relative: Some(relative), ..common(Determiner::The, word) })
}

pub(crate) fn mass(word: &str) -> NounPhrase {
    let noun = MASSES.iter().find(|m| m.english == word).expect("a mass");
    NounPhrase::Mass { noun, some: false }
}

pub(crate) fn portion(number: &str, word: &str) -> NounPhrase {
    let noun = MASSES.iter().find(|m| m.english == word).expect("a mass");
    let count = NUMERALS.iter().find(|n| n.english == number).expect("a numeral");
    NounPhrase::Portion { count, noun, vessel: &noun.vessels[0] }
}

/// The verb of that word that can be done to the object.
pub(crate) fn verb(base: &str, object: &NounPhrase) -> &'static Verb {
    let kinds = object.kinds();
    let fits = |v: &&Verb| {
        v.base == base && (kinds.is_empty() || kinds.iter().any(|kind| v.objects.contains(kind)))
    };
    TRANSITIVES.iter().find(fits).expect("a verb")
}

pub(crate) fn does(subject: NounPhrase, base: &str, object: NounPhrase) -> Clause {
    let verb = verb(base, &object);
    Clause::new(subject, Predicate::Transitive { verb, object, receiver: None })
}

/// What is done to something that is not named: its words choose the verb.
pub(crate) fn does_gap(subject: NounPhrase, base: &str, to: &str) -> Clause {
    let verb = verb(base, &the(to));
    let object = NounPhrase::Gap { person: false, plural: false };
    Clause::new(subject, Predicate::Transitive { verb, object, receiver: None })
}

pub(crate) fn acts(subject: NounPhrase, base: &str) -> Clause {
    let verb = INTRANSITIVES.iter().find(|v| v.base == base).expect("a verb");
    Clause::new(subject, Predicate::Intransitive(verb))
}

pub(crate) fn gives(base: &str, receiver: NounPhrase, object: NounPhrase, to: bool) -> Clause {
    let verb = GIFTS.iter().find(|v| v.base == base).expect("a verb");
    Clause::new(he(), Predicate::Gift { verb, receiver, object, to })
}

pub(crate) fn goes(subject: NounPhrase, to: &str, by: Option<By>) -> Clause {
    let to = LANDMARKS.iter().find(|l| l.to == to).expect("a place");
    Clause::new(subject, Predicate::Go { to: Goal::To(to), by })
}

pub(crate) fn stays(subject: NounPhrase, base: &str, place: Place) -> Clause {
    let verb = STAYS.iter().find(|v| v.base == base).expect("a verb");
    Clause::new(subject, Predicate::Stay(verb, place))
}

pub(crate) fn thinks(base: &str, clause: Clause) -> Clause {
    let verb = FEELINGS.iter().find(|v| v.base == base).expect("a verb");
    Clause::new(pronoun("i"), Predicate::That { verb, clause: Box::new(clause), that: true })
}

pub(crate) fn is(subject: NounPhrase, degree: Degree, word: &str) -> Clause {
    let kinds = subject.kinds();
    let adjective = ADJECTIVES.iter().find(|a| a.english == word && a.is_of(kinds) && a.is_plain());
    Clause::new(subject, Predicate::Adjective(adjective.expect("an adjective"), degree))
}

pub(crate) fn compared(subject: NounPhrase, than: Than, word: &str, other: NounPhrase) -> Clause {
    let kinds = subject.kinds();
    let adjective = ADJECTIVES.iter().find(|a| a.english == word && a.is_of(kinds) && a.compares);
    Clause::new(subject, Predicate::Compared(adjective.expect("an adjective"), than, other))
}

pub(crate) fn is_a(subject: NounPhrase, what: NounPhrase) -> Clause {
    Clause::new(subject, Predicate::Noun(what))
}

pub(crate) fn at(relation: Relation, landmark: &str) -> Place {
    let landmark = LANDMARKS.iter().find(|l| l.english == landmark);
    Place::At(relation, landmark.expect("a landmark"))
}

pub(crate) fn region(word: &str) -> &'static translation::lexicon::Region {
    REGIONS.iter().find(|r| r.english == word).expect("a region")
}

/// What is added to a clause.
pub(crate) trait With: Sized {
    fn mode(self, mode: Mode) -> Self;
    fn not(self) -> Self;
    fn when(self, time: &str) -> Self;
    fn place(self, place: Place) -> Self;
}

impl With for Clause {
    fn mode(self, mode: Mode) -> Self {
        Self { mode, ..self }
    }

    fn not(self) -> Self {
        Self { negative: true, ..self }
    }

    fn when(self, time: &str) -> Self {
        let time = TIMES.iter().find(|t| t.english == time).expect("a time");
        Self { time: Some(When::At(time)), ..self }
    }

    fn place(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }
}
