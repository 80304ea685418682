//! How the learning rate changes over the steps, as data.

/// A learning rate for every step.
#[derive(Debug, Clone, PartialEq)]
pub enum Schedule {
    /// Always the same.
    Constant {
        /// The rate.
        rate: f64,
    },
    /// Divided at certain steps; by 10 at 32,000 and 48,000 for CIFAR-10 (ResNet, section 4.2).
    Drops {
        /// The rate before the first.
        rate: f64,
        /// The steps from which it is smaller.
        at: Vec<u64>,
        /// By how much it is divided each time.
        by: f64,
    },
    /// Up in a line for the first steps, then another schedule (ResNet, section 4.2, warms its
    /// deepest net up).
    Warmup {
        /// The steps before the rate is whole.
        over: u64,
        /// The rate that it is a share of.
        then: Box<Self>,
    },
    /// `d_model^(−1/2) · min(step^(−1/2), step · warmup^(−3/2))` (Transformer, section 5.3):
    /// up in a line for `warmup` steps, then down with the root of the step.
    Transformer {
        /// The width of the model.
        d_model: usize,
        /// 4000 in the paper.
        warmup: u64,
    },
}

impl Schedule {
    /// The rate of a step; the first is 1, and what is before counts as the first.
    #[must_use]
    pub fn rate(&self, step: u64) -> f64 {
        let step = step.max(1);
        match self {
            Self::Constant { rate } => *rate,
            Self::Drops { rate, at, by } => {
                let passed = at.iter().filter(|&&drop| step >= drop).count();
                rate / by.powf(passed as f64)
            }
            Self::Warmup { over, then } => {
                let share = step as f64 / (*over).max(1) as f64;
                then.rate(step) * share.min(1.0)
            }
            Self::Transformer { d_model, warmup } => {
                let (step, warmup) = (step as f64, (*warmup).max(1) as f64);
                (*d_model as f64).powf(-0.5) * step.powf(-0.5).min(step * warmup.powf(-1.5))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(schedule: &Schedule, step: u64, want: f64) {
        let got = schedule.rate(step);
        assert!((got - want).abs() <= 1e-12 * want, "step {step}: {got}, not {want}");
    }

    /// The base model of the paper: the peak is 1/√(512·4000), at the end of the warm-up.
    #[test]
    fn the_transformer_warms_up() {
        let paper = Schedule::Transformer { d_model: 512, warmup: 4000 };
        check(&paper, 4000, 1.0 / (512.0_f64 * 4000.0).sqrt());
        check(&paper, 1, paper.rate(4000) / 4000.0);
        check(&paper, 2000, paper.rate(4000) / 2.0);
        check(&paper, 16_000, paper.rate(4000) / 2.0);
        check(&paper, 0, paper.rate(1));
    }

    #[test]
    fn resnet_divides_twice() {
        let paper = Schedule::Drops { rate: 0.1, at: vec![32_000, 48_000], by: 10.0 };
        for (step, want) in [(1, 0.1), (31_999, 0.1), (32_000, 0.01), (48_000, 0.001)] {
            check(&paper, step, want);
        }
        check(&Schedule::Constant { rate: 0.3 }, 7, 0.3);
    }

    #[test]
    fn a_warm_up_ends_in_the_schedule_behind_it() {
        let then = Schedule::Drops { rate: 0.1, at: vec![60], by: 10.0 };
        let warm = Schedule::Warmup { over: 50, then: Box::new(then) };
        for (step, want) in [(0, 0.002), (1, 0.002), (25, 0.05), (50, 0.1), (60, 0.01)] {
            check(&warm, step, want);
        }
    }
}
