//! Tenses and modes, and the times that go with them.

use crate::lexicon::{Aspect, FREQUENCIES, Tense, Verb};
use crate::sample::Sampler;
use crate::tree::{Clause, Mode, NounPhrase, Place, Predicate, Relative};

use Mode::{Can, Like, Must, Past, Present, Progressive, Should, Want, Will};

impl Sampler<'_> {
    /// A mode that a verb may have.
    pub(super) fn mode(&mut self, verb: &'static Verb) -> Mode {
        match verb.aspect {
            Aspect::State => Present,
            Aspect::Action => self.weighted(&[
                (26, Present),
                (28, Past),
                (14, Progressive),
                (12, Will),
                (7, Can),
                (4, Should),
                (3, Must),
                (6, Want),
                (5, Like),
            ]),
            Aspect::Event => self.weighted(&[
                (9, Present),
                (54, Past),
                (16, Will),
                (7, Can),
                (4, Should),
                (4, Must),
                (6, Want),
            ]),
        }
    }

    /// Adds when, how often, where and with whom, as far as they go with what is there.
    pub(super) fn adjuncts(&mut self, clause: &mut Clause, short: bool) {
        let verbal = !clause.is_be();
        let new = matches!(&clause.subject, NounPhrase::Common(one) if one.relative.is_some());
        match clause.mode {
            Present if verbal && !clause.is_state() => {
                // 都 and 有时候 would have to agree on who comes first.
                let all = clause.all || clause.subject.is_all();
                if !clause.negative && !new && !all && self.often(16) {
                    clause.frequency = Some(self.pick(FREQUENCIES));
                } else if self.often(24) {
                    clause.time = self.time(Tense::Habit);
                }
            }
            Present if matches!(clause.predicate, Predicate::Adjective(..)) && self.often(14) => {
                clause.time = self.time(Tense::Now);
            }
            // "They read a book" is of no time in English.
            Past if !verbal || looks_present(clause) || self.often(62) => {
                clause.time = self.time(Tense::Past);
            }
            Progressive if self.often(18) && verbal => {
                clause.time = crate::lexicon::TIMES
                    .iter()
                    .find(|time| time.english == "now")
                    .map(crate::tree::When::At);
            }
            Will if self.often(55) => clause.time = self.time(Tense::Future),
            Want | Should | Must if self.often(14) => clause.time = self.time(Tense::Future),
            _ => {}
        }
        let strong = clause.verb().is_some_and(|verb| STRONG.contains(&verb.chinese));
        if strong && !clause.negative && !ends_in_clause(clause) && self.often(16) {
            clause.much = true;
        }
        clause.time_first = clause.time.is_some() && self.often(25);
        if !short {
            self.surroundings(clause);
        }
        // Behind a clause at the end of the sentence a time would be that clause's.
        if ends_in_clause(clause) {
            clause.time_first = clause.time.is_some();
        }
    }

    /// Where and with whom.
    fn surroundings(&mut self, clause: &mut Clause) {
        let can_be_somewhere = match &clause.predicate {
            Predicate::Transitive { verb, .. } => {
                let happens = verb.aspect == Aspect::Event && clause.mode == Present;
                let goes_on = verb.aspect != Aspect::State && verb.base != "wear";
                goes_on && !happens && !ends_in_clause(clause)
            }
            Predicate::Intransitive(verb) => verb.aspect == Aspect::Action,
            _ => false,
        };
        let people = !matches!(&clause.subject, NounPhrase::Sky | NounPhrase::Common(_))
            && clause.verb().is_some_and(|verb| verb.aspect == Aspect::Action)
            && !matches!(&clause.predicate, Predicate::Gift { .. } | Predicate::Stay(..));
        let sky = clause.subject == NounPhrase::Sky;
        // Places beside relative clauses would else be rare.
        let often = if has_clause(&clause.subject) { 50 } else { 26 };
        if can_be_somewhere && !sky && self.often(often) {
            clause.place = Some(self.place());
        }
        let together = clause.mode != Progressive || clause.place.is_none();
        let received = matches!(&clause.predicate, Predicate::Transitive { receiver: Some(_), .. });
        if people
            && together
            && !clause.all
            && !received
            && !ends_in_clause(clause)
            && self.often(9)
        {
            clause.with = Some(self.other_than(&clause.subject));
        }
    }
}

fn looks_present(clause: &Clause) -> bool {
    clause.verb().is_some_and(|verb| verb.base == verb.past)
}

/// What can be so very much.
const STRONG: &[&str] = &["喜欢", "爱", "讨厌", "想念"];

/// Whether its last words are a clause or a place of their own.
pub(super) fn ends_in_clause(clause: &Clause) -> bool {
    let told =
        |phrase: &NounPhrase| matches!(phrase, NounPhrase::Common(one) if one.relative.is_some());
    match &clause.predicate {
        Predicate::Transitive { object, receiver, .. } => {
            told(object) || receiver.as_ref().is_some_and(told)
        }
        Predicate::Gift { receiver, object, .. } => told(object) || told(receiver),
        Predicate::Noun(other) => told(other),
        Predicate::That { .. } => true,
        _ => false,
    }
}

/// Whether a relative clause, and no mere place, is told of a phrase.
pub(super) fn has_clause(phrase: &NounPhrase) -> bool {
    matches!(
        phrase,
        NounPhrase::Common(one)
            if matches!(one.relative, Some(Relative::Subject(_) | Relative::Object { .. }))
    )
}

/// Whether a place is asked for.
pub(super) const ASKED: Option<Place> = Some(Place::Where);
