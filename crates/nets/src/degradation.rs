//! Deep nets with and without shortcuts, trained side by side (He et al. 2016, sections 4.1, 4.2).

use ops::{OpError, Options, Value};

use crate::net::Net;
use crate::spec::Spec;
use crate::training::TrainOptions;

/// The two nets, in the order in which they are told of.
pub const NETS: [&str; 2] = ["plain", "residual"];
/// After so many steps the nets are tried on the pictures of the test.
pub const TESTED_EVERY: u64 = 50;

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
    #[must_use]
    pub fn spec(&self, residual: bool) -> Options {
        options(&[
            ("kind", word("cifarResnet")),
            ("n", Value::Number(self.blocks() as f64)),
            ("widths", Value::Numbers(vec![8.0, 16.0, 32.0])),
            ("shortcut", word(if residual { "zeroPad" } else { "none" })),
            ("norm", word(if self.norm { "batch" } else { "none" })),
            ("classes", Value::Number(10.0)),
        ])
    }

    /// How each of them is trained, the optimizer left out.
    #[must_use]
    pub fn run(&self) -> Options {
        options(&[
            ("steps", Value::Number(self.steps as f64)),
            ("batch", Value::Number(64.0)),
            ("seed", Value::Number(self.seed as f64)),
        ])
    }

    /// The paper's optimizer and rate (section 4.2), without its drops.
    #[must_use]
    pub fn optimizer() -> Options {
        options(&[
            ("name", word("sgd")),
            ("lr", Value::Number(0.1)),
            ("momentum", Value::Number(0.9)),
            ("weightDecay", Value::Number(1e-4)),
        ])
    }

    /// One of the nets, and how it is trained.
    ///
    /// # Errors
    /// Where the depth is no 6n + 2.
    pub fn net(&self, residual: bool) -> Result<(Net, TrainOptions), OpError> {
        if self.depth < 8 || self.depth % 6 != 2 {
            let words = format!("the depth must be 8, 14, 20 … (6n + 2), got {}", self.depth);
            return Err(OpError::new("train", words));
        }
        let net = Net::new(Spec::parse(&self.spec(residual))?)?;
        let options = TrainOptions::parse(net.spec(), &self.run(), &Self::optimizer())?;
        Ok((net, options))
    }
}

/// Whether a learned tensor is a layer's matrix or kernels: what charts of layers show.
#[must_use]
pub fn is_layer(gradient: &str) -> bool {
    let name = gradient.strip_suffix(".weight").unwrap_or_default();
    name.starts_with("fc") || name.starts_with("linear") || name.contains("conv")
}

fn word(word: &str) -> Value {
    Value::Word(word.to_owned())
}

fn options(fields: &[(&str, Value)]) -> Options {
    Options(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWINS: Twins = Twins { depth: 56, norm: true, seed: 1, steps: 200 };

    #[test]
    fn the_twins_have_the_same_weights_and_as_many_layers_as_they_say() {
        for depth in [8, 14, 20, 56] {
            let twins = Twins { depth, ..TWINS };
            let [plain, residual] =
                [false, true].map(|residual| twins.net(residual).expect("a net").0);
            assert_eq!(plain.weights(), residual.weights());
            let layers = plain.weights().iter().filter(|w| is_layer(&w.name)).count();
            assert_eq!(layers, depth);
        }
    }

    #[test]
    fn another_depth_is_refused() {
        for depth in [0, 2, 5, 21] {
            let error = Twins { depth, ..TWINS }.net(true).expect_err("no net");
            assert!(error.to_string().contains("6n + 2"), "{error}");
        }
    }
}
