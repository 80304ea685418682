//! The state of a widget: one value a key.

use crate::table::{Key, Kind, Widget};
use crate::warning::{Warning, quoted};

/// The state of one widget.
#[derive(Debug, Clone)]
pub struct State {
    widget: &'static Widget,
    /// Integers, or indices of choices, aligned with the widget's keys.
    values: Vec<i32>,
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.widget, other.widget) && self.values == other.values
    }
}

impl State {
    /// The widget as a note without settings shows it.
    #[must_use]
    pub fn of(widget: &'static Widget) -> Self {
        Self { widget, values: widget.keys.iter().map(|k| k.kind.default()).collect() }
    }

    /// Settings as a note, an attribute or a link gives them, over the defaults.
    #[must_use]
    pub fn read(widget: &'static Widget, pairs: &[(String, String)]) -> (Self, Vec<Warning>) {
        let (mut state, mut warnings) = (Self::of(widget), Vec::new());
        for (key, value) in pairs {
            warnings.extend(state.read_one(key, value).err());
        }
        (state, warnings)
    }

    pub(crate) fn read_one(&mut self, key: &str, given: &str) -> Result<(), Warning> {
        let Some(at) = self.position(key) else {
            return Err(Warning::UnknownKey { key: quoted(key) });
        };
        let key = &self.widget.keys[at];
        let unknown = || Warning::UnknownValue {
            key: key.key,
            given: quoted(given),
            used: show(key, key.kind.default()),
        };
        match &key.kind {
            Kind::Int { min, max, .. } => {
                let number: f64 = given.parse().map_err(|_| unknown())?;
                if !number.is_finite() {
                    return Err(unknown());
                }
                self.set(key.key, number);
                if number < f64::from(*min) || number > f64::from(*max) {
                    let given = quoted(given);
                    return Err(Warning::OutOfRange {
                        key: key.key,
                        given,
                        used: show(key, self.values[at]),
                    });
                }
            }
            Kind::Choice(words) => {
                let found = words.iter().position(|c| c.word == given).ok_or_else(unknown)?;
                self.values[at] = found as i32;
            }
        }
        Ok(())
    }

    /// The widget whose state this is.
    #[must_use]
    pub fn widget(&self) -> &'static Widget {
        self.widget
    }

    /// The value of a whole number; 0 for a key that the widget does not have.
    #[must_use]
    pub fn int(&self, key: &str) -> i32 {
        self.position(key).map_or(0, |at| self.values[at])
    }

    /// The word of a choice; empty for a key that the widget does not have.
    #[must_use]
    pub fn word(&self, key: &str) -> &'static str {
        match self.position(key).map(|at| (&self.widget.keys[at].kind, self.values[at])) {
            Some((Kind::Choice(words), value)) => words[value as usize].word,
            _ => "",
        }
    }

    /// Sets a number: the nearest allowed one; what is not a number changes nothing.
    pub fn set(&mut self, key: &str, number: f64) {
        let Some(at) = self.position(key) else { return };
        if let Kind::Int { min, max, step, .. } = self.widget.keys[at].kind
            && !number.is_nan()
        {
            let (low, step) = (f64::from(min), f64::from(step));
            let near = low + ((number - low) / step).round() * step;
            self.values[at] = near.clamp(low, f64::from(max)) as i32;
        }
    }

    /// Sets a choice; a word that is none of the choices changes nothing.
    pub fn choose(&mut self, key: &str, word: &str) {
        // The warning is for links; a control offers only what there is.
        let _ = self.read_one(key, word);
    }

    /// Every key that differs from its default, with its value in words, in the widget's order.
    #[must_use]
    pub fn differing(&self) -> Vec<(&'static str, String)> {
        let keys = self.widget.keys.iter().zip(&self.values);
        keys.filter(|(k, v)| **v != k.kind.default()).map(|(k, v)| (k.key, show(k, *v))).collect()
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.widget.keys.iter().position(|k| k.key == key)
    }
}

fn show(key: &Key, value: i32) -> String {
    match &key.kind {
        Kind::Int { .. } => value.to_string(),
        Kind::Choice(words) => words[value as usize].word.to_owned(),
    }
}
