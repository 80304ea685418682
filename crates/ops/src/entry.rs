//! A row of the table of operations, and the small notation of its arguments.
//!
//! JavaScript reads the same notation: `"x"` stands in its place among the
//! call's arguments; a `?` at the end marks one that may be null or left out;
//! `".gamma?"` is taken from the options, `"weights/wq"` from the object of
//! weights after the tensors; `"*xs"` is a list of tensors and comes last;
//! `|` separates names that mean the same, ours first.

/// A row of the table of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpEntry {
    /// The name in JavaScript, as in `tp.conv2d`.
    pub name: &'static str,
    /// The name of its files: `conv2d.rs`, `conv2d.safetensors`.
    pub file: &'static str,
    /// The tensor arguments in order, in the notation of [`Input`].
    pub inputs: &'static [&'static str],
    /// The names under which plain arguments after the tensors reach the options.
    pub args: &'static [&'static str],
    /// The names of the results in order; the last ones may be left out of an answer.
    pub outputs: &'static [&'static str],
    /// A building block of others that no JavaScript name reaches.
    pub internal: bool,
}

/// Where in a JavaScript call a tensor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// An argument of its own.
    Positional,
    /// A list of tensors, the last argument before the options.
    List,
    /// Under its name in the options.
    Options,
    /// Under its name in an object of weights, the last argument before the options.
    Weights,
}

/// One tensor argument, parsed from the table's notation.
///
/// ```
/// use ops::{Input, Place};
/// let gamma = Input::parse("weights/bn1.gamma|bn1.weight?");
/// assert_eq!(gamma.names, ["bn1.gamma", "bn1.weight"]);
/// assert!(gamma.optional && gamma.place == Place::Weights);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// The names it answers to, ours first; never empty.
    pub names: Vec<&'static str>,
    /// Whether it may be null or left out.
    pub optional: bool,
    /// Where it stands.
    pub place: Place,
}

impl Input {
    /// Reads the notation.
    #[must_use]
    pub fn parse(notation: &'static str) -> Self {
        let (rest, optional) = match notation.strip_suffix('?') {
            Some(rest) => (rest, true),
            None => (notation, false),
        };
        let (rest, place) = if let Some(rest) = rest.strip_prefix('.') {
            (rest, Place::Options)
        } else if let Some(rest) = rest.strip_prefix('*') {
            (rest, Place::List)
        } else if let Some(rest) = rest.strip_prefix("weights/") {
            (rest, Place::Weights)
        } else {
            (rest, Place::Positional)
        };
        Self { names: rest.split('|').collect(), optional, place }
    }

    /// The name that errors and traces use.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.names.first().copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(notation: &'static str, names: &[&str], optional: bool, place: Place) {
        let got = Input::parse(notation);
        assert_eq!((&got.names[..], got.optional, got.place), (names, optional, place));
        assert_eq!(got.name(), names[0]);
    }

    #[test]
    fn the_notation_is_read() {
        check("x", &["x"], false, Place::Positional);
        check("b?", &["b"], true, Place::Positional);
        check(".mask?", &["mask"], true, Place::Options);
        check(".runningMean", &["runningMean"], false, Place::Options);
        check("*xs", &["xs"], false, Place::List);
        check("weights/self.wq|wq", &["self.wq", "wq"], false, Place::Weights);
        check("weights/bo?", &["bo"], true, Place::Weights);
    }
}
