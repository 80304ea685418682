//! Who does what, in Chinese: times, company and places stand before the verb, questions keep
//! the order of their answers.

use crate::chinese::phrase::{Role, phrase, place};
use crate::lexicon::{Adjective, Aspect, Attributive};
use crate::line::Line;
use crate::tree::{Asks, By, Clause, Degree, Goal, Mode, NounPhrase, Place, Predicate, Than, When};

/// What a clause is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Something is said.
    Statement,
    /// Something is asked.
    Question,
    /// Something is to be done.
    Command,
    /// Told of a noun that is its subject.
    Relative,
    /// Told of a noun that is its object: 了 is left out.
    Left,
}

pub(super) fn clause(line: &mut Line, one: &Clause, kind: Kind) {
    if kind != Kind::Command {
        who_and_when(line, one);
    }
    line.say_if(one.also, "也");
    line.say_if(one.all || one.subject.is_all(), "都");
    line.say_if(one.why, "为什么");
    if let Some(frequency) = one.frequency {
        line.say(frequency.chinese);
    }
    if one.is_be() {
        being(line, one, kind);
    } else {
        doing(line, one, kind);
    }
    line.say_if(kind == Kind::Question && one.asks() == Asks::Nothing, "吗");
}

fn who_and_when(line: &mut Line, one: &Clause) {
    // The sky is not named where it rains; it is 天气 where it is cold, and the time comes first.
    let sky = one.subject == NounPhrase::Sky;
    phrase(line, &one.subject, Role::Subject);
    match one.time {
        None => {}
        Some(When::At(time)) => line.say(time.chinese),
        Some(When::Ago(count, unit)) => {
            line.say(count.chinese);
            line.say(unit.chinese);
            line.say("前");
        }
        Some(When::Asked) => line.say("什么 时候"),
    }
    line.say_if(sky && one.is_be(), "天气");
}

/// Whatever "be" is: 是, 在, or nothing at all.
fn being(line: &mut Line, one: &Clause, kind: Kind) {
    let not = if one.negative { "不" } else { "" };
    line.say_if(one.mode == Mode::Will && one.negative, "不");
    line.say_if(one.mode == Mode::Will, "会");
    let not = if one.mode == Mode::Will { "" } else { not };
    match &one.predicate {
        Predicate::Adjective(adjective, degree) => like(line, adjective, *degree, one, kind),
        Predicate::Compared(adjective, than, other) => {
            line.say(not);
            line.say(match than {
                Than::More => "比",
                Than::Same => "和",
                Than::Less => "没有",
            });
            phrase(line, other, Role::Subject);
            line.say_if(*than == Than::Same, "一样");
            line.say(adjective.chinese);
        }
        Predicate::Noun(other) => {
            line.say(not);
            line.say("是");
            phrase(line, other, Role::Predicate);
        }
        Predicate::Located(at) => {
            line.say(not);
            line.say("在");
            place(line, *at);
        }
        Predicate::From(region) => {
            line.say("来自");
            line.say(region.map_or("哪里", |region| region.chinese));
        }
        _ => {}
    }
}

fn like(line: &mut Line, adjective: &Adjective, degree: Degree, one: &Clause, kind: Kind) {
    if adjective.attributive == Attributive::Shi {
        line.say_if(one.negative, "不");
        line.say("是");
        line.say(adjective.chinese);
        return line.say("的");
    }
    let asked = kind == Kind::Question && one.asks() == Asks::Nothing;
    line.say(match (degree, one.negative) {
        (Degree::Plain, true) => "不",
        (Degree::Plain, false) if asked => "",
        (Degree::Plain, false) => "很",
        (Degree::Very, true) => "不 太",
        (Degree::Very, false) => "非常",
        (Degree::Too, _) => "太",
    });
    line.say(adjective.chinese);
    line.say_if(degree == Degree::Too, "了");
}

