//! Terms, marked where a text uses them.

use std::collections::BTreeSet;

/// A term as one language writes it.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its place in the glossary.
    pub id: String,
    /// How it is written; a Latin form may have its plural's `s` and any capitals.
    pub forms: Vec<String>,
}

/// In what no term is marked: links, code, formulas, headings of a table.
const LEFT_ALONE: &[&str] = &["a", "code", "pre", "math", "th", "sup"];

/// The same HTML with each term that is not among `seen` as a link to `glossary#id`, once.
///
/// The longest form counts: in “self-attention” there is no “attention”.
pub fn mark(html: &str, terms: &[Term], glossary: &str, seen: &mut BTreeSet<String>) -> String {
    let (mut out, mut rest, mut inside) = (String::with_capacity(html.len()), html, 0_usize);
    while !rest.is_empty() {
        if let Some(tag) = rest.strip_prefix('<') {
            let end = tag.find('>').map_or(rest.len(), |at| at + 2);
            let (closing, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            if LEFT_ALONE.contains(&name) {
                inside = if closing { inside.saturating_sub(1) } else { inside + 1 };
            }
            let (tag, behind) = rest.split_at(end);
            out.push_str(tag);
            rest = behind;
            continue;
        }
        let (text, behind) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        if inside == 0 {
            mark_text(text, terms, glossary, seen, &mut out);
        } else {
            out.push_str(text);
        }
        rest = behind;
    }
    out
}

fn mark_text(
    text: &str,
    terms: &[Term],
    glossary: &str,
    seen: &mut BTreeSet<String>,
    out: &mut String,
) {
    let (mut at, mut before) = (0, None);
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let found = terms.iter().flat_map(|term| {
            term.forms.iter().filter_map(move |form| Some((written(rest, form, before)?, term)))
        });
        match found.max_by_key(|(length, _)| *length) {
            Some((length, term)) => {
                let (word, _) = rest.split_at(length);
                if seen.insert(term.id.clone()) {
                    let id = &term.id;
                    out.push_str(&format!(
                        "<a class=\"gloss\" href=\"{glossary}#{id}\">{word}</a>"
                    ));
                } else {
                    out.push_str(word);
                }
                before = word.chars().next_back();
                at += length;
            }
            None => {
                out.push(next);
                before = Some(next);
                at += next.len_utf8();
            }
        }
    }
}

/// How many bytes at the text's beginning are this form, a word by itself.
fn written(text: &str, form: &str, before: Option<char>) -> Option<usize> {
    let head = text.get(..form.len())?;
    if !head.eq_ignore_ascii_case(form) {
        return None;
    }
    if !form.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Some(form.len());
    }
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '&')) {
        return None;
    }
    let ends = |text: &str| !text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let behind = &text[form.len()..];
    let plural = behind.strip_prefix('s').is_some_and(ends);
    let latin = form.ends_with(|c: char| c.is_ascii_alphanumeric());
    match (ends(behind) || !latin, plural) {
        (true, _) => Some(form.len()),
        (_, true) => Some(form.len() + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, wanted: &str) {
        let term = |id: &str, forms: &[&str]| Term {
            id: id.to_owned(),
            forms: forms.iter().map(|f| (*f).to_owned()).collect(),
        };
        let terms = [
            term("att", &["attention", "注意力"]),
            term("self", &["self-attention", "自注意力"]),
            term("top", &["top-1错误率", "top-1"]),
            term("amp", &["amp"]),
        ];
        let marked = mark(html, &terms, "g", &mut BTreeSet::new());
        let short = |s: &str| s.replace("<a class=\"gloss\" href=\"g#", "[").replace("\">", "|");
        assert_eq!(short(&marked.replace("</a>", "]")), wanted, "{html}");
    }

    #[test]
    fn a_term_is_marked_once_and_the_longest_counts() {
        check("attention, attention", "[att|attention], attention");
        check("Self-attention; an attention", "[self|Self-attention]; an [att|attention]");
        check("self-attention, self-attention", "[self|self-attention], self-attention");
        check("自注意力是注意力", "[self|自注意力]是[att|注意力]");
        check("top-1错误率和top-1", "[top|top-1错误率]和top-1");
        check("两个top-1错", "两个[top|top-1]错");
    }

    #[test]
    fn a_word_is_a_word() {
        check("attentions attentionss", "[att|attentions] attentionss");
        check("inattention top-10 pre-attention", "inattention top-10 pre-attention");
        check("a &amp; b", "a &amp; b");
        check("é注意", "é注意");
    }

    #[test]
    fn links_code_and_formulas_stay_as_they_are() {
        check("<p>x <em>attention</em></p>", "<p>x <em>[att|attention]</em></p>");
        for html in
            ["<code>attention</code>", "<math><mi>amp</mi></math>", "<th scope='x'>amp</th>"]
        {
            check(html, html);
        }
        check(
            "<a href='#attention'>attention</a> amp",
            "<a href='#attention'>attention] [amp|amp]",
        );
        check("<p", "<p");
    }
}
