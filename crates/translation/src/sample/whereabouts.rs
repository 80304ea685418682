//! Where and when.

use crate::lexicon::{LANDMARKS, Landmark, NUMERALS, REGIONS, Relation, TIMES, Tense, UNITS, Verb};
use crate::sample::Sampler;
use crate::tree::{Goal, Mode, Place, When};

impl Sampler<'_> {
    /// Where something is done.
    pub(super) fn place(&mut self) -> Place {
        if self.often(10) {
            return Place::In(self.pick(REGIONS));
        }
        if self.often(15) {
            let things = |one: &Landmark| !one.lively;
            let landmark = self.pick_where(LANDMARKS, things).unwrap_or(&LANDMARKS[0]);
            return Place::At(*self.pick(landmark.relations), landmark);
        }
        let lively = self.pick_where(LANDMARKS, |one| one.lively);
        let landmark = lively.unwrap_or(&LANDMARKS[0]);
        let first = self.often(80);
        let relation = if first { landmark.relations[0] } else { *self.pick(landmark.relations) };
        Place::At(relation, landmark)
    }

    /// Where something is.
    pub(super) fn any_place(&mut self) -> Place {
        let landmark = self.pick(LANDMARKS);
        Place::At(*self.pick(landmark.relations), landmark)
    }

    /// Where one sits or stands: at home one is 在家, but sits 在家里.
    fn spot(&mut self) -> Place {
        loop {
            let place = self.any_place();
            if !matches!(place, Place::At(_, landmark) if landmark.english == "home") {
                return place;
            }
        }
    }

    /// Where one goes.
    pub(super) fn goal(&mut self) -> Goal {
        if self.often(15) {
            return Goal::ToRegion(self.pick(REGIONS));
        }
        let fit = self.pick_where(LANDMARKS, |one| !one.to.is_empty());
        Goal::To(fit.unwrap_or(&LANDMARKS[0]))
    }

    /// Where one lives, sits or stands, and in which mode.
    pub(super) fn stay(&mut self, verb: &'static Verb) -> (Mode, Place) {
        let at = |relation, name: &str| {
            let found = LANDMARKS.iter().find(|one| one.english == name);
            Place::At(relation, found.unwrap_or(&LANDMARKS[0]))
        };
        match verb.base {
            "live" => {
                let place = match self.below(10) {
                    0..5 => Place::In(self.pick(REGIONS)),
                    5 => at(Relation::In, "the city"),
                    6 => at(Relation::In, "the village"),
                    7 => at(Relation::Near, "the park"),
                    8 => at(Relation::Near, "the hospital"),
                    _ => at(Relation::Beside, "the river"),
                };
                (Mode::Present, place)
            }
            "sit" => {
                let on = ["the chair", "the sofa", "the bed", "the floor"];
                let place = if self.often(60) {
                    at(Relation::On, on[self.below(on.len())])
                } else {
                    self.spot()
                };
                (if self.often(60) { Mode::Progressive } else { Mode::Past }, place)
            }
            _ => (if self.often(60) { Mode::Progressive } else { Mode::Past }, self.spot()),
        }
    }

    /// A time of a tense.
    pub(super) fn time(&mut self, tense: Tense) -> Option<When> {
        if tense == Tense::Past && self.often(12) {
            let nth = if self.often(20) { 0 } else { 1 + self.below(9) };
            return Some(When::Ago(&NUMERALS[nth], self.pick(UNITS)));
        }
        let either = matches!(tense, Tense::Past | Tense::Future) && self.often(15);
        let tense = if either { Tense::Whenever } else { tense };
        self.pick_where(TIMES, |time| time.tense == tense).map(When::At)
    }
}
