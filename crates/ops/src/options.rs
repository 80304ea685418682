//! Options of a call as they come from JavaScript, a link or a golden file.

use std::collections::BTreeMap;

use crate::error::OpError;

/// The largest number that stays finite as f32.
const LARGEST: f64 = f32::MAX as f64;
/// Any finite number, as bounds of [`Options::number`].
pub(crate) const ANY: (f64, f64) = (-LARGEST, LARGEST);
/// 0 and what is above, as bounds of [`Options::number`].
pub const FROM_0: (f64, f64) = (0.0, LARGEST);

/// One option's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A list of numbers, such as `[h, w]`.
    Numbers(Vec<f64>),
    /// A word.
    Word(String),
    /// Yes or no.
    Flag(bool),
}

/// The options of a call by name; what is left out has PyTorch's default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options(pub BTreeMap<String, Value>);

impl Options {
    /// Refuses a name that the op does not know.
    ///
    /// # Errors
    /// Names it, and the names that are known.
    pub fn only(&self, op: &'static str, known: &[&str]) -> Result<(), OpError> {
        match self.0.keys().find(|k| !known.contains(&k.as_str())) {
            None => Ok(()),
            Some(k) => {
                let known = if known.is_empty() { "none".into() } else { known.join(", ") };
                Err(OpError::new(op, format!("unknown option {k:?}; known: {known}")))
            }
        }
    }

    /// A whole number of at least `min`, or a pair `[h, w]` of them.
    pub(crate) fn pair(
        &self,
        op: &'static str,
        name: &str,
        min: usize,
    ) -> Result<Option<[usize; 2]>, OpError> {
        let bad = |shown: String| {
            let kind = if min == 0 { "a whole number from 0" } else { "a positive whole number" };
            OpError::new(op, format!("{name} must be {kind} or a pair [h, w] of them, got {shown}"))
        };
        let whole = |v: f64| {
            (v.fract() == 0.0 && v >= min as f64 && v <= f64::from(u16::MAX)).then_some(v as usize)
        };
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Number(v)) => {
                whole(*v).map(|n| Some([n, n])).ok_or_else(|| bad(v.to_string()))
            }
            Some(Value::Numbers(v)) => match v.as_slice() {
                &[h, w] => match (whole(h), whole(w)) {
                    (Some(h), Some(w)) => Ok(Some([h, w])),
                    _ => Err(bad(format!("{v:?}"))),
                },
                _ => Err(bad(format!("{v:?}"))),
            },
            Some(other) => Err(bad(format!("{other:?}"))),
        }
    }

    /// A positive whole number.
    ///
    /// # Errors
    /// Where it is something else; names it and what it is.
    pub fn positive(&self, op: &'static str, name: &str) -> Result<Option<usize>, OpError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Number(v)) if v.fract() == 0.0 && *v >= 1.0 && *v <= 1e9 => {
                Ok(Some(*v as usize))
            }
            Some(other) => Err(OpError::new(
                op,
                format!("{name} must be a positive whole number, got {}", other.shown()),
            )),
        }
    }

    /// A whole number, negative or not.
    ///
    /// # Errors
    /// Where it is something else; names it and what it is.
    pub fn whole(&self, op: &'static str, name: &str) -> Result<Option<i64>, OpError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Number(v)) if is_whole(*v) => Ok(Some(*v as i64)),
            Some(other) => {
                let got = other.shown();
                Err(OpError::new(op, format!("{name} must be a whole number, got {got}")))
            }
        }
    }

    /// A list of whole numbers; one number is a list of one.
    ///
    /// # Errors
    /// Where one is not whole; names the option and what it is.
    pub fn wholes(&self, op: &'static str, name: &str) -> Result<Option<Vec<i64>>, OpError> {
        let given = match self.0.get(name) {
            None => return Ok(None),
            Some(Value::Number(v)) => &[*v][..],
            Some(Value::Numbers(v)) => v,
            Some(_) => &[f64::NAN],
        };
        if given.iter().all(|&v| is_whole(v)) {
            return Ok(Some(given.iter().map(|&v| v as i64).collect()));
        }
        let got = self.0.get(name).map(Value::shown).unwrap_or_default();
        Err(OpError::new(op, format!("{name} must be a list of whole numbers, got {got}")))
    }

    /// A list of finite numbers.
    ///
    /// # Errors
    /// Where it is something else; names it and what it is.
    pub fn numbers(&self, op: &'static str, name: &str) -> Result<Option<Vec<f64>>, OpError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Numbers(v)) if v.iter().all(|v| v.is_finite()) => Ok(Some(v.clone())),
            Some(other) => {
                let got = other.shown();
                Err(OpError::new(op, format!("{name} must be a list of numbers, got {got}")))
            }
        }
    }

    /// A number from `min` to `max`.
    ///
    /// # Errors
    /// Where it is something else; names it and what it is.
    pub fn number(
        &self,
        op: &'static str,
        name: &str,
        (min, max): (f64, f64),
    ) -> Result<Option<f64>, OpError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Number(v)) if *v >= min && *v <= max => Ok(Some(*v)),
            Some(other) => {
                let range = match (min, max) {
                    ANY => "a number".to_owned(),
                    (_, LARGEST) => format!("a number from {min}"),
                    _ => format!("a number from {min} to {max}"),
                };
                let got = other.shown();
                Err(OpError::new(op, format!("{name} must be {range}, got {got}")))
            }
        }
    }

    /// `eps`, what keeps a division from dividing by 0; 1e-5 as in PyTorch.
    pub(crate) fn eps(&self, op: &'static str) -> Result<f32, OpError> {
        Ok(self.number(op, "eps", FROM_0)?.unwrap_or(1e-5) as f32)
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// Where it is something else; names it and what it is.
    pub fn flag(&self, op: &'static str, name: &str) -> Result<Option<bool>, OpError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Flag(v)) => Ok(Some(*v)),
            Some(other) => Err(OpError::new(
                op,
                format!("{name} must be true or false, got {}", other.shown()),
            )),
        }
    }

    /// One of a few words.
    ///
    /// # Errors
    /// Where it is something else; names it and the words that are known.
    pub fn word<'a>(
        &self,
        op: &'static str,
        name: &str,
        known: &[&'a str],
    ) -> Result<Option<&'a str>, OpError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(value) => {
                let found = match value {
                    Value::Word(w) => known.iter().find(|k| **k == w.as_str()),
                    _ => None,
                };
                found.copied().map(Some).ok_or_else(|| {
                    let known = known.join(", ");
                    OpError::new(
                        op,
                        format!("{name} must be one of {known}, got {}", value.shown()),
                    )
                })
            }
        }
    }
}

/// Whole, and small enough to be exact and an index.
fn is_whole(v: f64) -> bool {
    v.fract() == 0.0 && v.abs() <= 1e15
}

impl Value {
    fn shown(&self) -> String {
        match self {
            Self::Number(v) => v.to_string(),
            Self::Numbers(v) => format!("{v:?}"),
            Self::Word(v) => format!("{v:?}"),
            Self::Flag(v) => v.to_string(),
        }
    }
}
