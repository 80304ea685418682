//! Who does what, in English.

use crate::english::phrase::{Role, phrase, place};
use crate::lexicon::Verb;
use crate::line::Line;
use crate::tree::{Asks, By, Clause, Degree, Goal, Mode, NounPhrase, Place, Predicate, Than, When};

/// She does not read the book in the park.
pub(super) fn statement(line: &mut Line, clause: &Clause) {
    if let (true, Some(time)) = (clause.time_first, clause.time) {
        when(line, time);
    }
    phrase(line, &clause.subject, Role::Subject);
    let group = Group::of(clause, clause.negative);
    line.say(group.auxiliary);
    line.say_if(clause.negative, "not");
    adverbs(line, clause);
    rest(line, clause, group);
}

/// Does she read the book? What does she read? Who reads the book?
pub(super) fn question(line: &mut Line, clause: &Clause) {
    if clause.asks() == Asks::Subject {
        return statement(line, clause);
    }
    front(line, clause);
    let group = Group::of(clause, true);
    line.say(group.auxiliary);
    line.say_if(clause.negative && clause.early, "not");
    phrase(line, &clause.subject, Role::Subject);
    line.say_if(clause.negative && !clause.early, "not");
    adverbs(line, clause);
    rest(line, clause, group);
}

/// Do not read the book.
pub(super) fn command(line: &mut Line, clause: &Clause) {
    line.say_if(clause.negative, "do not");
    let base = clause.verb().map_or("be", |verb| verb.base);
    rest(line, clause, Group { auxiliary: "", to: "", main: base });
}

/// What stands in front of a question.
fn front(line: &mut Line, clause: &Clause) {
    if clause.why {
        return line.say("why");
    }
    if clause.time == Some(When::Asked) {
        return line.say("when");
    }
    match &clause.predicate {
        Predicate::Transitive { object, .. } | Predicate::Noun(object) if object.asks() => {
            phrase(line, object, Role::Object);
        }
        Predicate::Go { by: Some(By::How), .. } => line.say("how"),
        _ if clause.asks() == Asks::Other => line.say("where"),
        _ => {}
    }
}

fn adverbs(line: &mut Line, clause: &Clause) {
    let pair = matches!(clause.subject, NounPhrase::Pair(_));
    line.say_if(clause.all, if pair { "both" } else { "all" });
    line.say_if(clause.also && !clause.too, "also");
    if let Some(frequency) = clause.frequency {
        line.say(frequency.english);
    }
}

/// What stands behind the adverbs.
fn rest(line: &mut Line, clause: &Clause, group: Group) {
    line.say(group.to);
    line.say(group.main);
    complement(line, &clause.predicate);
    line.say_if(clause.much, "very much");
    if let Some(with) = &clause.with {
        line.say("with");
        phrase(line, with, Role::Object);
    }
    if let Some(at) = clause.place.filter(|&at| at != Place::Where) {
        place(line, at);
    }
    if let (false, Some(time)) = (clause.time_first, clause.time) {
        when(line, time);
    }
    line.say_if(clause.also && clause.too, if clause.negative { "either" } else { "too" });
}

