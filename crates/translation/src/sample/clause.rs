//! Clauses that say something.

use crate::lexicon::{
    Aspect, FEELINGS, GIFTS, INTRANSITIVES, KIN, MEANS, STAYS, TRANSITIVES, Verb,
};
use crate::sample::Sampler;
use crate::sample::object::What;
use crate::sample::somebody::{Who, plain};
use crate::tree::{By, Clause, Common, Degree, Determiner, Mode, NounPhrase, Predicate, Than};

/// What readers will type most.
const USUAL: &[&str] = &["有", "喜欢", "买", "吃", "喝", "想要"];

/// What is done for somebody.
const FOR: &[&str] = &["买", "画", "唱", "煮", "修", "洗"];

impl Sampler<'_> {
    /// A clause of any form; `short` ones have no other inside.
    pub(super) fn clause(&mut self, short: bool) -> Clause {
        let mut clause = self.bare_clause(short);
        if clause.mode != Mode::Must && !counts(&clause.subject) && self.often(17) {
            self.deny(&mut clause);
        }
        let plural = match &clause.subject {
            NounPhrase::Pronoun(pronoun) => pronoun.plural,
            NounPhrase::Pair(_) => true,
            _ => false,
        };
        let told = matches!(clause.predicate, Predicate::Compared(..) | Predicate::From(_));
        if plural && !told && !clause.negative && self.often(12) {
            clause.all = true;
        }
        self.adjuncts(&mut clause, short);
        let sky = clause.subject == NounPhrase::Sky;
        if !short && !sky && clause.frequency.is_none() && self.often(6) {
            clause.also = true;
            clause.too = clause.negative || self.often(50);
            if clause.too && super::mode::ends_in_clause(&clause) {
                clause.also = false;
            }
        }
        clause
    }

    /// Who does what in which mode.
    fn bare_clause(&mut self, short: bool) -> Clause {
        match self.below(if short { 88 } else { 100 }) {
            0..36 => self.transitive(short),
            36..48 => self.intransitive(short),
            48..55 => self.going(short),
            55..58 => self.staying(short),
            58..63 => self.located(short),
            63..75 => self.like(short),
            75..80 => self.being(short),
            80..85 => self.sky(),
            85..88 => self.from(),
            88..92 => self.giving(),
            92..96 => self.compared(),
            _ => self.that(),
        }
    }

    /// Makes a clause say that it is not so; nobody counts what is not there.
    fn deny(&mut self, clause: &mut Clause) {
        match &mut clause.predicate {
            Predicate::Transitive { object, .. } | Predicate::Gift { object, .. } => {
                undo_count(object);
            }
            Predicate::Compared(_, than, _) => {
                if *than == Than::More {
                    *than = Than::Less;
                }
                return;
            }
            Predicate::From(_) => return,
            Predicate::Adjective(_, Degree::Too) => return,
            Predicate::Adjective(..) if clause.mode == Mode::Will => return,
            Predicate::That { verb, .. } if verb.base == "say" => return,
            _ => {}
        }
        // What happens at once is denied when it is over, not as a habit.
        let happens = clause.verb().is_some_and(|verb| verb.aspect == Aspect::Event);
        clause.negative = !happens || clause.mode != Mode::Present;
    }

    pub(super) fn transitive(&mut self, short: bool) -> Clause {
        let usual = |verb: &Verb| USUAL.contains(&verb.chinese);
        let usual = if self.often(25) { self.pick_where(TRANSITIVES, usual) } else { None };
        let verb = usual.unwrap_or_else(|| self.pick(TRANSITIVES));
        let mode = self.mode(verb);
        let subject = self.somebody(Who::of(mode, verb.beasts, short));
        let object = self.object(verb, &subject, mode, What { denied: false, short });
        let mut receiver = None;
        if !short
            && FOR.contains(&verb.chinese)
            && !super::mode::has_clause(&object)
            && self.often(16)
        {
            receiver = Some(self.other_than(&subject));
        }
        Clause { mode, ..Clause::new(subject, Predicate::Transitive { verb, object, receiver }) }
    }

    fn intransitive(&mut self, short: bool) -> Clause {
        let verb = self.pick(INTRANSITIVES);
        let mut mode = self.mode(verb);
        if verb.aspect == Aspect::Event && self.often(25) {
            mode = Mode::Progressive;
        }
        let subject = self.somebody(Who::of(mode, verb.beasts, short));
        Clause { mode, ..Clause::new(subject, Predicate::Intransitive(verb)) }
    }

    pub(super) fn going(&mut self, short: bool) -> Clause {
        let mode = self.mode(&GO);
        let subject = self.somebody(Who::of(mode, false, short));
        let to = self.goal();
        let by = if self.often(28) { Some(By::Means(self.pick(MEANS))) } else { None };
        Clause { mode, ..Clause::new(subject, Predicate::Go { to, by }) }
    }

    fn staying(&mut self, short: bool) -> Clause {
        let verb = self.pick(STAYS);
        let (mode, place) = self.stay(verb);
        let subject = self.somebody(Who::of(mode, verb.beasts, short));
        Clause { mode, ..Clause::new(subject, Predicate::Stay(verb, place)) }
    }

    fn giving(&mut self) -> Clause {
        let verb = self.pick(GIFTS);
        let mode = self.mode(verb);
        let subject = self.somebody(Who::of(mode, false, true));
        let receiver = self.other_than(&subject);
        let noun = self.counted_noun(verb);
        let object = self.determined(verb, noun, What { denied: false, short: true });
        let object = NounPhrase::Common(object);
        let predicate = Predicate::Gift { verb, receiver, object, to: self.often(50) };
        Clause { mode, ..Clause::new(subject, predicate) }
    }

    fn that(&mut self) -> Clause {
        let verb = self.pick(FEELINGS);
        let mode = if verb.base == "say" { Mode::Past } else { Mode::Present };
        let who = Who { beasts: false, new: false, short: true };
        let subject = if self.often(65) { self.pronoun() } else { self.somebody(who) };
        let mut clause = self.clause(true);
        clause.time_first = false;
        let predicate = Predicate::That { verb, clause: Box::new(clause), that: self.often(70) };
        Clause { mode, ..Clause::new(subject, predicate) }
    }

    /// A kin, for whoever asks after one.
    pub(super) fn my_kin(&mut self) -> NounPhrase {
        let noun = self.pick(KIN);
        NounPhrase::Common(plain(self.owner_of(noun), noun, false))
    }
}

static GO: Verb = Verb::GO;

/// Whether a subject counts: then "not" would be of the number.
pub(super) fn counts(subject: &NounPhrase) -> bool {
    use Determiner::{A, All, Count, Every, Many, Several, Some};
    matches!(
        subject,
        NounPhrase::Common(Common {
            determiner: A | All | Count(_) | Every | Many | Several | Some,
            ..
        })
    )
}

pub(super) fn undo_count(object: &mut NounPhrase) {
    match object {
        NounPhrase::Common(one) if counts(&NounPhrase::Common(one.clone())) => {
            one.determiner = Determiner::A;
            one.plural = false;
        }
        NounPhrase::Portion { noun, .. } | NounPhrase::Mass { noun, .. } => {
            *object = NounPhrase::Mass { noun, some: false };
        }
        _ => {}
    }
}
