//! What something is done to.

use crate::lexicon::{Aspect, KIN, Kind, MASSES, NAMES, NOUNS, NUMERALS, Noun, PRONOUNS, Verb};
use crate::sample::Sampler;
use crate::sample::somebody::plain;
use crate::tree::{Common, Determiner, Mode, NounPhrase};

/// Relatives of whom nobody counts his own.
const SINGLE: &[&str] = &["mother", "father", "wife", "husband", "grandmother", "grandfather"];

/// Whether any five books will do: nobody likes or remembers just any.
pub(super) fn needs(verb: &Verb) -> bool {
    matches!(verb.chinese, "有" | "需要" | "想要")
}

/// How much an object may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct What {
    /// The verb is denied.
    pub(super) denied: bool,
    /// No clause inside.
    pub(super) short: bool,
}

impl Sampler<'_> {
    /// Something, or somebody, for a verb.
    pub(super) fn object(
        &mut self,
        verb: &'static Verb,
        subject: &NounPhrase,
        mode: Mode,
        what: What,
    ) -> NounPhrase {
        let people = verb.objects.contains(&Kind::Person);
        let only = verb.objects.iter().all(|kind| matches!(kind, Kind::Person | Kind::Kin));
        if people && (only || self.often(30)) {
            return self.person_as_object(verb, subject, what);
        }
        let told = verb.base != "play" && verb.chinese != "戴";
        if !people && told && mode != Mode::Progressive && self.often(3) {
            return NounPhrase::Pronoun(&PRONOUNS[6]);
        }
        let things = NOUNS.iter().flat_map(|list| list.iter()).filter(|n| n.is(verb.objects));
        let (things, masses) =
            (things.count(), MASSES.iter().filter(|m| m.is(verb.objects)).count());
        // The few that are not counted come as often as readers will type them.
        let mass = if masses > 0 { 25.max(100 * masses / (things + masses)) } else { 0 };
        if self.often(mass) {
            return self.mass(verb, what);
        }
        if verb.chinese == "有" && !what.denied && self.often(25) {
            return self.somebody_who_is_had();
        }
        let object = self.thing(verb, what);
        let any = matches!(object.determiner, Determiner::None | Determiner::A);
        if any && !what.denied && object.adjective.is_none() && self.often(10) {
            let second = self.counted_noun(verb);
            if second != object.noun {
                let second = plain(object.determiner, second, object.plural);
                let second = NounPhrase::Common(second);
                return NounPhrase::Pair(Box::new([NounPhrase::Common(object), second]));
            }
        }
        NounPhrase::Common(object)
    }

    /// A noun that is counted, for a verb that has some.
    pub(super) fn counted_noun(&mut self, verb: &'static Verb) -> &'static Noun {
        let fits = |noun: &Noun| noun.is(verb.objects) && !noun.is(&[Kind::Person]);
        let counts = NOUNS.iter().map(|list| list.iter().filter(|n| fits(n)).count());
        let counts: Vec<usize> = counts.collect();
        let list = usize::from(self.below(counts.iter().sum()) >= counts[0]);
        self.pick_where(NOUNS[list], fits).unwrap_or(&NOUNS[1][0])
    }

    fn person_as_object(
        &mut self,
        verb: &'static Verb,
        subject: &NounPhrase,
        what: What,
    ) -> NounPhrase {
        let kin = verb.objects.contains(&Kind::Kin);
        match self.below(10) {
            0..5 => self.other_than(subject),
            5..7 => NounPhrase::Name(self.pick(NAMES)),
            7 if kin => self.relative_of_somebody(),
            _ => {
                let noun = self.noun(&[Kind::Person]);
                NounPhrase::Common(self.determined(verb, noun, what))
            }
        }
    }

    fn mass(&mut self, verb: &'static Verb, what: What) -> NounPhrase {
        let fit = self.pick_where(MASSES, |mass| mass.is(verb.objects));
        let noun = fit.unwrap_or(&MASSES[0]);
        let portions = !what.denied && (verb.aspect != Aspect::State || needs(verb));
        if portions && !noun.vessels.is_empty() && self.often(45) {
            let nth = if self.often(45) { 0 } else { self.below(NUMERALS.len()) };
            let vessel = self.pick(noun.vessels);
            return NounPhrase::Portion { count: &NUMERALS[nth], noun, vessel };
        }
        NounPhrase::Mass { noun, some: portions && !noun.vessels.is_empty() && self.often(25) }
    }

    /// a sister, two children, many friends
    fn somebody_who_is_had(&mut self) -> NounPhrase {
        let noun = if self.often(60) {
            let one_of = |noun: &Noun| !SINGLE.contains(&noun.one);
            self.pick_where(KIN, one_of).unwrap_or(&KIN[0])
        } else {
            self.noun(&[Kind::Had])
        };
        let nth = 1 + self.below(4);
        let (determiner, plural) = match self.below(10) {
            0..5 => (Determiner::A, false),
            5..9 => (Determiner::Count(&NUMERALS[nth]), true),
            _ => (Determiner::Many, true),
        };
        NounPhrase::Common(plain(determiner, noun, plural))
    }

    fn thing(&mut self, verb: &'static Verb, what: What) -> Common {
        let noun = self.counted_noun(verb);
        self.determined(verb, noun, what)
    }

    /// A noun behind a verb.
    pub(super) fn determined(
        &mut self,
        verb: &'static Verb,
        noun: &'static Noun,
        what: What,
    ) -> Common {
        let known = verb.aspect == Aspect::State && !needs(verb);
        let (determiner, plural) = match self.below(100) {
            0..24 => (Determiner::The, false),
            24..30 => (Determiner::The, noun.one != noun.many),
            30..40 => (self.pointing(), self.often(30)),
            40..54 => (self.owner_of(noun), self.often(25)),
            54..64 => (Determiner::None, true),
            _ if known => (Determiner::The, false),
            64..84 => (Determiner::A, false),
            _ if what.denied => (Determiner::A, false),
            84..93 => self.counted(),
            93..96 => (Determiner::Some, true),
            96..98 => (Determiner::Many, true),
            _ => (Determiner::Several, true),
        };
        let mut made = plain(determiner, noun, plural);
        if determiner == Determiner::The && !what.short && self.often(22) {
            made.relative = self.relative(noun, plural);
        } else if self.often(20) {
            made.adjective = self.attribute(noun);
        }
        made
    }
}
