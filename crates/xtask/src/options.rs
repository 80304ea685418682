//! What stands after a command's name.

use crate::Outcome;

/// The words, `--name value` pairs and `--flags` that a command takes.
#[derive(Clone, Copy)]
pub(crate) struct Accepts {
    pub(crate) words: &'static [&'static str],
    pub(crate) values: &'static [&'static str],
    pub(crate) flags: &'static [&'static str],
}

impl Accepts {
    pub(crate) const NOTHING: Self = Self { words: &[], values: &[], flags: &[] };
}

/// What was given of it.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Options {
    words: Vec<String>,
    values: Vec<(String, String)>,
    flags: Vec<String>,
}

impl Options {
    pub(crate) fn parse(
        mut arguments: impl Iterator<Item = String>,
        accepts: &Accepts,
    ) -> Outcome<Self> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next() {
            let (name, attached) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            if accepts.values.contains(&name) {
                let value = attached.or_else(|| arguments.next());
                let value = value.ok_or_else(|| format!("{name} wants a value"))?;
                options.values.push((name.to_owned(), value));
            } else if accepts.flags.contains(&argument.as_str()) {
                options.flags.push(argument);
            } else if accepts.words.contains(&argument.as_str()) {
                options.words.push(argument);
            } else {
                return Err(format!(
                    "{argument:?} means nothing here; `cargo xtask` lists what does"
                ));
            }
        }
        Ok(options)
    }

    /// The words in the order given.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// The last value given for `name`.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f == flag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCEPTS: Accepts =
        Accepts { words: &["unit"], values: &["--port"], flags: &["--release"] };

    fn parse(line: &str) -> Outcome<Options> {
        Options::parse(line.split_whitespace().map(str::to_owned), &ACCEPTS)
    }

    #[test]
    fn values_flags_and_words() {
        let options = parse("unit --port 80 --release --port=81").unwrap();
        assert_eq!(options.value("--port"), Some("81"), "the last one holds");
        assert!(options.has("--release"));
        assert_eq!(options.words(), ["unit"]);
    }

    #[test]
    fn what_is_unknown_is_refused_by_name() {
        for (line, names) in [("browser", "browser"), ("--prot 80", "--prot"), ("--port", "--port")]
        {
            let words = parse(line).unwrap_err();
            assert!(words.contains(names), "{line}: {words}");
        }
    }
}
