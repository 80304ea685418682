//! Clauses that say something.

use crate::lexicon::{
    ADJECTIVES, Adjective, Aspect, FEELINGS, FREQUENCIES, GIFTS, INTRANSITIVES, KIN, Kind, MEANS,
    NAMES, NOUNS, PRONOUNS, REGIONS, STAYS, TRANSITIVES, Verb,
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

    fn located(&mut self, short: bool) -> Clause {
        let who = Who { beasts: true, new: false, short };
        let subject = if self.often(55) { self.somebody(who) } else { self.it(THERE, who) };
        let mode = self.weighted(&[(75, Mode::Present), (15, Mode::Past), (10, Mode::Will)]);
        let place = if self.often(75) { self.any_place() } else { self.place() };
        Clause { mode, ..Clause::new(subject, Predicate::Located(place)) }
    }

    fn like(&mut self, short: bool) -> Clause {
        let who = Who { beasts: true, new: false, short };
        let (subject, adjective) = self.described(who);
        let mode = self.weighted(&[(80, Mode::Present), (12, Mode::Past), (8, Mode::Will)]);
        let coloured = adjective.attributive == crate::lexicon::Attributive::Shi;
        let person = subject.kinds().contains(&Kind::Person);
        let mode = if coloured || !person { Mode::Present } else { mode };
        let degree = if coloured || mode != Mode::Present {
            Degree::Plain
        } else {
            self.weighted(&[(58, Degree::Plain), (24, Degree::Very), (18, Degree::Too)])
        };
        let mut clause = Clause::new(subject, Predicate::Adjective(adjective, degree));
        let stays = !coloured && mode == Mode::Present && degree == Degree::Plain;
        if stays && self.often(8) && person {
            // Never comes with a verb: 从不 denies one.
            clause.frequency = Some(&FREQUENCIES[self.below(FREQUENCIES.len() - 1)]);
        }
        Clause { mode, ..clause }
    }

    /// Somebody or something, and a word for it.
    fn described(&mut self, who: Who) -> (NounPhrase, &'static Adjective) {
        loop {
            let subject = if self.often(55) {
                self.somebody(who)
            } else if self.often(20) {
                NounPhrase::Pronoun(&PRONOUNS[6])
            } else {
                // The word first, so that one that is said of few things is not rare.
                let adjective = self.pick(ADJECTIVES);
                if !adjective.is_plain() || !NOUNS[1].iter().any(|noun| noun.is(adjective.of)) {
                    continue;
                }
                return (self.it(adjective.of, who), adjective);
            };
            let kinds = subject.kinds();
            let found = self.pick_where(ADJECTIVES, |one| one.is_of(kinds) && one.is_plain());
            if let Some(found) = found {
                return (subject, found);
            }
        }
    }

    /// A thing as a subject; one of these kinds, or of any.
    fn it(&mut self, kinds: &[Kind], who: Who) -> NounPhrase {
        let found = self.pick_where(NOUNS[1], |noun| kinds.is_empty() || noun.is(kinds));
        let noun = found.unwrap_or(&NOUNS[1][0]);
        NounPhrase::Common(self.known(noun, Who { new: false, ..who }))
    }

    fn being(&mut self, short: bool) -> Clause {
        if self.often(45) {
            let (far, plural) = (self.often(45), self.often(25));
            if !plural && self.often(12) {
                let who = self.relative_of_somebody();
                return Clause::new(NounPhrase::Pointed { far, plural }, Predicate::Noun(who));
            }
            let noun = self.pick(NOUNS[1]);
            let determiner = match (plural, self.often(50)) {
                (_, true) => self.owner_of(noun),
                (true, _) => Determiner::None,
                (false, _) => Determiner::A,
            };
            let mut made = plain(determiner, noun, plural);
            if self.often(25) {
                made.adjective = self.attribute(noun);
            } else if !short && self.often(20) {
                made.determiner = Determiner::The;
                made.relative = self.relative(noun, plural);
            }
            let subject = NounPhrase::Pointed { far, plural };
            return Clause::new(subject, Predicate::Noun(NounPhrase::Common(made)));
        }
        let subject = match self.below(10) {
            0..6 => self.pronoun(),
            6..8 => NounPhrase::Name(self.pick(NAMES)),
            _ => self.relative_of_somebody(),
        };
        let plural = matches!(&subject, NounPhrase::Pronoun(one) if one.plural);
        if !plural && self.often(18) {
            return Clause::new(subject, Predicate::Noun(self.relative_of_somebody()));
        }
        let noun = self.noun(&[Kind::Person]);
        let determiner = match (plural, noun.is(&[Kind::Had]) && self.often(40)) {
            (_, true) => self.owner(),
            (true, _) => Determiner::None,
            (false, _) => Determiner::A,
        };
        let mut made = plain(determiner, noun, plural);
        if self.often(30) {
            made.adjective = self.attribute(noun);
        }
        Clause::new(subject, Predicate::Noun(NounPhrase::Common(made)))
    }

    pub(super) fn sky(&mut self) -> Clause {
        let mode = self.weighted(&[
            (30, Mode::Past),
            (30, Mode::Progressive),
            (25, Mode::Will),
            (15, Mode::Present),
        ]);
        if self.often(55) {
            let verb = self.pick(Verb::SKY);
            return Clause { mode, ..Clause::new(NounPhrase::Sky, Predicate::Intransitive(verb)) };
        }
        let word = self.pick_where(ADJECTIVES, |one| one.is_of(&[Kind::Sky]));
        let degree = self.weighted(&[(60, Degree::Plain), (25, Degree::Very), (15, Degree::Too)]);
        let predicate = Predicate::Adjective(word.unwrap_or(&ADJECTIVES[0]), degree);
        let mode = if mode == Mode::Progressive { Mode::Present } else { mode };
        Clause { mode, ..Clause::new(NounPhrase::Sky, predicate) }
    }

    fn from(&mut self) -> Clause {
        let who = Who { beasts: false, new: false, short: true };
        Clause::new(self.somebody(who), Predicate::From(Some(self.pick(REGIONS))))
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

    pub(super) fn compared(&mut self) -> Clause {
        let than = self.weighted(&[(60, Than::More), (25, Than::Same), (15, Than::Less)]);
        loop {
            let adjective = self.pick(ADJECTIVES);
            let of_things = NOUNS[1].iter().any(|noun| noun.is(adjective.of));
            let people = adjective.is_of(&[Kind::Person]) && (!of_things || self.often(60));
            if !adjective.compares || (!people && !of_things) {
                continue;
            }
            let who = Who { beasts: false, new: false, short: true };
            if people {
                let subject = self.somebody(who);
                if matches!(subject, NounPhrase::Pair(_)) || subject.is_all() {
                    continue;
                }
                let other = self.other_than(&subject);
                return Clause::new(subject, Predicate::Compared(adjective, than, other));
            }
            let one = self.it(adjective.of, who);
            let other = self.it(adjective.of, who);
            let simple = |phrase: &NounPhrase| {
                matches!(phrase, NounPhrase::Common(Common { adjective: None, .. }))
                    && !phrase.is_all()
            };
            if one != other && simple(&one) && simple(&other) {
                return Clause::new(one, Predicate::Compared(adjective, than, other));
            }
        }
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

/// What lies about and is asked for.
const THERE: &[Kind] = &[
    Kind::Reading,
    Kind::Food,
    Kind::Clothes,
    Kind::Headwear,
    Kind::Tool,
    Kind::Plant,
    Kind::Furniture,
];

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
