//! Deep nets with and without shortcuts, trained side by side (He et al. 2016, sections 4.1, 4.2).

use ops::{OpError, Options, Value};

use crate::net::Net;
use crate::side_by_side::{Lesson, SideBySide, options, word};
use crate::training::TrainOptions;

/// What both nets have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Twins {
    /// Layers, 6n + 2.
    pub depth: usize,
    /// Whether batch normalization stands behind every convolution.
    pub norm: bool,
    /// What weights and the order of the pictures come from.
    pub seed: u64,
    /// How many steps there are.
    pub steps: u64,
}

impl Twins {
    /// Those of a widget's state, by its numbers and its words.
    #[must_use]
    pub fn of<'a>(int: impl Fn(&str) -> i32, word: impl Fn(&str) -> &'a str) -> Self {
        let whole = |key: &str| u64::from(int(key).unsigned_abs());
        Self {
            depth: int("depth").unsigned_abs() as usize,
            norm: word("norm") != "none",
            seed: whole("seed"),
            steps: whole("steps"),
        }
    }

    /// Blocks in each of the three stages, n of the paper.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.depth.saturating_sub(2) / 6
    }

    /// The specification of a net, as `train` of `third-pass.js` takes it.
    fn spec(&self, residual: bool) -> Options {
        options(&[
            ("kind", word("cifarResnet")),
            ("n", Value::Number(self.blocks() as f64)),
            ("widths", Value::Numbers(vec![8.0, 16.0, 32.0])),
            ("shortcut", word(if residual { "zeroPad" } else { "none" })),
            ("norm", word(if self.norm { "batch" } else { "none" })),
            ("classes", Value::Number(10.0)),
        ])
    }
}

impl SideBySide for Twins {
    const NETS: [&'static str; 2] = ["plain", "residual"];

    fn steps(&self) -> u64 {
        self.steps
    }

    /// With the paper's optimizer and rate (section 4.2), without its drops.
    fn lesson(&self, which: usize) -> Lesson {
        Lesson {
            spec: self.spec(which > 0),
            run: options(&[
                ("steps", Value::Number(self.steps as f64)),
                ("batch", Value::Number(64.0)),
                ("seed", Value::Number(self.seed as f64)),
            ]),
            optimizer: options(&[
                ("name", word("sgd")),
                ("lr", Value::Number(0.1)),
                ("momentum", Value::Number(0.9)),
                ("weightDecay", Value::Number(1e-4)),
            ]),
        }
    }

    /// Where the depth is no 6n + 2, there is none.
    fn net(&self, which: usize) -> Result<(Net, TrainOptions), OpError> {
        if self.depth < 8 || self.depth % 6 != 2 {
            let words = format!("the depth must be 8, 14, 20 … (6n + 2), got {}", self.depth);
            return Err(OpError::new("train", words));
        }
        self.lesson(which).net()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::side_by_side::is_layer;

    const TWINS: Twins = Twins { depth: 56, norm: true, seed: 1, steps: 200 };

    #[test]
    fn the_twins_have_the_same_weights_and_as_many_layers_as_they_say() {
        for depth in [8, 14, 20, 56] {
            let twins = Twins { depth, ..TWINS };
            let [plain, residual] = [0, 1].map(|which| twins.net(which).expect("a net").0);
            assert_eq!(plain.weights(), residual.weights());
            let layers = plain.weights().iter().filter(|w| is_layer(&w.name)).count();
            assert_eq!(layers, depth);
        }
    }

    #[test]
    fn another_depth_is_refused() {
        for depth in [0, 2, 5, 21] {
            let error = Twins { depth, ..TWINS }.net(1).expect_err("no net");
            assert!(error.to_string().contains("6n + 2"), "{error}");
        }
    }
}
