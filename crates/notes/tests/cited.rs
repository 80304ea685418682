//! A sentence of the notes that gives a figure and its place in a paper has a card under its
//! heading that gives the same figure.

mod names;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use names::names;
use serde_json::Value;

/// What needs no card: the note, the heading, how the sentence begins in either language, why.
const WITHOUT: &[[&str; 5]] = &[
    [
        "alexnet",
        "whole-network",
        "下面这个网络",
        "Its layers are",
        "our own net, counted by its card",
    ],
    ["resnet", "residual-learning", "下面是本站", "Below are a ResNet-20", "our own nets"],
    ["resnet", "residual-learning", "先把$F(x)$", "", "what to do with the widget"],
    ["transformer", "transduction", "", "A recurrent net", "an example of our own"],
];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web/notes")
}

/// A sentence, a row of a table or an item of a list.
struct Said {
    /// The heading above it; none for a footnote, whose place is elsewhere.
    heading: Option<String>,
    text: String,
}

/// What a note says, in Markdown, without code, formulas that stand alone, and directives.
fn said(markdown: &str) -> Vec<Said> {
    let (mut all, mut heading, mut skipping) = (Vec::new(), String::new(), None);
    for line in markdown.lines() {
        let border = ["```", "$$"].into_iter().find(|b| line.starts_with(b));
        match (skipping, border) {
            (None, Some(b)) => skipping = Some(b),
            (Some(open), Some(b)) if open == b => skipping = None,
            (None, None) => {}
            _ => continue,
        }
        if border.is_some() || line.starts_with(":::") {
            continue;
        }
        if line.starts_with('#') {
            let anchor = line.rsplit_once("{#").map(|(_, id)| id.trim_end_matches('}'));
            heading = anchor.unwrap_or_default().to_owned();
            continue;
        }
        let heading = (!line.starts_with("[^")).then(|| heading.clone());
        let line = line.trim_start_matches(|c: char| c.is_ascii_digit() || " .-".contains(c));
        let sentences = if line.starts_with('|') { vec![line.to_owned()] } else { sentences(line) };
        all.extend(sentences.into_iter().map(|text| Said { heading: heading.clone(), text }));
    }
    all
}

/// Cuts behind a full stop, in English before a capital only: 3.5 is no end.
fn sentences(line: &str) -> Vec<String> {
    let (mut all, mut from) = (Vec::new(), 0);
    for (at, c) in line.char_indices() {
        let behind = &line[at + c.len_utf8()..];
        let mut next = behind.chars();
        let ends = match c {
            '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                next.next() == Some(' ')
                    && next.next().is_some_and(|n| n.is_uppercase() || "*“[$".contains(n))
            }
            _ => false,
        };
        if ends {
            all.push(line[from..at + c.len_utf8()].to_owned());
            from = at + c.len_utf8();
        }
    }
    all.push(line[from..].to_owned());
    all
}

/// The words alone: no code, no formula, no address, no mark of a footnote.
fn words(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let skip = match c {
            '`' | '$' => rest[1..].find(c).map(|end| end + 2),
            '(' if out.ends_with(']') => rest.find(')').map(|end| end + 1),
            '[' if rest.starts_with("[^") => rest.find(']').map(|end| end + 1),
            _ => None,
        };
        if skip.is_none() {
            out.push(c);
        }
        rest = &rest[skip.unwrap_or(c.len_utf8())..];
    }
    out
}

/// The text without the places it names in a paper; `None` where it names none.
fn without_places(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    // Digits, and of these separators those that have a digit behind them.
    let run = |from: usize, of: &str| {
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        (from..chars.len())
            .take_while(|at| digit(*at) || of.contains(chars[*at]) && digit(at + 1))
            .count()
    };
    let (mut out, mut found, mut at) = (String::new(), false, 0);
    while at < chars.len() {
        let rest: String = chars[at..].iter().take(12).collect();
        let lower = rest.to_lowercase();
        let word = ["section", "table", "figure", "equation", "footnote"]
            .into_iter()
            .find(|w| lower.starts_with(w));
        let length = if let Some(word) = word {
            let plural = usize::from(lower[word.len()..].starts_with('s'));
            let from = word.len() + plural;
            let is_number =
                |from: usize| chars.get(at + from + 1).is_some_and(char::is_ascii_digit);
            let mut end = 0;
            // "sections 3.2, 3.3 and 4.1"
            if chars.get(at + from) == Some(&' ') && is_number(from) {
                end = from + 1 + run(at + from + 1, ".,");
                loop {
                    let tail: String = chars[at + end..].iter().take(5).collect();
                    let joint =
                        [" and ", " to ", ", ", " "].into_iter().find(|j| tail.starts_with(j));
                    let Some(joint) = joint else { break };
                    let next = at + end + joint.len();
                    if !chars.get(next).is_some_and(char::is_ascii_digit) {
                        break;
                    }
                    end += joint.len() + run(next, ".,");
                }
            }
            end
        } else if lower.starts_with("abstract") {
            8
        } else if rest.starts_with("摘要") {
            2
        } else if rest.starts_with("脚注") {
            2 + run(at + 2, "")
        } else if rest.starts_with('第') && chars.get(at + 1 + run(at + 1, "、")) == Some(&'节')
        {
            2 + run(at + 1, "、")
        } else if rest.starts_with(['表', '图', '式']) {
            let digits = run(at + 1, "");
            if digits > 0 { 1 + digits } else { 0 }
        } else if rest.starts_with(|c: char| c.is_ascii_digit())
            && chars.get(at + run(at, ".、")) == Some(&'节')
        {
            run(at, ".、") + 1
        } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
            // A whole number at once, so that its end is not taken for a place.
            let length = run(at, ".,");
            out.extend(&chars[at..at + length]);
            at += length;
            continue;
        } else {
            0
        };
        found |= length > 0;
        if length == 0 {
            out.push(chars[at]);
        }
        at += length.max(1);
    }
    found.then_some(out)
}

