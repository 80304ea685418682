//! Trees to English words, in lower case.

mod clause;
mod phrase;

use crate::line::Line;
use crate::tree::{Conjunction, Sentence};
use clause::{command, question, statement};
use phrase::{Role, phrase, place};

/// The words of a sentence, its mark too where it is wanted.
#[must_use]
pub fn english(sentence: &Sentence, mark: bool) -> Vec<&'static str> {
    let mut line = Line::default();
    say(&mut line, sentence);
    line.say_if(mark, if sentence.is_question() { "?" } else { "." });
    line.0
}

fn say(line: &mut Line, sentence: &Sentence) {
    match sentence {
        Sentence::Statement(clause) => statement(line, clause),
        Sentence::Question(clause) => question(line, clause),
        Sentence::Command { clause, please } => {
            line.say_if(*please, "please");
            command(line, clause);
        }
        Sentence::Suggestion(clause) => {
            line.say("let us");
            command(line, clause);
        }
        Sentence::There { what, place: at, negative, question } => {
            let be = if what.plural() { "are" } else { "is" };
            if what.asks() {
                phrase(line, what, Role::Subject);
                line.say(be);
                line.say_if(what.plural(), "there");
            } else if *question {
                line.say(be);
                line.say("there");
                phrase(line, what, Role::Object);
            } else {
                line.say("there");
                line.say(be);
                let from = line.0.len();
                phrase(line, what, Role::Object);
                if *negative {
                    // "no cat", not "a cat".
                    if matches!(line.0.get(from), Some(&("a" | "an"))) {
                        line.0.remove(from);
                    }
                    line.0.insert(from, "no");
                }
            }
            place(line, *at);
        }
        Sentence::Joined(both, conjunction) => {
            line.say_if(*conjunction == Conjunction::If, "if");
            statement(line, &both[0]);
            line.say(match conjunction {
                Conjunction::And => "and",
                Conjunction::But => "but",
                Conjunction::Because => "because",
                Conjunction::So => "so",
                Conjunction::If => "",
            });
            statement(line, &both[1]);
        }
        Sentence::Named(whose, name) => {
            line.say(whose.possessive);
            line.say("name is");
            line.say(name.english);
        }
        Sentence::Price(what) => {
            line.say("how much");
            line.say(if what.plural() { "are" } else { "is" });
            phrase(line, what, Role::Subject);
        }
        Sentence::Phrase(whole) => line.say(whole.english),
    }
}
