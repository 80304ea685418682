//! Two nets that are trained side by side, alike but for one thing.

use std::fmt::Debug;

use ops::{OpError, Options, Value};

use crate::net::Net;
use crate::spec::Spec;
use crate::training::TrainOptions;

/// After so many steps the nets are tried on the pictures of the test.
pub const TESTED_EVERY: u64 = 50;

/// One net's training as plain data: what `train` of `third-pass.js` takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// Which net.
    pub spec: Options,
    /// How it is trained, the optimizer left out.
    pub run: Options,
    /// The optimizer and its rate.
    pub optimizer: Options,
}

impl Lesson {
    /// The net, and how it is trained.
    ///
    /// # Errors
    /// Where one of them is impossible.
    pub fn net(&self) -> Result<(Net, TrainOptions), OpError> {
        let net = Net::new(Spec::parse(&self.spec)?)?;
        let options = TrainOptions::parse(net.spec(), &self.run, &self.optimizer)?;
        Ok((net, options))
    }
}

/// What two nets have in common, and how either is trained.
pub trait SideBySide: Debug + Clone + PartialEq {
    /// The nets, in the order in which they are told of.
    const NETS: [&'static str; 2];

    /// How many steps either takes.
    fn steps(&self) -> u64;

    /// The training of the first (0) or of the second (1).
    fn lesson(&self, which: usize) -> Lesson;

    /// One of the nets, and how it is trained.
    ///
    /// # Errors
    /// Where it is impossible.
    fn net(&self, which: usize) -> Result<(Net, TrainOptions), OpError> {
        self.lesson(which).net()
    }
}

/// Whether a learned tensor is a layer's matrix or kernels: what charts of layers show.
#[must_use]
pub fn is_layer(gradient: &str) -> bool {
    let name = gradient.strip_suffix(".weight").unwrap_or_default();
    name.starts_with("fc") || name.starts_with("linear") || name.contains("conv")
}

pub(crate) fn word(word: &str) -> Value {
    Value::Word(word.to_owned())
}

pub(crate) fn options(fields: &[(&str, Value)]) -> Options {
    Options(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}
