//! Who, what and where, in English.

use crate::english::clause::statement;
use crate::lexicon::Kind;
use crate::line::Line;
use crate::tree::{Common, Determiner, NounPhrase, Place, Relative};

/// Where a noun phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Before the verb.
    Subject,
    /// After it.
    Object,
}

pub(super) fn phrase(line: &mut Line, what: &NounPhrase, role: Role) {
    match what {
        NounPhrase::Pronoun(pronoun) => {
            line.say(if role == Role::Subject { pronoun.subject } else { pronoun.object });
        }
        NounPhrase::Name(name) => line.say(name.english),
        NounPhrase::Common(one) => common(line, one, role),
        NounPhrase::Mass { noun, some } => {
            line.say_if(*some, "some");
            line.say(noun.english);
        }
        NounPhrase::Portion { count, noun, vessel } => {
            let one = count.english == "one";
            line.say(if one { "a" } else { count.english });
            line.say(if one { vessel.one } else { vessel.many });
            line.say("of");
            line.say(noun.english);
        }
        NounPhrase::Pair(pair) => {
            phrase(line, &pair[0], role);
            line.say("and");
            phrase(line, &pair[1], role);
        }
        NounPhrase::Pointed { far, plural } => line.say(pointing(*far, *plural)),
        NounPhrase::Sky => line.say("it"),
        NounPhrase::Who => line.say("who"),
        NounPhrase::What => line.say("what"),
        NounPhrase::HowMany(noun) => {
            line.say("how many");
            line.say(noun.many);
        }
        NounPhrase::Which(noun) => {
            line.say("which");
            line.say(noun.one);
        }
        NounPhrase::Whose(noun) => {
            line.say("whose");
            line.say(noun.one);
        }
        NounPhrase::Gap { person, .. } => {
            line.say_if(role == Role::Subject, if *person { "who" } else { "that" });
        }
    }
}

fn common(line: &mut Line, one: &Common, role: Role) {
    match one.determiner {
        Determiner::None | Determiner::A => {}
        Determiner::The => line.say("the"),
        Determiner::This => line.say(pointing(false, one.plural)),
        Determiner::That => line.say(pointing(true, one.plural)),
        Determiner::Some => line.say("some"),
        Determiner::Many => line.say("many"),
        Determiner::Several => line.say("several"),
        Determiner::Every => line.say("every"),
        Determiner::All => line.say("all the"),
        Determiner::Count(count) => line.say(count.english),
        Determiner::Of(pronoun) => line.say(pronoun.possessive),
        Determiner::OfName(name) => {
            line.say(name.english);
            line.say("'s");
        }
    }
    let from = line.0.len();
    if let Some(adjective) = one.adjective {
        line.say(adjective.english);
    }
    line.say(if one.plural { one.noun.many } else { one.noun.one });
    if one.determiner == Determiner::A {
        line.article(from);
    }
    match &one.relative {
        None => {}
        Some(Relative::Place(at)) => {
            // Behind a verb "on the table" would be where it is done.
            if role == Role::Object {
                line.say(if one.noun.is(&[Kind::Person]) { "who" } else { "that" });
                line.say(if one.plural { "are" } else { "is" });
            }
            place(line, *at);
        }
        Some(Relative::Subject(clause)) => statement(line, clause),
        Some(Relative::Object { clause, that }) => {
            line.say_if(*that, "that");
            statement(line, clause);
        }
    }
}

fn pointing(far: bool, plural: bool) -> &'static str {
    match (far, plural) {
        (false, false) => "this",
        (false, true) => "these",
        (true, false) => "that",
        (true, true) => "those",
    }
}

pub(super) fn place(line: &mut Line, place: Place) {
    match place {
        Place::At(relation, landmark) => {
            line.say(relation.english());
            line.say(landmark.english);
        }
        Place::In(region) => {
            line.say("in");
            line.say(region.english);
        }
        Place::Where => line.say("where"),
    }
}
