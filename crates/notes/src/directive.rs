//! Widget blocks and `:::` lines.

use crate::Lang;

/// The `key = value` lines of a widget block, and the numbers of the lines that are none.
pub(crate) fn settings(body: &str) -> (Vec<(String, String)>, Vec<usize>) {
    let (mut pairs, mut bad) = (Vec::new(), Vec::new());
    for (at, line) in body.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match line.split_once('=') {
            Some((key, value)) => pairs.push((key.trim().to_owned(), value.trim().to_owned())),
            None => bad.push(at),
        }
    }
    (pairs, bad)
}

/// What a paragraph that starts with `:::` says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Directive {
    /// `:::pass 2`, `:::pass 1 2`
    Pass(Vec<u8>),
    /// `:::claim alexnet.training`
    Claim(String),
    /// `:::claims alexnet.lrn alexnet.dropout`
    Claims(Vec<String>),
    /// `:::predict alexnet.pool`
    Predict(String),
    /// `:::`
    End,
    /// Anything else.
    Unknown,
}

/// Reads a paragraph; `None` where it is ordinary text.
pub(crate) fn directive(text: &str) -> Option<Directive> {
    let rest = text.trim().strip_prefix(":::")?.trim();
    if rest.is_empty() {
        return Some(Directive::End);
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    match words[..] {
        ["pass", ref passes @ ..] if !passes.is_empty() => {
            let pass = |w: &&str| w.parse().ok().filter(|p| (1..=3).contains(p));
            let passes: Option<Vec<u8>> = passes.iter().map(pass).collect();
            Some(passes.map_or(Directive::Unknown, Directive::Pass))
        }
        ["predict", id] => Some(Directive::Predict(id.to_owned())),
        ["claim", id] => Some(Directive::Claim(id.to_owned())),
        ["claims", ref ids @ ..] if !ids.is_empty() => {
            Some(Directive::Claims(ids.iter().map(|id| (*id).to_owned()).collect()))
        }
        _ => Some(Directive::Unknown),
    }
}

/// A kind word in place of what could not be shown.
pub(crate) fn complaint(lang: Lang, zh: &str, en: &str) -> String {
    let words = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    format!("<p class=\"note-error\" role=\"note\">{}</p>\n", crate::escape(words))
}
