//! The state of a widget: one value a key.

use crate::number::number;
use crate::table::{Key, Kind, Widget};
use crate::text::Lang;
use crate::warning::{Warning, quoted};

/// The state of one widget.
#[derive(Debug, Clone)]
pub struct State {
    widget: &'static Widget,
    /// Aligned with the widget's keys.
    values: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    /// A whole number, or the index of a choice.
    Number(i32),
    /// A text; `None` is the default, which depends on the page's language.
    Text(Option<String>),
}

impl Value {
    fn default(kind: &Kind) -> Self {
        match kind {
            Kind::Int { default, .. } | Kind::Steps { default, .. } => Self::Number(*default),
            Kind::Choice(_) => Self::Number(0),
            Kind::Text { .. } => Self::Text(None),
        }
    }

    /// As a link writes it.
    fn shown(&self, kind: &Kind) -> String {
        match (self, kind) {
            (Self::Number(at), Kind::Choice(choices)) => choices[*at as usize].word.to_owned(),
            (Self::Number(number), _) => number.to_string(),
            (Self::Text(text), _) => text.clone().unwrap_or_default(),
        }
    }
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
        Self { widget, values: widget.keys.iter().map(|k| Value::default(&k.kind)).collect() }
    }

    /// The default state that goldens are made of: texts are the English ones, in any page.
    #[must_use]
    pub fn reference(widget: &'static Widget) -> Self {
        let mut state = Self::of(widget);
        for (key, value) in widget.keys.iter().zip(&mut state.values) {
            if let Kind::Text { default, .. } = &key.kind {
                *value = Value::Text(Some(default.en.to_owned()));
            }
        }
        state
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
        let Key { key, kind, .. } = &self.widget.keys[at];
        let unknown = || Warning::UnknownValue {
            key,
            given: quoted(given),
            used: Value::default(kind).shown(kind),
        };
        match kind {
            Kind::Int { .. } | Kind::Steps { .. } => {
                let number = number(given).ok_or_else(unknown)?;
                if !number.is_finite() {
                    return Err(unknown());
                }
                self.set(key, number);
                let [least, most] = ends(kind);
                if number < f64::from(least) || number > f64::from(most) {
                    let used = self.values[at].shown(kind);
                    return Err(Warning::OutOfRange { key, given: quoted(given), used });
                }
            }
            Kind::Choice(words) => {
                let found = words.iter().position(|c| c.word == given).ok_or_else(unknown)?;
                self.values[at] = Value::Number(found as i32);
            }
            Kind::Text { .. } => self.write(key, given)?,
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
        match self.position(key).map(|at| &self.values[at]) {
            Some(Value::Number(number)) => *number,
            _ => 0,
        }
    }

    /// The word of a choice; empty for a key that the widget does not have.
    #[must_use]
    pub fn word(&self, key: &str) -> &'static str {
        match self.position(key).map(|at| (&self.widget.keys[at].kind, &self.values[at])) {
            Some((Kind::Choice(words), Value::Number(at))) => words[*at as usize].word,
            _ => "",
        }
    }

    /// A text, never empty: what the reader wrote, else the default of the page's
    /// language; empty for a key that the widget does not have.
    #[must_use]
    pub fn text(&self, key: &str, lang: Lang) -> &str {
        match self.position(key).map(|at| (&self.widget.keys[at].kind, &self.values[at])) {
            Some((_, Value::Text(Some(written)))) => written,
            Some((Kind::Text { default, .. }, _)) => default.get(lang),
            _ => "",
        }
    }

    /// Sets a number: the nearest allowed one; what is not a number changes nothing.
    pub fn set(&mut self, key: &str, number: f64) {
        let Some(at) = self.position(key) else { return };
        if number.is_nan() {
            return;
        }
        match &self.widget.keys[at].kind {
            Kind::Int { min, max, step, .. } => {
                let (low, step) = (f64::from(*min), f64::from(*step));
                let near = low + ((number - low) / step).round() * step;
                self.values[at] = Value::Number(near.clamp(low, f64::from(*max)) as i32);
            }
            Kind::Steps { values, .. } => {
                let [least, most] = ends(&self.widget.keys[at].kind).map(f64::from);
                // Clamped first: of a number far away every step is equally far.
                let number = number.clamp(least, most);
                let off = |value: &i32| (f64::from(*value) - number).abs();
                let near = values.iter().min_by(|a, b| off(a).total_cmp(&off(b)));
                self.values[at] = Value::Number(near.copied().unwrap_or_default());
            }
            Kind::Choice(_) | Kind::Text { .. } => {}
        }
    }

    /// Sets a choice; a word that is none of the choices changes nothing.
    pub fn choose(&mut self, key: &str, word: &str) {
        // The warning is for links; a control offers only what there is.
        let _ = self.read_one(key, word);
    }

    /// Sets a key to its default.
    pub fn forget(&mut self, key: &str) {
        if let Some(at) = self.position(key) {
            self.values[at] = Value::default(&self.widget.keys[at].kind);
        }
    }

    /// Sets a text, on one line and without what would disturb it.
    ///
    /// # Errors
    /// An empty text, or one of too many characters, is not taken; the words say why.
    pub fn write(&mut self, key: &str, given: &str) -> Result<(), Warning> {
        let Some(at) = self.position(key) else {
            return Err(Warning::UnknownKey { key: quoted(key) });
        };
        let Key { key, kind: Kind::Text { max_chars, .. }, .. } = &self.widget.keys[at] else {
            return Ok(());
        };
        let plain = one_line(given);
        let chars = plain.chars().count();
        if plain.is_empty() {
            return Err(Warning::EmptyText { key });
        }
        if chars > *max_chars {
            return Err(Warning::TextTooLong { key, chars, most: *max_chars });
        }
        self.values[at] = Value::Text(Some(plain));
        Ok(())
    }

    /// Every key that differs from its default, with its value in words, in the widget's order.
    #[must_use]
    pub fn differing(&self) -> Vec<(&'static str, String)> {
        let keys = self.widget.keys.iter().zip(&self.values);
        keys.filter(|(k, v)| **v != Value::default(&k.kind))
            .map(|(k, v)| (k.key, v.shown(&k.kind)))
            .collect()
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.widget.keys.iter().position(|k| k.key == key)
    }
}

/// The least and the greatest number of a key that has numbers.
fn ends(kind: &Kind) -> [i32; 2] {
    match kind {
        Kind::Int { min, max, .. } => [*min, *max],
        Kind::Steps { values, .. } => [values[0], values[values.len() - 1]],
        Kind::Choice(_) | Kind::Text { .. } => [i32::MIN, i32::MAX],
    }
}

/// White space and control characters to single spaces; marks that turn the writing around go.
fn one_line(given: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let spaced = given.chars().filter(|c| !turns(c));
    let spaced: String = spaced.map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
