//! Clauses that ask something.

use crate::lexicon::{
    Aspect, INTRANSITIVES, Kind, NAMES, NOUNS, Noun, STAYS, TRANSITIVES, Tense, Verb,
};
use crate::sample::Sampler;
use crate::sample::clause::{counts, undo_count};
use crate::sample::mode::ASKED;
use crate::sample::object::{What, needs};
use crate::sample::somebody::{Who, plain};
use crate::tree::{By, Clause, Determiner, Goal, Mode, NounPhrase, Place, Predicate, Than, When};

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
    fn asked_about(&mut self) -> NounPhrase {
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

    /// Where does she live, is she, is she going, did she buy the book, are you from?
    fn where_(&mut self) -> Clause {
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
    fn when(&mut self) -> Clause {
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
    fn why(&mut self) -> Clause {
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
    fn how(&mut self) -> Clause {
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
