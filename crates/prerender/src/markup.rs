//! As much of HTML as a check of our own pages needs.

/// An opening tag.
#[derive(Debug, PartialEq)]
pub(crate) struct Tag<'a> {
    pub(crate) name: &'a str,
    /// Names and values as written; a bare attribute has an empty value.
    pub(crate) attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Tag<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| *value)
    }
}

/// Every opening tag, in order; comments and closing tags are passed over.
pub(crate) fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, after) = tag(rest);
            found.push(tag);
            rest = after;
        }
    }
    found
}

/// The tag whose name `text` starts with, and what follows it.
fn tag(text: &str) -> (Tag<'_>, &str) {
    let ends = |c: char| c.is_ascii_whitespace() || c == '>' || c == '/';
    let (name, mut rest) = cut(text, ends);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (Tag { name, attributes }, rest);
        }
        let (key, after) = cut(rest, |c| c == '=' || ends(c));
        (rest, attributes) = match after.strip_prefix('=') {
            None => (after, with(attributes, (key, ""))),
            Some(value) => {
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (value, after) = match quote {
                    Some(quote) => {
                        let (value, after) = cut(&value[1..], |c| c == quote);
                        (value, after.strip_prefix(quote).unwrap_or(after))
                    }
                    None => cut(value, |c| c.is_ascii_whitespace() || c == '>'),
                };
                (after, with(attributes, (key, value)))
            }
        };
    }
}

fn with<T>(mut list: Vec<T>, one: T) -> Vec<T> {
    list.push(one);
    list
}

fn cut(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_every_kind_of_attribute() {
        let html =
            "<p>a &lt; b<!-- <b> --><img src='a>b' alt=\"\"/><input disabled value=3></p><!>";
        let found = tags(html);
        let names: Vec<&str> = found.iter().map(|t| t.name).collect();
        assert_eq!(names, ["p", "img", "input"]);
        assert_eq!(found[1].attributes, [("src", "a>b"), ("alt", "")]);
        assert_eq!(found[2].attributes, [("disabled", ""), ("value", "3")]);
    }

    #[test]
    fn unfinished_markup_ends_the_search() {
        for html in ["<", "<a", "<a href", "<a href=", "<a href=\"x", "<!-- x", "a < b"] {
            assert!(tags(html).len() <= 1, "{html}");
        }
    }

    #[test]
    fn escaped_text_holds_no_tag() {
        assert_eq!(tags(&notes::escape("<b title=\"x\">&")), []);
    }
}
