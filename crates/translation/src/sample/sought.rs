//! Clauses that ask where, when, why and how.

use crate::lexicon::{Aspect, INTRANSITIVES, NOUNS, STAYS, TRANSITIVES, Tense, Verb};
use crate::sample::Sampler;
use crate::sample::clause::{counts, undo_count};
use crate::sample::mode::ASKED;
use crate::sample::object::What;
use crate::sample::somebody::plain;
use crate::tree::{By, Clause, Determiner, Goal, Mode, NounPhrase, Place, Predicate, When};

impl Sampler<'_> {
    /// Where does she live, is she, is she going, did she buy the book, are you from?
    pub(super) fn where_(&mut self) -> Clause {
        let subject = self.asked_about();
        match self.below(10) {
            0..2 => Clause::new(subject, Predicate::Stay(&STAYS[0], Place::Where)),
            2..5 => {
                let thing = self.pick(NOUNS[1]);
                let thing = NounPhrase::Common(plain(self.owner_or_the(), thing, self.often(20)));
                let subject = if self.often(50) { subject } else { thing };
                Clause::new(subject, Predicate::Located(Place::Where))
            }
            5 => Clause::new(subject, Predicate::From(None)),
            6..8 => {
                let mode = self.weighted(&[
                    (40, Mode::Progressive),
                    (30, Mode::Past),
                    (20, Mode::Want),
                    (10, Mode::Will),
                ]);
                let predicate = Predicate::Go { to: Goal::Where, by: None };
                let mut clause = Clause { mode, ..Clause::new(subject, predicate) };
                self.adjuncts(&mut clause, true);
                clause.time_first = false;
                clause
            }
            8 => {
                let verb = self.pick_where(INTRANSITIVES, |verb| verb.aspect == Aspect::Action);
                let predicate = Predicate::Intransitive(verb.unwrap_or(&INTRANSITIVES[0]));
                let mode = self.weighted(&[(60, Mode::Present), (40, Mode::Progressive)]);
                Clause { mode, place: ASKED, ..Clause::new(subject, predicate) }
            }
            _ => {
                let mut clause =
                    self.done_to_something(subject, &["买", "找到", "看见", "弄丢", "学"]);
                clause.place = ASKED;
                clause
            }
        }
    }

    fn owner_or_the(&mut self) -> Determiner {
        if self.often(50) { Determiner::The } else { self.owner() }
    }

    /// What somebody has done to something, or will do.
    fn done_to_something(&mut self, subject: NounPhrase, verbs: &[&str]) -> Clause {
        let fits = |verb: &Verb| match verbs {
            [] => verb.aspect != Aspect::State && verb.base != "wear",
            _ => verbs.contains(&verb.chinese),
        };
        let verb = self.pick_where(TRANSITIVES, fits).unwrap_or(&TRANSITIVES[0]);
        let mode = if self.often(75) { Mode::Past } else { Mode::Will };
        let what = What { denied: false, short: true };
        let mut object = self.object(verb, &subject, mode, what);
        while matches!(object, NounPhrase::Pair(_)) {
            object = self.object(verb, &subject, mode, what);
        }
        if counts(&object) {
            undo_count(&mut object);
            if let NounPhrase::Common(one) = &mut object {
                one.determiner = Determiner::The;
            }
        }
        let predicate = Predicate::Transitive { verb, object, receiver: None };
        Clause { mode, ..Clause::new(subject, predicate) }
    }

    /// When did she come?
    pub(super) fn when(&mut self) -> Clause {
        let subject = self.asked_about();
        let mut clause = match self.below(10) {
            0..5 => self.done_to_something(subject, &[]),
            5..8 => {
                let verb =
                    self.pick_where(INTRANSITIVES, |verb| matches!(verb.chinese, "来" | "离开"));
                let predicate = Predicate::Intransitive(verb.unwrap_or(&INTRANSITIVES[0]));
                let mode = if self.often(60) { Mode::Past } else { Mode::Will };
                Clause { mode, ..Clause::new(subject, predicate) }
            }
            _ => {
                let mode = if self.often(60) { Mode::Past } else { Mode::Will };
                let predicate = Predicate::Go { to: self.goal(), by: None };
                Clause { mode, ..Clause::new(subject, predicate) }
            }
        };
        clause.time = Some(When::Asked);
        clause
    }

    /// Why did she not come?
    pub(super) fn why(&mut self) -> Clause {
        loop {
            let mut clause = self.clause(true);
            let kept = matches!(
                clause.predicate,
                Predicate::Transitive { .. }
                    | Predicate::Intransitive(_)
                    | Predicate::Go { .. }
                    | Predicate::Adjective(..)
            );
            let wanted =
                matches!(clause.mode, Mode::Present | Mode::Past | Mode::Progressive | Mode::Want);
            if !kept || !wanted || counts(&clause.subject) || clause.subject == NounPhrase::Sky {
                continue;
            }
            clause.why = true;
            clause.early = clause.negative && self.often(50);
            clause.all = false;
            clause.frequency = None;
            clause.time_first = false;
            return clause;
        }
    }

    /// How do you go to school?
    pub(super) fn how(&mut self) -> Clause {
        let subject = self.asked_about();
        let mode = self.weighted(&[(60, Mode::Present), (25, Mode::Past), (15, Mode::Will)]);
        let predicate = Predicate::Go { to: self.goal(), by: Some(By::How) };
        let mut clause = Clause { mode, ..Clause::new(subject, predicate) };
        if mode != Mode::Present && self.often(30) {
            let tense = if mode == Mode::Past { Tense::Past } else { Tense::Future };
            clause.time = self.time(tense);
        }
        clause
    }
}
