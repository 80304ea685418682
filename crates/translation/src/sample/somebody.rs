//! People and animals: who does it, and for whom.

use crate::lexicon::{
    ADJECTIVES, Adjective, KIN, Kind, NAMES, NOUNS, NUMERALS, Noun, PRONOUNS, Pronoun,
};
use crate::sample::Sampler;
use crate::tree::{Common, Determiner, Mode, NounPhrase};

/// Which of them a subject may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Who {
    /// Animals too.
    pub(super) beasts: bool,
    /// Also "a girl" and "three girls", which are strange in what is always so.
    pub(super) new: bool,
    /// No clause inside.
    pub(super) short: bool,
}

impl Who {
    /// Who may do something in a mode.
    pub(super) fn of(mode: Mode, beasts: bool, short: bool) -> Self {
        let plain = matches!(mode, Mode::Present | Mode::Past | Mode::Progressive | Mode::Will);
        let new = matches!(mode, Mode::Past | Mode::Progressive | Mode::Will);
        Self { beasts: beasts && plain, new, short }
    }
}

impl Sampler<'_> {
    /// I, Mary, the old doctor, Tom and Mary; an animal where it may be one.
    pub(super) fn somebody(&mut self, who: Who) -> NounPhrase {
        if who.beasts && self.often(30) {
            let animal = self.noun(&[Kind::Animal]);
            return NounPhrase::Common(self.known(animal, who));
        }
        match self.below(100) {
            0..43 => self.pronoun(),
            43..59 => NounPhrase::Name(self.pick(NAMES)),
            59..69 => self.relative_of_somebody(),
            69..74 => {
                let first = NounPhrase::Name(self.pick(NAMES));
                NounPhrase::Pair(Box::new([first, self.other()]))
            }
            _ => {
                let noun = self.noun(&[Kind::Person]);
                NounPhrase::Common(self.known(noun, who))
            }
        }
    }

    /// Somebody in few words, who is no pronoun: for whom, with whom.
    pub(super) fn other(&mut self) -> NounPhrase {
        match self.below(10) {
            0..5 => NounPhrase::Name(self.pick(NAMES)),
            5..7 => self.relative_of_somebody(),
            _ => {
                let noun = self.noun(&[Kind::Person]);
                let determiner = if self.often(70) { Determiner::The } else { self.owner_of(noun) };
                NounPhrase::Common(plain(determiner, noun, self.often(25)))
            }
        }
    }

    /// Somebody in few words, who is not the subject.
    pub(super) fn other_than(&mut self, subject: &NounPhrase) -> NounPhrase {
        loop {
            let made = if self.often(35) { self.pronoun() } else { self.other() };
            // "I with us" is nobody else.
            let both_are_words = matches!(
                (&made, subject),
                (NounPhrase::Pronoun(a), NounPhrase::Pronoun(b)) if own(a) == own(b)
            );
            if made != *subject && !both_are_words {
                return made;
            }
        }
    }

    /// I to they.
    pub(super) fn pronoun(&mut self) -> NounPhrase {
        NounPhrase::Pronoun(&PRONOUNS[self.below(6)])
    }

    /// my mother, Tom's mother
    pub(super) fn relative_of_somebody(&mut self) -> NounPhrase {
        let noun = self.pick(KIN);
        NounPhrase::Common(plain(self.owner_of(noun), noun, false))
    }

    /// Whose a noun can be: one person's wife, nobody's soldier.
    pub(super) fn owner_of(&mut self, noun: &'static Noun) -> Determiner {
        let pronoun = |nth: usize| Determiner::Of(&PRONOUNS[nth]);
        match noun.one {
            "wife" => pronoun(self.below(3)),
            "husband" => pronoun([0, 1, 3][self.below(3)]),
            _ if noun.is(&[Kind::Person]) && !noun.is(&[Kind::Had]) => Determiner::The,
            _ => self.owner(),
        }
    }

    /// my, Tom's
    pub(super) fn owner(&mut self) -> Determiner {
        if self.often(72) {
            Determiner::Of(&PRONOUNS[self.below(6)])
        } else {
            Determiner::OfName(self.pick(NAMES))
        }
    }

    /// A noun of one of these kinds, which are those of some.
    pub(super) fn noun(&mut self, kinds: &[Kind]) -> &'static Noun {
        let list = if NOUNS[0].iter().any(|noun| noun.is(kinds)) { NOUNS[0] } else { NOUNS[1] };
        self.pick_where(list, |noun| noun.is(kinds)).unwrap_or(&list[0])
    }

    /// A noun as a subject.
    pub(super) fn known(&mut self, noun: &'static Noun, who: Who) -> Common {
        let (determiner, plural) = match self.below(100) {
            0..44 => (Determiner::The, false),
            44..56 => (Determiner::The, noun.one != noun.many),
            56..64 => (self.pointing(), self.often(35)),
            64..74 => (self.owner_of(noun), self.often(20)),
            74..78 => (Determiner::All, true),
            78..82 => (Determiner::Every, false),
            82..85 => (Determiner::Many, true),
            _ if !who.new => (Determiner::The, false),
            85..90 => (Determiner::A, false),
            90..97 => self.counted(),
            97..99 => (Determiner::Several, true),
            _ => (Determiner::Some, true),
        };
        let mut made = plain(determiner, noun, plural);
        if determiner == Determiner::The && !who.short && self.often(36) {
            made.relative = self.relative(noun, plural);
        } else if self.often(18) {
            made.adjective = self.attribute(noun);
        }
        made
    }

    /// this, that
    pub(super) fn pointing(&mut self) -> Determiner {
        if self.often(55) { Determiner::This } else { Determiner::That }
    }

    /// Two or more, and now and then one.
    pub(super) fn counted(&mut self) -> (Determiner, bool) {
        let nth = if self.often(8) { 0 } else { 1 + self.below(NUMERALS.len() - 1) };
        (Determiner::Count(&NUMERALS[nth]), nth > 0)
    }

    /// What a noun is like, if there is a word for it.
    pub(super) fn attribute(&mut self, noun: &'static Noun) -> Option<&'static Adjective> {
        self.pick_where(ADJECTIVES, |adjective| {
            let twice = noun.chinese.starts_with(adjective.chinese);
            adjective.is_of(noun.kinds) && adjective.is_attributive() && !twice
        })
    }
}

/// I and we, he and they, go together.
fn own(pronoun: &Pronoun) -> usize {
    match pronoun.subject {
        "i" | "we" => 0,
        "you" => 1,
        _ => 2,
    }
}

/// A noun without anything told of it.
pub(super) fn plain(determiner: Determiner, noun: &'static Noun, plural: bool) -> Common {
    Common { determiner, adjective: None, noun, plural, relative: None }
}