fn complement(line: &mut Line, predicate: &Predicate) {
    match predicate {
        Predicate::Transitive { object, receiver, .. } => {
            if !object.asks() {
                phrase(line, object, Role::Object);
            }
            if let Some(receiver) = receiver {
                line.say("for");
                phrase(line, receiver, Role::Object);
            }
        }
        Predicate::Gift { receiver, object, to, .. } => {
            if *to {
                phrase(line, object, Role::Object);
                line.say("to");
                phrase(line, receiver, Role::Object);
            } else {
                phrase(line, receiver, Role::Object);
                phrase(line, object, Role::Object);
            }
        }
        Predicate::Intransitive(_) => {}
        Predicate::Go { to, by } => {
            match to {
                Goal::To(landmark) => line.say(landmark.to),
                Goal::ToRegion(region) => {
                    line.say("to");
                    line.say(region.english);
                }
                Goal::Where => {}
            }
            if let Some(By::Means(means)) = by {
                line.say(means.english);
            }
        }
        Predicate::Stay(_, at) | Predicate::Located(at) => {
            if *at != Place::Where {
                place(line, *at);
            }
        }
        Predicate::Adjective(adjective, degree) => {
            line.say(match degree {
                Degree::Plain => "",
                Degree::Very => "very",
                Degree::Too => "too",
            });
            line.say(adjective.english);
        }
        Predicate::Compared(adjective, than, other) => {
            match than {
                Than::More if adjective.more.is_empty() => {
                    line.say("more");
                    line.say(adjective.english);
                    line.say("than");
                }
                Than::More => {
                    line.say(adjective.more);
                    line.say("than");
                }
                Than::Same | Than::Less => {
                    line.say_if(*than == Than::Less, "not");
                    line.say("as");
                    line.say(adjective.english);
                    line.say("as");
                }
            }
            phrase(line, other, Role::Object);
        }
        Predicate::Noun(other) => {
            if !other.asks() {
                phrase(line, other, Role::Object);
            }
        }
        Predicate::From(region) => {
            line.say("from");
            line.say(region.map_or("", |region| region.english));
        }
        Predicate::That { clause, that, .. } => {
            line.say_if(*that, "that");
            statement(line, clause);
        }
    }
}

fn when(line: &mut Line, time: When) {
    match time {
        When::At(time) => line.say(time.english),
        When::Ago(count, unit) => {
            line.say(count.english);
            line.say(if count.english == "one" { unit.one } else { unit.many });
            line.say("ago");
        }
        When::Asked => {}
    }
}

/// A verb with its auxiliary.
#[derive(Clone, Copy)]
struct Group {
    auxiliary: &'static str,
    /// "wants to" before the verb.
    to: &'static str,
    main: &'static str,
}

impl Group {
    /// The forms for a clause; `split` where something stands between auxiliary and verb.
    fn of(clause: &Clause, split: bool) -> Self {
        let (subject, verb) = (&clause.subject, clause.verb());
        let third = is_third(subject);
        let do_ = if third { "does" } else { "do" };
        let base = verb.map_or("be", |verb| verb.base);
        let plain = |auxiliary, main| Self { auxiliary, to: "", main };
        match (clause.mode, verb) {
            (Mode::Present, None) => plain(be(subject), ""),
            (Mode::Past, None) => plain(if third || is_i(subject) { "was" } else { "were" }, ""),
            (Mode::Present, Some(_)) if split => plain(do_, base),
            (Mode::Present, Some(verb)) => plain("", if third { verb.third } else { base }),
            (Mode::Past, Some(_)) if split => plain("did", base),
            (Mode::Past, Some(verb)) => plain("", verb.past),
            (Mode::Progressive, _) => plain(be(subject), verb.map_or("", |verb: &Verb| verb.ing)),
            (Mode::Will, _) => plain("will", base),
            (Mode::Can, _) => plain("can", base),
            (Mode::Should, _) => plain("should", base),
            (Mode::Must, _) => plain("must", base),
            (Mode::Want, _) if split => Self { auxiliary: do_, to: "want to", main: base },
            (Mode::Like, _) if split => Self { auxiliary: do_, to: "like to", main: base },
            (Mode::Want, _) => {
                Self { auxiliary: "", to: if third { "wants to" } else { "want to" }, main: base }
            }
            (Mode::Like, _) => {
                Self { auxiliary: "", to: if third { "likes to" } else { "like to" }, main: base }
            }
        }
    }
}

fn is_i(subject: &NounPhrase) -> bool {
    matches!(subject, NounPhrase::Pronoun(pronoun) if pronoun.be == "am")
}

fn is_third(subject: &NounPhrase) -> bool {
    !subject.plural() && !is_i(subject)
}

fn be(subject: &NounPhrase) -> &'static str {
    if is_i(subject) {
        "am"
    } else if is_third(subject) {
        "is"
    } else {
        "are"
    }
}
