//! One small net with ReLU and with tanh, trained side by side (AlexNet, section 3.1, figure 1).

use ops::Value;

use crate::digits::SIDE;
use crate::side_by_side::{Lesson, SideBySide, options, word};

/// The share of wrong pictures of the training that both nets are to come down to.
pub const TARGET: f64 = 0.25;
/// Over how many batches that share is averaged: one of 64 pictures says little.
pub const MEAN_OF: usize = 10;
/// The learning rates that are tried, in thousandths.
pub const RATES: [i32; 7] = [1, 3, 10, 30, 100, 300, 1000];

/// What kernels may start from.
pub const STARTS: [&str; 2] = ["pytorch", "he"];

/// What both nets have in common, and the rate of either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rivals {
    /// The learning rates of the net with ReLU and of that with tanh, in thousandths.
    pub rates: [i32; 2],
    /// Whether the kernels begin as He et al. 2015 begin them, for ReLU; else as PyTorch does.
    pub he: bool,
    /// What weights and the order of the pictures come from.
    pub seed: u64,
    /// How many steps there are.
    pub steps: u64,
}

impl Rivals {
    /// Those of a widget's state, by its numbers and its words.
    #[must_use]
    pub fn of<'a>(int: impl Fn(&str) -> i32, word: impl Fn(&str) -> &'a str) -> Self {
        let whole = |key: &str| u64::from(int(key).unsigned_abs());
        Self {
            rates: ["relu-rate", "tanh-rate"].map(&int),
            he: word("start") == STARTS[1],
            seed: whole("seed"),
            steps: whole("steps"),
        }
    }
}

impl SideBySide for Rivals {
    const NETS: [&'static str; 2] = ["relu", "tanh"];

    fn steps(&self) -> u64 {
        self.steps
    }

    /// The same net but for its activation: three convolutions and a linear layer, as many as
    /// figure 1's net has, with fewer channels.
    fn lesson(&self, which: usize) -> Lesson {
        let which = which.min(1);
        Lesson {
            spec: options(&[
                ("kind", word("convnet")),
                ("activation", word(Self::NETS[which])),
                ("start", word(STARTS[usize::from(self.he)])),
                ("widths", Value::Numbers(vec![16.0, 16.0, 32.0])),
                ("kernel", Value::Number(5.0)),
                ("classes", Value::Number(10.0)),
                ("size", Value::Number(SIDE as f64)),
            ]),
            run: options(&[
                ("steps", Value::Number(self.steps as f64)),
                ("batch", Value::Number(64.0)),
                ("seed", Value::Number(self.seed as f64)),
            ]),
            optimizer: options(&[
                ("name", word("sgd")),
                ("lr", Value::Number(f64::from(self.rates[which]) / 1000.0)),
                ("momentum", Value::Number(0.9)),
            ]),
        }
    }
}

/// The first step at which the mean error of its batch and the nine before is at most
/// [`TARGET`], by the errors of all steps so far; the first step is 1.
#[must_use]
pub fn reached(errors: &[f64]) -> Option<usize> {
    let mean = |errors: &[f64]| errors.iter().sum::<f64>() / errors.len() as f64;
    errors.windows(MEAN_OF).position(|last| mean(last) <= TARGET).map(|at| at + MEAN_OF)
}

/// How many times as many steps tanh needs as ReLU, over runs of as many seeds; none where one
/// of them did not get there.
#[must_use]
pub fn ratio(relu: &[Option<usize>], tanh: &[Option<usize>]) -> Option<f64> {
    let sum = |of: &[Option<usize>]| of.iter().copied().sum::<Option<usize>>();
    match (sum(relu)?, sum(tanh)?) {
        (0, _) => None,
        (relu, tanh) => Some(tanh as f64 / relu as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rivals_differ_in_their_activation_alone() {
        let rivals = Rivals { rates: [30, 30], he: false, seed: 1, steps: 200 };
        let [relu, tanh] = [0, 1].map(|which| rivals.net(which).expect("a net"));
        assert_eq!(relu.0.weights(), tanh.0.weights());
        assert_eq!(relu.1, tanh.1);
        let kinds = |of: &crate::Net| -> Vec<&'static str> {
            of.layers().expect("layers").iter().map(|l| l.kind).collect()
        };
        let want = |activation| {
            let conv = ["Conv2d", activation, "MaxPool2d"];
            [conv, conv, conv].concat().into_iter().chain(["Linear"]).collect::<Vec<_>>()
        };
        assert_eq!((kinds(&relu.0), kinds(&tanh.0)), (want("ReLU"), want("Tanh")));
        let he = Rivals { he: true, ..rivals }.net(1).expect("a net");
        assert_ne!(he.0.weights(), tanh.0.weights());
        assert_ne!(Rivals { rates: [30, 10], ..rivals }.lesson(1), rivals.lesson(1));
    }

    #[test]
    fn a_target_is_reached_by_a_mean_of_ten() {
        let errors = |fell: usize| -> Vec<f64> {
            (0..40).map(|at| if at < fell { 1.0 } else { 0.0 }).collect()
        };
        // Two of ten wrong are below a quarter, three are not.
        assert_eq!(reached(&errors(20)), Some(28));
        assert_eq!(reached(&errors(0)), Some(10));
        assert_eq!(reached(&errors(0)[..9]), None);
        assert_eq!(reached(&errors(40)), None);
        assert_eq!(reached(&[f64::NAN; 40]), None);
    }

    #[test]
    fn a_ratio_is_of_runs_that_got_there() {
        assert_eq!(ratio(&[Some(20), Some(30)], &[Some(60), Some(65)]), Some(2.5));
        assert_eq!(ratio(&[Some(20), None], &[Some(60), Some(65)]), None);
        assert_eq!(ratio(&[], &[]), None);
    }
}
