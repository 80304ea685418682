//! Who, what and where, in Chinese.
//!
//! A noun before the verb is known without a word for "the", one behind it is not: "the book" is
//! 书 as a subject, 那本书 as an object.

use crate::chinese::clause::{Kind as ClauseKind, clause};
use crate::lexicon::{Adjective, Attributive, Kind, Noun};
use crate::line::Line;
use crate::tree::{Common, Determiner, NounPhrase, Place, Relative};

/// Where a noun phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Before the verb, and a receiver.
    Subject,
    /// After the verb.
    Object,
    /// After a verb that is denied: "a book" is 书 alone.
    Denied,
    /// Behind 是: a profession is told without a measure word.
    Predicate,
}

pub(super) fn phrase(line: &mut Line, what: &NounPhrase, role: Role) {
    match what {
        NounPhrase::Pronoun(pronoun) => line.say(pronoun.chinese),
        NounPhrase::Name(name) => line.say(name.chinese),
        NounPhrase::Common(one) => common(line, one, role),
        NounPhrase::Mass { noun, some } => {
            line.say_if(*some, "一些");
            line.say(noun.chinese);
        }
        NounPhrase::Portion { count, noun, vessel } => {
            line.say(count.chinese);
            line.say(vessel.chinese);
            line.say(noun.chinese);
        }
        NounPhrase::Pair(pair) => {
            phrase(line, &pair[0], role);
            line.say("和");
            phrase(line, &pair[1], role);
        }
        NounPhrase::Pointed { far, plural } => line.say(match (far, plural) {
            (false, false) => "这",
            (false, true) => "这 些",
            (true, false) => "那",
            (true, true) => "那 些",
        }),
        NounPhrase::Sky | NounPhrase::Gap { .. } => {}
        NounPhrase::Who => line.say("谁"),
        NounPhrase::What => line.say("什么"),
        NounPhrase::HowMany(noun) => counted(line, "几", noun),
        NounPhrase::Which(noun) => counted(line, "哪", noun),
        NounPhrase::Whose(noun) => {
            line.say("谁 的");
            line.say(noun.chinese);
        }
    }
}

fn counted(line: &mut Line, count: &'static str, noun: &Noun) {
    line.say(count);
    line.say(noun.measure);
    line.say(noun.chinese);
}

fn common(line: &mut Line, one: &Common, role: Role) {
    if let Some(relative) = &one.relative {
        told(line, relative);
        line.say_if(one.plural, "那 些");
    } else {
        determiner(line, one, role);
    }
    if let Some(adjective) = one.adjective {
        attribute(line, adjective);
    }
    line.say(one.noun.chinese);
    let known = one.determiner == Determiner::The && one.relative.is_none();
    line.say_if(known && one.plural && many_of_people(one, role), "们");
}

/// 孩子们: people who are known, before the verb.
fn many_of_people(one: &Common, role: Role) -> bool {
    role == Role::Subject && one.noun.is(&[Kind::Person])
}

fn determiner(line: &mut Line, one: &Common, role: Role) {
    let measure = one.noun.measure;
    let pointed = |line: &mut Line, word| {
        line.say(word);
        line.say(if one.plural { "些" } else { measure });
    };
    match one.determiner {
        Determiner::None => {}
        Determiner::A if role == Role::Denied => {}
        Determiner::A if role == Role::Predicate && is_profession(one) => {}
        Determiner::A => {
            line.say("一");
            line.say(measure);
        }
        Determiner::The if many_of_people(one, role) && one.plural => {}
        Determiner::The if role == Role::Subject && !one.plural => {}
        Determiner::The | Determiner::That => pointed(line, "那"),
        Determiner::This => pointed(line, "这"),
        Determiner::Some => line.say("一些"),
        Determiner::Many => line.say("很多"),
        Determiner::Several => {
            line.say("几");
            line.say(measure);
        }
        Determiner::Every => {
            line.say("每");
            line.say(measure);
        }
        Determiner::All => line.say("所有 的"),
        Determiner::Count(count) => {
            line.say(count.chinese);
            line.say(measure);
        }
        Determiner::Of(pronoun) => {
            line.say(pronoun.chinese);
            // 我妈妈, but 我的书.
            line.say_if(!one.noun.is(&[Kind::Kin]), "的");
        }
        Determiner::OfName(name) => {
            line.say(name.chinese);
            line.say("的");
        }
    }
}

fn is_profession(one: &Common) -> bool {
    one.noun.is(&[Kind::Person]) && one.adjective.is_none()
}

fn attribute(line: &mut Line, adjective: &Adjective) {
    line.say_if(adjective.attributive == Attributive::Hen, "很");
    line.say(adjective.chinese);
    line.say_if(adjective.attributive != Attributive::Bare, "的");
}

/// What is told of a noun stands before it, with 的.
fn told(line: &mut Line, relative: &Relative) {
    match relative {
        Relative::Place(at) => place(line, *at),
        Relative::Subject(one) => clause(line, one, ClauseKind::Relative),
        Relative::Object { clause: one, .. } => clause(line, one, ClauseKind::Left),
    }
    line.say("的");
}

pub(super) fn place(line: &mut Line, place: Place) {
    match place {
        Place::At(relation, landmark) => {
            line.say(landmark.chinese);
            line.say(relation.chinese());
        }
        Place::In(region) => line.say(region.chinese),
        Place::Where => line.say("哪里"),
    }
}
