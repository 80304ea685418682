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
    let mut words = rest.split_whitespace();
    if words.next() != Some("pass") {
        return Some(Directive::Unknown);
    }
    let passes: Option<Vec<u8>> =
        words.map(|w| w.parse().ok().filter(|p| (1..=3).contains(p))).collect();
    match passes {
        Some(list) if !list.is_empty() => Some(Directive::Pass(list)),
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
