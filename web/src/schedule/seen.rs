//! What a state says, worked out: the rate of this model, and of the paper's two.

use figures::{Curve, Rgb};
use ops::Schedule;
use share::State;

/// Widths of base and of big, and the warmup of both.
const PAPER: [usize; 2] = [512, 1024];
const WARMUP: u64 = 4000;
/// The chart's unit of rates.
const UNIT: f64 = 1e4;
/// How many places across are drawn.
const PLACES: u64 = 200;

/// A schedule, and over how many steps it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) own: Schedule,
    pub(crate) d_model: usize,
    pub(crate) warmup: u64,
    pub(crate) steps: u64,
}

impl Seen {
    pub(crate) fn of(state: &State) -> Self {
        let [d_model, warmup, steps] =
            ["dmodel", "warmup", "steps"].map(|key| state.int(key).unsigned_abs());
        let (d_model, warmup) = (d_model as usize, u64::from(warmup));
        let own = Schedule::Transformer { d_model, warmup };
        Self { own, d_model, warmup, steps: 1000 * u64::from(steps) }
    }

    /// This model's, base's and big's.
    pub(crate) fn all(&self) -> [Schedule; 3] {
        let paper = PAPER.map(|d_model| Schedule::Transformer { d_model, warmup: WARMUP });
        let [base, big] = paper;
        [self.own.clone(), base, big]
    }

    /// The steps that a table shows, ascending: a few round ones, the end of the warmup, the last.
    pub(crate) fn rows(&self) -> Vec<u64> {
        let mut rows = vec![1, 1000, WARMUP, 16_000, 100_000, self.warmup, self.steps];
        rows.retain(|step| *step <= self.steps.max(self.warmup));
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    /// The steps that the chart has numbers of.
    pub(crate) fn places(&self) -> Vec<u64> {
        let even = (1..=PLACES).map(|at| self.steps * at / PLACES);
        let mut places: Vec<u64> = even.chain([1, WARMUP, self.warmup]).collect();
        places.retain(|step| (1..=self.steps).contains(step));
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The curves: the chosen one, base and big behind it, and its peak as a disc.
    #[cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "drawn in the browser"))]
    pub(crate) fn curves(&self, [chosen, paper]: [Rgb; 2]) -> Vec<Curve> {
        let places = self.places();
        let mut curves: Vec<Curve> = self
            .all()
            .iter()
            .enumerate()
            .map(|(at, schedule)| Curve {
                points: places.iter().map(|s| (*s as f64, UNIT * schedule.rate(*s))).collect(),
                colour: if at == 0 { chosen } else { paper },
                behind: at > 0,
                discs: false,
            })
            .collect();
        if self.warmup <= self.steps {
            let points = vec![(self.warmup as f64, UNIT * self.own.rate(self.warmup))];
            curves.push(Curve { points, colour: chosen, behind: false, discs: true });
        }
        curves
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use share::{decode, widgets::schedule::SCHEDULE};

    fn seen(settings: &str) -> Seen {
        let (link, warnings) = decode(settings, &SCHEDULE);
        assert_eq!(warnings, [], "{settings}");
        Seen::of(&link.state)
    }

    #[test]
    fn the_peak_is_at_the_end_of_the_warmup() {
        for settings in ["", "dmodel=64&warmup=40000&steps=100", "warmup=100&steps=1"] {
            let seen = seen(settings);
            let top = seen
                .places()
                .into_iter()
                .max_by(|a, b| seen.own.rate(*a).total_cmp(&seen.own.rate(*b)));
            assert_eq!(top, Some(seen.warmup), "{settings}");
            assert_eq!(seen.curves([(0, 0, 0); 2]).len(), 4);
        }
        // A training that ends before has no peak to be marked.
        assert_eq!(seen("warmup=40000&steps=1").curves([(0, 0, 0); 2]).len(), 3);
    }

    #[test]
    fn the_note_s_steps_are_in_the_table() {
        assert_eq!(seen("").rows(), [1, 1000, 4000, 16_000, 100_000]);
        assert_eq!(seen("warmup=300&steps=2").rows(), [1, 300, 1000, 2000]);
        assert_eq!(seen("").all()[0], seen("").all()[1]);
    }
}