fn doing(line: &mut Line, one: &Clause, kind: Kind) {
    let has = one.verb().is_some_and(|verb| verb.chinese == "有");
    let denied = one.negative && kind != Kind::Command;
    // What stays has its place behind the verb, and no 正在.
    let stays = matches!(one.predicate, Predicate::Stay(..));
    // "Is going to the park" is what is meant to be done: 要去公园.
    let sets_out = one.mode == Mode::Progressive && sets_out(one);
    let going_on = one.mode == Mode::Progressive && !stays && !sets_out;
    let with_place = one.place.is_some();
    match one.mode {
        _ if has && denied => line.say("没"),
        _ if sets_out => line.say(if denied { "不" } else { "要" }),
        Mode::Present => line.say_if(denied, "不"),
        Mode::Past => line.say_if(denied, "没"),
        Mode::Progressive if denied => line.say("没"),
        Mode::Progressive => line.say_if(going_on && one.asks() == Asks::Nothing, "正在"),
        _ => {
            line.say_if(denied, "不");
            line.say(modal(one));
        }
    }
    // 正在 stands for 在 too; 没 and a question take the short one.
    let short = going_on && (denied || one.asks() != Asks::Nothing);
    line.say_if(short && !with_place, "在");
    if let Some(at) = one.place {
        line.say_if(!going_on || short, "在");
        place(line, at);
    }
    if let Some(with) = &one.with {
        line.say("和");
        phrase(line, with, Role::Subject);
        line.say("一起");
    }
    line.say_if(one.much, "非常");
    verb(line, one, kind, denied);
}

fn sets_out(one: &Clause) -> bool {
    match &one.predicate {
        Predicate::Go { .. } => true,
        Predicate::Intransitive(verb) => verb.aspect == Aspect::Event,
        _ => false,
    }
}

fn modal(one: &Clause) -> &'static str {
    match one.mode {
        Mode::Will => "会",
        Mode::Can if one.verb().is_some_and(|verb| verb.learned) => "会",
        Mode::Can => "能",
        Mode::Should => "应该",
        Mode::Must => "必须",
        Mode::Want => "想",
        Mode::Like => "喜欢",
        _ => "",
    }
}

/// What stands behind the verb: 了 where it is over, 的 where it is asked when and where it was.
fn particle(one: &Clause, kind: Kind, denied: bool) -> &'static str {
    let told_alone = kind == Kind::Relative && matches!(one.predicate, Predicate::Intransitive(_));
    let left_out = kind == Kind::Left || told_alone;
    if one.mode != Mode::Past || denied || one.is_state() || left_out {
        return "";
    }
    let where_or_when = one.time == Some(When::Asked) || one.place == Some(Place::Where);
    let where_to = matches!(one.predicate, Predicate::Go { by: Some(By::How), .. });
    if where_or_when || where_to { "的" } else { "了" }
}

fn verb(line: &mut Line, one: &Clause, kind: Kind, denied: bool) {
    let particle = particle(one, kind, denied);
    let role = if one.negative { Role::Denied } else { Role::Object };
    match &one.predicate {
        Predicate::Transitive { verb, object, receiver } => {
            if let Some(receiver) = receiver {
                line.say("给");
                phrase(line, receiver, Role::Subject);
            }
            line.say(verb.chinese);
            line.say(particle);
            phrase(line, object, role);
        }
        Predicate::Gift { verb, receiver, object, .. } => {
            line.say(verb.chinese);
            line.say(particle);
            phrase(line, receiver, Role::Subject);
            phrase(line, object, role);
        }
        Predicate::Intransitive(verb) => {
            line.say(verb.chinese);
            line.say(particle);
        }
        Predicate::Go { to, by } => {
            match by {
                Some(By::Means(means)) => line.say(means.chinese),
                Some(By::How) => line.say("怎么"),
                None => {}
            }
            line.say("去");
            line.say(particle);
            line.say(match to {
                Goal::To(landmark) => landmark.chinese,
                Goal::ToRegion(region) => region.chinese,
                Goal::Where => "哪里",
            });
        }
        Predicate::Stay(verb, at) => {
            line.say(verb.chinese);
            line.say("在");
            place(line, *at);
        }
        Predicate::That { verb, clause: inner, .. } => {
            line.say(verb.chinese);
            clause(line, inner, Kind::Statement);
        }
        _ => {}
    }
}
