//! What can be searched, and an index of it: Chinese by pairs of characters, the rest by words.

use std::collections::BTreeMap;

/// How much more a word counts in a title than in the text.
const TITLE: usize = 8;
/// The most that a word counts in one place.
const MOST: usize = 35;

/// A place that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The way there from the language's folder: `alexnet/#dropout`.
    pub place: String,
    /// What it stands in: a note's short name.
    pub page: String,
    /// Its heading.
    pub title: String,
    /// Its plain text.
    pub text: String,
    /// Whether it is a widget.
    pub widget: bool,
}

/// For each word, in order: where it stands and how much it counts there.
///
/// The places are numbers of entries, each as its distance from the one before (the first from 0);
/// behind a `.` stands the weight where it is not 1: `0.9,3,1.2`.
#[must_use]
pub fn index(entries: &[Entry]) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        for (text, weight) in [(&entry.title, TITLE), (&entry.text, 1)] {
            for token in tokens(text) {
                let places = all.entry(token).or_default();
                match places.last_mut() {
                    Some((last, counted)) if *last == at => *counted = MOST.min(*counted + weight),
                    _ => places.push((at, weight)),
                }
            }
        }
    }
    let coded = |places: Vec<(usize, usize)>| {
        let mut before = 0;
        let each = places.into_iter().map(|(at, weight)| {
            let step = at - std::mem::replace(&mut before, at);
            if weight == 1 { step.to_string() } else { format!("{step}.{weight}") }
        });
        each.collect::<Vec<_>>().join(",")
    };
    all.into_iter().map(|(token, places)| (token, coded(places))).collect()
}

/// The words of a text: of Chinese every two neighbours (a character alone is itself), else runs of
/// ASCII letters and digits in lower case; a number keeps its point and loses its commas.
///
/// `web/static/search.js` cuts a question in the same way.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let run = |from: usize, of: &dyn Fn(usize) -> bool| {
            (from..chars.len()).find(|i| !of(*i)).unwrap_or(chars.len())
        };
        let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
        let end = if han(chars[at]) {
            let end = run(at, &|i| han(chars[i]));
            match end - at {
                1 => found.push(chars[at].to_string()),
                _ => found.extend(chars[at..end].windows(2).map(|pair| pair.iter().collect())),
            }
            end
        } else if chars[at].is_ascii_alphanumeric() {
            let inner = |i: usize| matches!(chars[i], '.' | ',') && digit(i - 1) && digit(i + 1);
            let end = run(at, &|i| chars[i].is_ascii_alphanumeric() || (i > at && inner(i)));
            let kept = chars[at..end].iter().filter(|c| **c != ',');
            found.push(kept.map(char::to_ascii_lowercase).collect());
            end
        } else {
            at + 1
        };
        at = end;
    }
    found
}

fn han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same cases as in `tests/browser/search.test.mjs`.
    #[test]
    fn texts_are_cut_into_words() {
        for (text, wanted) in [
            ("卷积核 11×11", "卷积 积核 11 11"),
            ("核", "核"),
            ("ResNet-50的conv2d", "resnet 50 的 conv2d"),
            ("60,965,224 of 37.5%, 3, 4.", "60965224 of 37.5 3 4"),
            ("a.b 1.x", "a b 1 x"),
            ("", ""),
        ] {
            assert_eq!(tokens(text).join(" "), wanted, "{text}");
        }
    }

    #[test]
    fn a_word_counts_more_in_a_title() {
        let entry = |title: &str, text: &str| Entry {
            place: String::new(),
            page: String::new(),
            title: title.to_owned(),
            text: text.to_owned(),
            widget: false,
        };
        let index = index(&[entry("A", "b"), entry("b", "A a"), entry("", ""), entry("c", "a")]);
        let wanted = [("a", "0.8,1.2,2"), ("b", "0,1.8"), ("c", "3.8")];
        assert_eq!(index, wanted.map(|(a, b)| (a.to_owned(), b.to_owned())).into());
    }
}
