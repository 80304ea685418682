//! Clauses that ask something.

use crate::lexicon::{Aspect, Kind, NAMES, NOUNS, Noun, TRANSITIVES, Verb};
use crate::sample::Sampler;
use crate::sample::clause::counts;
use crate::sample::object::needs;
use crate::sample::somebody::Who;
use crate::tree::{Clause, Determiner, Mode, NounPhrase, Predicate, Than};

const ASKER: Who = Who { beasts: false, new: false, short: true };

impl Sampler<'_> {
    /// A clause of a question.
    pub(super) fn question(&mut self) -> Clause {
        match self.below(100) {
            0..42 => self.yes_or_no(),
            42..51 => self.who(),
            51..63 => self.what(),
            63..71 => self.which(),
            71..80 => self.where_(),
            80..86 => self.when(),
            86..91 => self.why(),
            91..94 => self.how(),
            _ => self.identity(),
        }
    }

    fn yes_or_no(&mut self) -> Clause {
        loop {
            let mut clause = self.clause(true);
            let strange = clause.mode == Mode::Must
                || counts(&clause.subject)
                || matches!(clause.predicate, Predicate::Compared(_, Than::Less, _));
            if strange {
                continue;
            }
            if clause.negative && self.often(75) {
                clause.negative = false;
            }
            clause.early = clause.negative && self.often(60);
            clause.time_first = false;
            if self.often(18) && clause.verb().is_some_and(|v| v.aspect == Aspect::Action) {
                let there = !matches!(
                    clause.predicate,
                    Predicate::Stay(..) | Predicate::Go { .. } | Predicate::Gift { .. }
                );
                let sky = clause.subject == NounPhrase::Sky;
                clause.place = if there && !sky { Some(self.place()) } else { None };
            }
            return clause;
        }
    }

    /// Who reads the book?
    fn who(&mut self) -> Clause {
        loop {
            let mut clause = if self.often(15) { self.compared() } else { self.clause(true) };
            let strange = clause.subject == NounPhrase::Sky
                || clause.mode == Mode::Must
                || matches!(clause.predicate, Predicate::Compared(_, Than::Less, _))
                || matches!(&clause.predicate, Predicate::Noun(other) if other.plural())
                || !clause.subject.kinds().contains(&Kind::Person);
            if strange {
                continue;
            }
            clause.subject = NounPhrase::Who;
            clause.all = false;
            clause.time_first = false;
            return clause;
        }
    }

    /// What did she buy? Whom does he know? What is she doing?
    fn what(&mut self) -> Clause {
        if self.often(18) {
            let mode = self.weighted(&[
                (50, Mode::Progressive),
                (20, Mode::Past),
                (10, Mode::Will),
                (10, Mode::Want),
                (10, Mode::Should),
            ]);
            return self.asked_for(&DO, NounPhrase::What, mode);
        }
        // Of what is played and worn it cannot be told which verb it is.
        let told = |verb: &Verb| verb.base != "play" && verb.chinese != "戴";
        let verb = self.pick_where(TRANSITIVES, told).unwrap_or(&TRANSITIVES[0]);
        let mode = self.asked_mode(verb);
        let people = verb.objects.iter().all(|kind| matches!(kind, Kind::Person | Kind::Kin));
        let some = verb.objects.contains(&Kind::Person);
        let who = people || (some && self.often(40));
        self.asked_for(verb, if who { NounPhrase::Who } else { NounPhrase::What }, mode)
    }

    /// Which book, how many books did she buy?
    fn which(&mut self) -> Clause {
        loop {
            let verb = self.pick(TRANSITIVES);
            if !NOUNS[1].iter().any(|noun| noun.is(verb.objects)) {
                continue;
            }
            let noun = self.counted_noun(verb);
            let many = verb.aspect != Aspect::State || needs(verb);
            let object = if many && self.often(55) {
                NounPhrase::HowMany(noun)
            } else {
                NounPhrase::Which(noun)
            };
            let mode = self.asked_mode(verb);
            return self.asked_for(verb, object, mode);
        }
    }

    fn asked_mode(&mut self, verb: &'static Verb) -> Mode {
        match verb.aspect {
            Aspect::State => Mode::Present,
            Aspect::Action => self.weighted(&[
                (40, Mode::Past),
                (20, Mode::Present),
                (14, Mode::Progressive),
                (12, Mode::Will),
                (10, Mode::Want),
                (4, Mode::Should),
            ]),
            Aspect::Event => self.weighted(&[(75, Mode::Past), (15, Mode::Will), (10, Mode::Want)]),
        }
    }

    fn asked_for(&mut self, verb: &'static Verb, object: NounPhrase, mode: Mode) -> Clause {
        let subject = self.asked_about();
        let predicate = Predicate::Transitive { verb, object, receiver: None };
        let mut clause = Clause { mode, ..Clause::new(subject, predicate) };
        let short = !self.often(25);
        self.adjuncts(&mut clause, short);
        clause.frequency = None;
        clause.much = false;
        clause.with = None;
        clause.time_first = false;
        clause
    }

    /// Whom one asks about: mostly you.
    pub(super) fn asked_about(&mut self) -> NounPhrase {
        match self.below(10) {
            0..6 => self.pronoun(),
            6 => self.my_kin(),
            _ => {
                let mut made = self.somebody(ASKER);
                while counts(&made) {
                    made = self.somebody(ASKER);
                }
                made
            }
        }
    }

    /// What is this? Who is she? Whose book is that?
    fn identity(&mut self) -> Clause {
        let pointed = NounPhrase::Pointed { far: self.often(45), plural: self.often(25) };
        match self.below(10) {
            0..3 => Clause::new(pointed, Predicate::Noun(NounPhrase::What)),
            3..6 => {
                let subject = if self.often(60) { self.pronoun() } else { self.somebody_known() };
                Clause::new(subject, Predicate::Noun(NounPhrase::Who))
            }
            _ => {
                let noun: &Noun = self.pick(NOUNS[1]);
                let far = self.often(45);
                let subject = NounPhrase::Pointed { far, plural: false };
                Clause::new(subject, Predicate::Noun(NounPhrase::Whose(noun)))
            }
        }
    }

    fn somebody_known(&mut self) -> NounPhrase {
        if self.often(30) {
            return NounPhrase::Name(self.pick(NAMES));
        }
        let noun = self.noun(&[Kind::Person]);
        let mut known = self.known(noun, Who { short: false, ..ASKER });
        if matches!(known.determiner, Determiner::Of(_) | Determiner::OfName(_)) {
            // "Who is your teacher?" is asked the other way round.
            known.determiner = Determiner::The;
        }
        NounPhrase::Common(known)
    }
}

static DO: Verb = Verb::DO;
