//! Trees to Chinese words.

mod clause;
mod phrase;

use crate::line::Line;
use crate::tree::{Conjunction, Sentence};
use clause::{Kind, clause};
use phrase::{Role, phrase, place};

/// The words of a sentence with its mark.
#[must_use]
pub fn chinese(sentence: &Sentence) -> Vec<&'static str> {
    let mut line = Line::default();
    say(&mut line, sentence);
    line.say(if sentence.is_question() { "？" } else { "。" });
    line.0
}

fn say(line: &mut Line, sentence: &Sentence) {
    match sentence {
        Sentence::Statement(one) => clause(line, one, Kind::Statement),
        Sentence::Question(one) => clause(line, one, Kind::Question),
        Sentence::Command { clause: one, please } => {
            line.say_if(*please, "请");
            line.say_if(one.negative, "不要");
            clause(line, one, Kind::Command);
        }
        Sentence::Suggestion(one) => {
            line.say("我们");
            clause(line, one, Kind::Command);
            line.say("吧");
        }
        Sentence::There { what, place: at, negative, question } => {
            place(line, *at);
            line.say(if *negative { "没有" } else { "有" });
            let role = if *negative { Role::Denied } else { Role::Object };
            phrase(line, what, role);
            line.say_if(*question && !what.asks(), "吗");
        }
        Sentence::Joined(both, conjunction) => {
            line.say_if(*conjunction == Conjunction::If, "如果");
            clause(line, &both[0], Kind::Statement);
            line.say("，");
            line.say(match conjunction {
                Conjunction::And | Conjunction::If => "",
                Conjunction::But => "但是",
                Conjunction::Because => "因为",
                Conjunction::So => "所以",
            });
            clause(line, &both[1], Kind::Statement);
        }
        Sentence::Named(whose, name) => {
            line.say(whose.chinese);
            line.say("叫");
            line.say(name.chinese);
        }
        Sentence::Price(what) => {
            phrase(line, what, Role::Subject);
            line.say("多少 钱");
        }
        Sentence::Phrase(whole) => line.say(whole.chinese),
    }
}
