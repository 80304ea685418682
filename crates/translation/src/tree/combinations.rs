//! Which words stand together in a tree: what can be held out of training.

use crate::tree::{Clause, Common, Determiner, NounPhrase, Predicate, Relative, Sentence};

/// Words, or structures, that stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    /// A verb and its object, by their Chinese and English words.
    VerbNoun(&'static str, &'static str),
    /// A numeral and a noun, in English.
    NumberNoun(&'static str, &'static str),
    /// An adjective and the noun before which it stands, in Chinese and English.
    AdjectiveNoun(&'static str, &'static str),
    /// A relative clause that leaves out its object on the subject, and a place before the verb:
    /// "the girl that he knows reads in the park".
    RelativeAndPlace,
}

/// All of a sentence, those of its inner clauses too.
#[must_use]
pub fn combinations(sentence: &Sentence) -> Vec<Combination> {
    let mut found = Vec::new();
    match sentence {
        Sentence::There { what, .. } | Sentence::Price(what) => of_phrase(what, &mut found),
        _ => sentence.clauses().for_each(|clause| of_clause(clause, &mut found)),
    }
    found
}

fn of_clause(clause: &Clause, found: &mut Vec<Combination>) {
    if let (NounPhrase::Common(Common { relative: Some(relative), .. }), Some(_)) =
        (&clause.subject, clause.place)
        && matches!(relative, Relative::Object { .. })
    {
        found.push(Combination::RelativeAndPlace);
    }
    of_phrase(&clause.subject, found);
    clause.with.iter().for_each(|with| of_phrase(with, found));
    match &clause.predicate {
        Predicate::Transitive { verb, object, receiver } => {
            of_object(verb.chinese, object, found);
            receiver.iter().for_each(|receiver| of_phrase(receiver, found));
        }
        Predicate::Gift { verb, receiver, object, .. } => {
            of_object(verb.chinese, object, found);
            of_phrase(receiver, found);
        }
        Predicate::Noun(other) | Predicate::Compared(_, _, other) => of_phrase(other, found),
        Predicate::That { clause, .. } => of_clause(clause, found),
        _ => {}
    }
}

fn of_object(verb: &'static str, object: &NounPhrase, found: &mut Vec<Combination>) {
    if let NounPhrase::Pair(pair) = object {
        pair.iter().for_each(|one| of_object(verb, one, found));
        return;
    }
    let noun = match object {
        NounPhrase::Common(Common { noun, .. })
        | NounPhrase::HowMany(noun)
        | NounPhrase::Which(noun)
        | NounPhrase::Whose(noun) => Some(noun.one),
        NounPhrase::Mass { noun, .. } | NounPhrase::Portion { noun, .. } => Some(noun.english),
        _ => None,
    };
    found.extend(noun.map(|noun| Combination::VerbNoun(verb, noun)));
    of_phrase(object, found);
}

fn of_phrase(phrase: &NounPhrase, found: &mut Vec<Combination>) {
    match phrase {
        NounPhrase::Common(common) => {
            let noun = common.noun.one;
            if let Determiner::Count(count) = common.determiner {
                found.push(Combination::NumberNoun(count.english, noun));
            }
            if let Some(adjective) = common.adjective {
                found.push(Combination::AdjectiveNoun(adjective.chinese, noun));
            }
            of_relative(common, found);
        }
        NounPhrase::Portion { count, noun, .. } => {
            found.push(Combination::NumberNoun(count.english, noun.english));
        }
        NounPhrase::Pair(pair) => pair.iter().for_each(|one| of_phrase(one, found)),
        _ => {}
    }
}

/// In "the book that she reads" too a verb stands with its object.
fn of_relative(common: &Common, found: &mut Vec<Combination>) {
    match &common.relative {
        Some(Relative::Subject(clause)) => of_clause(clause, found),
        Some(Relative::Object { clause, .. }) => {
            if let Some(verb) = clause.verb() {
                found.push(Combination::VerbNoun(verb.chinese, common.noun.one));
            }
            of_clause(clause, found);
        }
        _ => {}
    }
}
