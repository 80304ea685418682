//! How a net is trained, as JSON in the words of `third-pass.js`.

use nets::training::TrainOptions;
use nets::{Net, Spec};
use ops::{OpError, Options, Value};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// The arguments of a training: those of `train(spec, options)` in `third-pass.js`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Which net: a name, or a kind with its fields.
    pub net: Json,
    /// Steps, batch, seed, dropout.
    pub run: Json,
    /// The optimizer and its rates.
    pub optimizer: Json,
}

impl Recipe {
    /// Reads a file of `crates/train/recipes`.
    ///
    /// # Errors
    /// Says where it is no recipe.
    pub fn read(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json)
    }

    /// The same with another seed.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.run["seed"] = seed.into();
        self
    }

    /// The net.
    ///
    /// # Errors
    /// Where there is none of this specification.
    pub fn net(&self) -> Result<Net, OpError> {
        Net::new(match &self.net {
            Json::String(name) => Spec::named(name)?,
            fields => Spec::parse(&options(fields))?,
        })
    }

    /// How it is trained.
    ///
    /// # Errors
    /// Names the option that is impossible.
    pub fn options(&self) -> Result<TrainOptions, OpError> {
        TrainOptions::parse(self.net()?.spec(), &options(&self.run), &options(&self.optimizer))
    }
}

/// The fields of a JSON object as options; there are none in anything else.
#[must_use]
pub fn options(json: &Json) -> Options {
    let fields = json.as_object().into_iter().flatten();
    Options(fields.map(|(name, field)| (name.clone(), value(field))).collect())
}

fn value(json: &Json) -> Value {
    let number = |json: &Json| json.as_f64().unwrap_or(f64::NAN);
    match json {
        Json::Bool(v) => Value::Flag(*v),
        Json::String(v) => Value::Word(v.clone()),
        Json::Array(list) => Value::Numbers(list.iter().map(number).collect()),
        other => Value::Number(number(other)),
    }
}
