//! Text made safe for HTML.

/// The text with what HTML would read as markup escaped.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Whether a link may be live: http(s), mailto, or within the site.
pub(crate) fn live(url: &str) -> bool {
    let head: String = url.chars().take_while(|c| !matches!(c, '/' | '?' | '#')).collect();
    let plain = !url.chars().any(|c| c.is_control() || c == '\\');
    match head.split_once(':') {
        None => plain,
        Some((scheme, _)) => {
            let scheme = scheme.to_ascii_lowercase();
            plain && ["http", "https", "mailto"].contains(&scheme.as_str())
        }
    }
}
