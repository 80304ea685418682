//! Whole sentences.

use crate::lexicon::{Aspect, Kind, NAMES, NOUNS, PHRASES, PRONOUNS, TRANSITIVES, Tense, Verb};
use crate::sample::Sampler;
use crate::sample::clause::undo_count;
use crate::sample::mode::ends_in_clause;
use crate::sample::object::What;
use crate::sample::somebody::plain;
use crate::tree::{Clause, Conjunction, Determiner, Mode, NounPhrase, Predicate, Sentence};

impl Sampler<'_> {
    /// Any sentence.
    pub(super) fn sentence(&mut self) -> Sentence {
        match self.below(100) {
            0..57 => Sentence::Statement(self.clause(false)),
            57..79 => Sentence::Question(self.question()),
            79..82 => self.command(),
            82..84 => Sentence::Suggestion(self.done(false)),
            84..90 => self.there(),
            90..97 => self.joined(),
            97 => Sentence::Named(&PRONOUNS[[0, 2, 3][self.below(3)]], self.pick(NAMES)),
            98 => self.price(),
            _ => Sentence::Phrase(self.pick(PHRASES)),
        }
    }

    fn command(&mut self) -> Sentence {
        let negative = self.often(35);
        Sentence::Command { clause: self.done(negative), please: self.often(45) }
    }

    /// What is to be done, or not.
    fn done(&mut self, negative: bool) -> Clause {
        let you = NounPhrase::Pronoun(&PRONOUNS[1]);
        if !negative && self.often(25) {
            let predicate = Predicate::Go { to: self.goal(), by: None };
            return Clause::new(you, predicate);
        }
        const DONE: &[&str] = &["打开", "关上"];
        let fits = |verb: &Verb| verb.aspect == Aspect::Action || DONE.contains(&verb.chinese);
        let verb = self.pick_where(TRANSITIVES, fits).unwrap_or(&TRANSITIVES[0]);
        let what = What { denied: negative, short: !self.often(20) };
        let mut object = self.object(verb, &you, Mode::Present, what);
        if negative {
            undo_count(&mut object);
        }
        let predicate = Predicate::Transitive { verb, object, receiver: None };
        let mut clause = Clause { negative, ..Clause::new(you, predicate) };
        if !ends_in_clause(&clause) && self.often(15) {
            clause.place = Some(self.place());
        }
        clause
    }

    /// There is a cat under the table. What is on the table?
    fn there(&mut self) -> Sentence {
        let place = if self.often(75) { self.any_place() } else { self.place() };
        if self.often(7) {
            return Sentence::There {
                what: NounPhrase::What,
                place,
                negative: false,
                question: true,
            };
        }
        const THERE: &[Kind] = &[
            Kind::Person,
            Kind::Animal,
            Kind::Reading,
            Kind::Food,
            Kind::Clothes,
            Kind::Furniture,
            Kind::Tool,
            Kind::Plant,
            Kind::Vehicle,
        ];
        let list = NOUNS[usize::from(self.often(60))];
        let noun = self.pick_where(list, |noun| noun.is(THERE)).unwrap_or(&list[0]);
        if self.often(12) {
            let what = NounPhrase::HowMany(noun);
            return Sentence::There { what, place, negative: false, question: true };
        }
        let negative = self.often(15);
        let question = !negative && self.often(18);
        let (determiner, plural) = match self.below(10) {
            _ if negative => {
                let plural = self.often(60);
                (if plural { Determiner::None } else { Determiner::A }, plural)
            }
            0..5 => (Determiner::A, false),
            5..8 => self.counted(),
            8 => (Determiner::Some, true),
            _ => (Determiner::Many, true),
        };
        let mut made = plain(determiner, noun, plural);
        if self.often(18) {
            made.adjective = self.attribute(noun);
        }
        Sentence::There { what: NounPhrase::Common(made), place, negative, question }
    }

    fn joined(&mut self) -> Sentence {
        let conjunction = self.weighted(&[
            (28, Conjunction::And),
            (28, Conjunction::But),
            (22, Conjunction::Because),
            (12, Conjunction::So),
            (10, Conjunction::If),
        ]);
        let (mut first, mut second) = (self.clause(true), self.clause(true));
        if conjunction == Conjunction::If {
            first = self.condition();
            while second.mode != Mode::Will {
                second = self.clause(true);
            }
            second.time = None;
        }
        first.time_first = false;
        second.time_first = false;
        Sentence::Joined(Box::new([first, second]), conjunction)
    }

    /// it rains tomorrow; Mary comes
    fn condition(&mut self) -> Clause {
        let mut clause = if self.often(40) {
            let verb = self.pick(Verb::SKY);
            Clause::new(NounPhrase::Sky, Predicate::Intransitive(verb))
        } else {
            loop {
                let clause = self.clause(true);
                let known = matches!(clause.subject, NounPhrase::Pronoun(_) | NounPhrase::Name(_));
                let open = matches!(
                    clause.predicate,
                    Predicate::Transitive { .. }
                        | Predicate::Intransitive(_)
                        | Predicate::Go { .. }
                );
                if clause.mode == Mode::Present && known && open {
                    break clause;
                }
            }
        };
        clause.frequency = None;
        clause.time = if self.often(40) { self.time(Tense::Future) } else { None };
        clause
    }

    /// How much is this book?
    fn price(&mut self) -> Sentence {
        const GOODS: &[Kind] =
            &[Kind::Reading, Kind::Food, Kind::Clothes, Kind::Tool, Kind::Furniture, Kind::Vehicle];
        let noun = self.pick_where(NOUNS[1], |noun| noun.is(GOODS)).unwrap_or(&NOUNS[1][0]);
        let mut made = plain(self.pointing(), noun, self.often(25));
        if self.often(25) {
            made.adjective = self.attribute(noun);
        }
        Sentence::Price(NounPhrase::Common(made))
    }
}
