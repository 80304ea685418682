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

/// The words of our own HTML: no tags, of a formula its TeX, no marks of footnotes.
#[must_use]
pub fn plain(html: &str) -> String {
    let (mut out, mut rest) = (String::new(), html);
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (said, behind) = if rest.starts_with('&') {
            entity(rest)
        } else if rest.starts_with("<math") {
            let tex = between(rest, "application/x-tex\">", "</annotation>");
            out.push_str(&plain(tex));
            ("", after(rest, "</math>"))
        } else if rest.starts_with("<sup") {
            ("", after(rest, "</sup>"))
        } else {
            // A word in a tag of its own is no word alone; a paragraph, a cell, an item is.
            let inner = [
                "<em", "</em", "<strong", "</strong", "<a", "</a", "<code", "</code", "<span",
                "</span",
            ];
            let joins = inner
                .iter()
                .any(|tag| rest.strip_prefix(tag).is_some_and(|r| r.starts_with([' ', '>'])));
            (if joins { "" } else { " " }, after(rest, ">"))
        };
        out.push_str(said);
        rest = behind;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.split_once(mark).map_or("", |(_, behind)| behind)
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> &'t str {
    after(text, open).split_once(close).map_or("", |(inner, _)| inner)
}

/// What [`escape`] wrote, as it was, and the text behind it.
fn entity(text: &str) -> (&str, &str) {
    const ENTITIES: [(&str, &str); 5] =
        [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")];
    let found = ENTITIES.iter().find_map(|(name, c)| Some((*c, text.strip_prefix(name)?)));
    found.unwrap_or_else(|| text.split_at(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Lang, parse};

    #[test]
    fn the_words_of_what_a_note_says() {
        let text = "a *b*c `d<e>`[^f] & $\\sqrt{d_k}$. [g](../h)\n\n- i\n- j\n\n[^f]: k";
        let (note, _) = parse(text, Lang::En, &|_| Vec::new());
        let Some(Block::Html(html)) = note.blocks.first() else { panic!("{:?}", note.blocks) };
        assert_eq!(plain(html), "a bc d<e> & \\sqrt{d_k}. g i j");
        assert_eq!(plain("<p"), "");
        assert_eq!(plain("a & b &amp;amp;"), "a & b &amp;");
    }
}