/// The numbers of a text, without separators; what belongs to a name (ResNet-34, top-1, conv2) is none.
fn figures(text: &str) -> BTreeSet<String> {
    let chars: Vec<char> = text.chars().collect();
    let (mut all, mut at) = (BTreeSet::new(), 0);
    while at < chars.len() {
        let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
        if !digit(at) {
            at += 1;
            continue;
        }
        let letter = |back: usize| {
            at.checked_sub(back).and_then(|b| chars.get(b)).is_some_and(char::is_ascii_alphabetic)
        };
        let dash = at.checked_sub(1).is_some_and(|b| "-_".contains(chars[b]));
        let name = letter(1) || (dash && letter(2));
        let from = at;
        while digit(at) || (at > from && ".,".contains(chars[at]) && digit(at + 1)) {
            at += 1;
            if at == chars.len() {
                break;
            }
        }
        // A power is a unit or part of a formula: 10⁹, 64².
        let power = chars.get(at).is_some_and(|c| "²³⁴⁵⁶⁷⁸⁹¹⁰".contains(*c));
        if !name && !power {
            all.insert(chars[from..at].iter().filter(|c| **c != ',').collect());
        }
    }
    all
}

/// What the cards of a note say, by heading.
fn cards(rows: &[Value], note: &str, lang: &str) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for row in rows.iter().filter(|r| r["note"] == note) {
        let text: &mut String =
            all.entry(row["after"].as_str().expect("a heading").to_owned()).or_default();
        for key in ["claim", "paper", "reason"] {
            text.push_str(row[key][lang].as_str().expect("words"));
            text.push(' ');
        }
    }
    all
}

#[test]
fn a_cited_figure_has_its_card() {
    let text = fs::read_to_string(folder().join("claims.json")).expect("the table");
    let table: Value = serde_json::from_str(&text).expect("JSON");
    let rows = table["claims"].as_array().expect("a list of claims");
    let (mut bare, mut spared, mut count) = (Vec::new(), BTreeSet::new(), 0);
    for (at, lang) in ["zh", "en"].into_iter().enumerate() {
        for note in names() {
            let note = note.as_str();
            let cards = cards(rows, note, lang);
            let whole: String = cards.values().map(String::as_str).collect();
            let path = folder().join(lang).join(format!("{note}.md"));
            for said in said(&fs::read_to_string(path).expect("a note")) {
                let Some(text) = without_places(&words(&said.text)) else { continue };
                let wanted = figures(&text);
                if wanted.is_empty() {
                    continue;
                }
                count += 1;
                let heading = said.heading.clone().unwrap_or_default();
                let without = WITHOUT.iter().position(|w| {
                    let begins = w[2 + at];
                    let here = w[0] == note && w[1] == heading && !begins.is_empty();
                    here && said.text.trim().starts_with(begins)
                });
                if let Some(row) = without {
                    spared.insert((row, lang));
                    continue;
                }
                let card = said.heading.as_ref().map_or(Some(&whole), |h| cards.get(h));
                let given = figures(card.map_or("", String::as_str));
                let lacking: Vec<&String> = wanted.difference(&given).collect();
                if !lacking.is_empty() {
                    bare.push(format!("{lang} {note} #{heading}: {lacking:?} in {}", said.text));
                }
            }
        }
    }
    assert!(bare.is_empty(), "no card under the heading gives\n{}", bare.join("\n"));
    let exceptions = WITHOUT.iter().flat_map(|w| &w[2..4]).filter(|begins| !begins.is_empty());
    assert_eq!(spared.len(), exceptions.count(), "an exception that nothing needs any more");
    assert!(count > 150, "{count} sentences with a figure and its place");
}

#[test]
fn figures_and_places_are_told_apart() {
    for (text, left) in [
        ("第6节、表1：37.5%", Some("、：37.5%")),
        ("3.2节、3.5节，96个", Some("、，96个")),
        ("Sections 3.2, 3.3 and 4.1 say 1.7", Some(" say 1.7")),
        ("table 3, row 5", Some(", row 5")),
        ("一张图表", None),
        ("sectional 3", None),
    ] {
        assert_eq!(without_places(text).as_deref(), left, "{text}");
    }
    let of = |text| figures(text).into_iter().collect::<Vec<_>>().join(" ");
    assert_eq!(of("ResNet-34的top-1、conv2：1,202层，0.27M、6.5。"), "0.27 1202 6.5");
    assert_eq!(of("10⁹、64²、3 of 12"), "12 3");
    assert_eq!(words("[a](b1) `c2` $d3$ e4[^f5]"), "[a]   e4");
}
